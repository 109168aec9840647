package pmm.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetBlobRequest;
import pmm.ledger.v1.GetEventsRequest;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.mindfile.MindReader;
import pmm.mindstate.StateEvent;
import pmm.mindstate.transcript.EventSource;
import pmm.mindstate.transcript.StoredEvent;

/** The events of this mind: from the ledger, or from the file itself where nothing runs. */
sealed interface StoredEvents extends EventSource, AutoCloseable {

  /** Returns those of a home. */
  static StoredEvents of(Shell shell) throws IOException {
    if (shell.reachesServices()) {
      return new Running(shell.mesh());
    }
    Path file = MindArgument.own(shell);
    if (!Files.exists(file)) {
      throw nothing(shell);
    }
    return new Resting(MindReader.open(file));
  }

  /** There is no mind yet. */
  static Failure nothing(Shell shell) {
    return Failure.notSo(
        "There is nothing to export in "
            + shell.homeFolder()
            + ": the mind begins with the first message");
  }

  /** Returns a chunk of a file; fails where it is not there any more. */
  byte[] chunk(String sha256);

  private static Failure gone(String sha256) {
    return Failure.notDone(
        "The bytes " + sha256 + " of a file are not there any more. Run the same again");
  }

  @Override
  void close() throws IOException;

  /** Asks the ledger. */
  record Running(Mesh mesh) implements StoredEvents {
    private static final int PAGE = 500;

    @Override
    public void all(Consumer<StoredEvent> taker) {
      ListEventsRequest.Builder request = ListEventsRequest.newBuilder().setPageSize(PAGE);
      do {
        ListEventsResponse page = mesh.ledger().listEvents(request.build());
        page.getEventsList().forEach(event -> taker.accept(stored(event)));
        request.setPageToken(page.getNextPageToken());
      } while (!request.getPageToken().isEmpty());
    }

    @Override
    public void some(List<Long> ids, Consumer<StoredEvent> taker) {
      int from = 0;
      while (from < ids.size()) {
        List<Event> events =
            mesh.ledger()
                .getEvents(
                    GetEventsRequest.newBuilder()
                        .addAllEventIds(ids.subList(from, Math.min(ids.size(), from + PAGE)))
                        .build())
                .getEventsList();
        events.forEach(event -> taker.accept(stored(event)));
        from += events.size();
      }
    }

    @Override
    public byte[] chunk(String sha256) {
      try {
        return mesh.ledger()
            .getBlob(GetBlobRequest.newBuilder().setHash(sha256).build())
            .getData()
            .toByteArray();
      } catch (StatusRuntimeException e) {
        throw e.getStatus().getCode() == Status.Code.NOT_FOUND ? gone(sha256) : e;
      }
    }

    private static StoredEvent stored(Event event) {
      long millis =
          event.getCreateTime().getSeconds() * 1000 + event.getCreateTime().getNanos() / 1_000_000;
      return new StoredEvent(
          StateEvent.of(
              event.getEventId(),
              millis,
              event.getKind(),
              event.hasContent() ? event.getContent() : null,
              event.hasMetaJson() ? event.getMetaJson() : null),
          event.getContentForgotten());
    }

    @Override
    public void close() {}
  }

  /** Reads one state of the file. */
  record Resting(MindReader reader) implements StoredEvents {
    @Override
    public void all(Consumer<StoredEvent> taker) {
      reader.events(Long.MAX_VALUE, event -> taker.accept(stored(event)));
    }

    @Override
    public void some(List<Long> ids, Consumer<StoredEvent> taker) {
      reader.events(ids, event -> taker.accept(stored(event)));
    }

    @Override
    public byte[] chunk(String sha256) {
      return reader.chunk(sha256).orElseThrow(() -> gone(sha256));
    }

    private static StoredEvent stored(pmm.mindfile.Event event) {
      return new StoredEvent(ReplayedMind.stateEvent(event), event.contentForgotten());
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}

package pmm.mind.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventBatch;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.Fence;
import pmm.ledger.v1.GetBlobRequest;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetEventsRequest;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetProjectionRequest;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.Order;
import pmm.ledger.v1.Projection;
import pmm.ledger.v1.PutProjectionRequest;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.ledger.v1.SearchEventsResponse;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.rpc.Deadlines;
import pmm.rpc.PacedSender;
import pmm.rpc.RemoteProblem;

/**
 * The ledger as the mind uses it. Calls wait a few seconds for a ledger that is just restarting.
 */
public final class Ledger {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration COPYING = Duration.ofMinutes(10);
  private static final int MOST_AT_ONCE = 500;
  private static final Set<Code> AWAY = Set.of(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
  private static final int PART_BYTES = 1 << 18;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final LedgerServiceBlockingStub stub;

  /** A ledger behind this channel. */
  public Ledger(Channel channel) {
    stub = LedgerServiceGrpc.newBlockingStub(channel);
  }

  /** Appends events, all or none; with the same request id it returns the first answer again. */
  public List<Event> append(String requestId, List<Draft> drafts, List<byte[]> blobs) {
    return patiently(() -> appendOnce(requestId, drafts, blobs));
  }

  /** The same, but the events that are returned are without content and meta. */
  public List<Event> appendBriefly(String requestId, List<EventDraft> drafts, List<byte[]> blobs) {
    AppendEventsRequest request =
        request(requestId, blobs).addAllEvents(drafts).setBrief(true).build();
    return patiently(() -> stub.appendEvents(request).getEventsList());
  }

  private List<Event> appendOnce(String requestId, List<Draft> drafts, List<byte[]> blobs) {
    return stub.appendEvents(request(requestId, drafts, blobs).build()).getEventsList();
  }

  /**
   * Appends events, all or none, unless anything was forgotten after an event: then they may hold
   * it, and are refused as FENCED.
   */
  public List<Event> appendUnlessForgotten(
      long after, String requestId, List<Draft> drafts, List<byte[]> blobs) {
    return patiently(() -> appendOnceUnlessForgotten(after, requestId, drafts, blobs));
  }

  /** Like {@link #appendUnlessForgotten}, but fails at once when the ledger is away. */
  public List<Event> appendOnceUnlessForgotten(
      long after, String requestId, List<Draft> drafts, List<byte[]> blobs) {
    Fence fence = Fence.newBuilder().addKinds("redaction").setAfterEventId(after).build();
    return stub.appendEvents(request(requestId, drafts, blobs).setFence(fence).build())
        .getEventsList();
  }

  /** Returns whether a call failed because something was forgotten meanwhile. */
  public static boolean isFenced(StatusRuntimeException failed) {
    return RemoteProblem.from(failed)
        .filter(problem -> problem.reason().equals("FENCED"))
        .isPresent();
  }

  private static AppendEventsRequest.Builder request(
      String requestId, List<Draft> drafts, List<byte[]> blobs) {
    return request(requestId, blobs).addAllEvents(drafts.stream().map(Draft::toProto).toList());
  }

  private static AppendEventsRequest.Builder request(String requestId, List<byte[]> blobs) {
    AppendEventsRequest.Builder request = AppendEventsRequest.newBuilder().setRequestId(requestId);
    blobs.forEach(blob -> request.addBlobs(ByteString.copyFrom(blob)));
    return request;
  }

  /** Returns one event, or nothing if there is none of that number. */
  public Optional<Event> event(long id) {
    GetEventRequest request = GetEventRequest.newBuilder().setEventId(id).build();
    return found(() -> stub.getEvent(request).getEvent());
  }

  /** Returns the events of these numbers, in this order. */
  public List<Event> events(List<Long> ids) {
    List<Event> events = new ArrayList<>();
    while (events.size() < ids.size()) {
      int end = Math.min(ids.size(), events.size() + MOST_AT_ONCE);
      GetEventsRequest request =
          GetEventsRequest.newBuilder().addAllEventIds(ids.subList(events.size(), end)).build();
      events.addAll(patiently(() -> stub.getEvents(request)).getEventsList());
    }
    return events;
  }

  /** Returns the events behind a number, oldest first: no more than so many, and than 3 MiB. */
  public List<Event> after(long id, int most) {
    ListEventsRequest request =
        ListEventsRequest.newBuilder().setAfterEventId(id).setPageSize(most).build();
    return patiently(() -> stub.listEvents(request).getEventsList());
  }

  /** Returns a stored chunk of bytes, or nothing if it is not there. */
  public Optional<byte[]> blob(String hash) {
    GetBlobRequest request = GetBlobRequest.newBuilder().setHash(hash).build();
    return found(() -> stub.getBlob(request).getData().toByteArray());
  }

  /** Returns the events of these kinds whose words match best, best first. */
  public SearchEventsResponse search(String query, List<String> kinds, int limit) {
    SearchEventsRequest request =
        SearchEventsRequest.newBuilder()
            .setQuery(query)
            .addAllKinds(kinds)
            .setPageSize(limit)
            .build();
    return patiently(() -> stub.searchEvents(request));
  }

  /** Returns the places that somebody looks for. */
  public SearchEventsResponse find(SearchEventsRequest request) {
    return patiently(() -> stub.searchEvents(request));
  }

  /** Returns the latest events of these kinds, newest first. */
  public List<Event> latest(List<String> kinds, int most) {
    ListEventsRequest request =
        ListEventsRequest.newBuilder()
            .addAllKinds(kinds)
            .setOrder(Order.ORDER_NEWEST_FIRST)
            .setPageSize(most)
            .build();
    return patiently(() -> stub.listEvents(request).getEventsList());
  }

  /** Keeps a copy of the ledger as it is now, unless nothing is in it yet. */
  public void createSnapshot() {
    if (head() > 0) {
      Deadlines.within(COPYING, stub).createSnapshot(CreateSnapshotRequest.getDefaultInstance());
    }
  }

  /** Returns the number of the last event. */
  public long head() {
    return patiently(
        () -> stub.getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()).getEventCount());
  }

  /** Takes what a watch brings; each answer says whether it goes on. */
  interface Taker {
    boolean event(Event event);

    /** All that was stored has been brought. */
    boolean level();
  }

  /** Brings the events after one, until the taker has enough or the context ends. */
  void watch(long after, CancellableContext until, Taker taker) {
    WatchEventsRequest request =
        WatchEventsRequest.newBuilder().setAfterEventId(after).setInBatches(true).build();
    try {
      Iterator<WatchEventsResponse> brought = begin(request, until);
      boolean more = true;
      while (more && brought.hasNext()) {
        WatchEventsResponse next = brought.next();
        more = next.hasLevelEventId() ? taker.level() : takeAll(next.getBatch(), taker);
      }
    } finally {
      until.cancel(null);
    }
  }

  private Iterator<WatchEventsResponse> begin(WatchEventsRequest request, Context until) {
    Context previous = until.attach();
    try {
      return stub.watchEvents(request);
    } finally {
      until.detach(previous);
    }
  }

  private static boolean takeAll(EventBatch batch, Taker taker) {
    for (Event event : batch.getEventsList()) {
      if (!taker.event(event)) {
        return false;
      }
    }
    return true;
  }

  Optional<Projection> projection(String key) {
    GetProjectionRequest request = GetProjectionRequest.newBuilder().setKey(key).build();
    return found(() -> stub.getProjection(request).getProjection());
  }

  void put(Projection projection) {
    stub.putProjection(PutProjectionRequest.newBuilder().setProjection(projection).build());
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(patiently(call));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T patiently(Supplier<T> call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        boolean away = AWAY.contains(e.getStatus().getCode());
        if (!away || System.nanoTime() > deadline || !Pause.take(PAUSE)) {
          throw e;
        }
      }
    }
  }

  /**
   * Puts a mind, a mind.db or its export, in the place of the one that lives here. The watch ends
   * and begins anew, as after a restore.
   *
   * @param leftHeadHash the head of what lives here, empty if nothing does; fails if it is another
   *     one by now
   */
  public ImportLedgerResponse replace(Path mind, String leftHeadHash) {
    PacedSender<ImportLedgerRequest, ImportLedgerResponse> sender = new PacedSender<>();
    LedgerServiceGrpc.newStub(stub.getChannel()).importLedger(sender);
    try (InputStream in = Files.newInputStream(mind)) {
      byte[] part = in.readNBytes(PART_BYTES);
      while (part.length > 0 && sender.send(replacing(part, leftHeadHash))) {
        part = in.readNBytes(PART_BYTES);
      }
      return sender.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + mind, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e));
    }
  }

  private static ImportLedgerRequest replacing(byte[] part, String leftHeadHash) {
    return ImportLedgerRequest.newBuilder()
        .setJsonl(UnsafeByteOperations.unsafeWrap(part))
        .setReplace(!leftHeadHash.isEmpty())
        .setExpectedHeadHash(leftHeadHash)
        .build();
  }
}

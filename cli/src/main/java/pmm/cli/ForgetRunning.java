package pmm.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventPart;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.RedactEventsResponse;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.FindMentionsResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.rpc.Deadlines;

/** Forgets through the services. */
final class ForgetRunning implements ForgetPlace {
  /** All events are read, and files are written anew. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Duration REBUILDING = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PAGE = 500;

  private final Mesh mesh;

  ForgetRunning(Mesh mesh) {
    this.mesh = mesh;
  }

  @Override
  public Shown event(long id) {
    try {
      Event event =
          mesh.ledger().getEvent(GetEventRequest.newBuilder().setEventId(id).build()).getEvent();
      return new Shown(id, event.getKind(), event.getContent(), event.hasContent());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw Problems.noEvent(id, mesh);
      }
      throw e;
    }
  }

  @Override
  public List<Long> ofConversation(String id) {
    List<Long> found = new ArrayList<>();
    ListEventsRequest.Builder request = ListEventsRequest.newBuilder().setPageSize(PAGE);
    do {
      ListEventsResponse page = mesh.ledger().listEvents(request.build());
      for (Event event : page.getEventsList()) {
        if (event.hasContent()
            && id.equals(Json.object(event.getMetaJson()).get("conversation_id"))) {
          found.add(event.getEventId());
        }
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return found;
  }

  @Override
  public Found mentions(List<Long> ids) {
    FindMentionsResponse found =
        Deadlines.within(LONG, mesh.mind())
            .findMentions(FindMentionsRequest.newBuilder().addAllEventIds(ids).build());
    List<Mention> all =
        found.getMentionsList().stream()
            .map(mention ->
                new Mention(
                    new Shown(mention.getEventId(), mention.getKind(), mention.getText(), true),
                    ProtoJson.word(mention.getRelation().getValueDescriptor()),
                    mention.getOfEventId()))
            .toList();
    return new Found(all, found.getGivenCount(), found.getTruncated());
  }

  @Override
  public Done forget(List<Long> ids, boolean withMeta) {
    return settled(redact(ids, withMeta));
  }

  /** Forgets, and waits for the files, but not for the mind. */
  Done redact(List<Long> ids, boolean withMeta) {
    RedactEventsResponse done =
        Deadlines.within(LONG, mesh.ledger())
            .redactEvents(
                RedactEventsRequest.newBuilder()
                    .addAllEventIds(ids)
                    .setWithMeta(withMeta)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    return new Done(
        done.getRedactionEventId(),
        parts(done, EventPart.Part.PART_CONTENT),
        parts(done, EventPart.Part.PART_META),
        done.getPendingList(),
        done.getUnreachableList());
  }

  /** Waits for the mind too: it is folded anew, and need be so only once for all that goes. */
  Done settled(Done done) {
    if (awaitMind(done.redaction())) {
      return done;
    }
    List<String> pending = new ArrayList<>(done.pending());
    pending.add("the mind still rebuilds itself without it");
    return new Done(done.redaction(), done.contents(), done.metas(), pending, done.unreachable());
  }

  /** The mind drops what it holds in memory, and is folded anew. */
  private boolean awaitMind(long redaction) {
    long deadline = System.nanoTime() + REBUILDING.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        GetMindRequest now = GetMindRequest.getDefaultInstance();
        if (mesh.mind().getMind(now).getMind().getThroughEventId() >= redaction) {
          return true;
        }
      } catch (StatusRuntimeException e) {
        // It says that it is not ready while it does so.
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private static List<Long> parts(RedactEventsResponse done, EventPart.Part part) {
    return done.getForgottenList().stream()
        .filter(forgotten -> forgotten.getPart() == part)
        .map(EventPart::getEventId)
        .toList();
  }

  @Override
  public void close() {}
}

package pmm.ledger.forget;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.EventPart;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.RedactEventsResponse;
import pmm.mindfile.ForgetRequest;
import pmm.mindfile.ForgetResult;
import pmm.rpc.Caller;
import pmm.rpc.Problem;

/** Forgets for those who may: the person, at the command line or in the browser. */
public final class Redactor {
  private final Ledger ledger;

  /** Forgets in this ledger. */
  public Redactor(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Forgets; returns once it is durable and done, or says what is pending. */
  public RedactEventsResponse redact(RedactEventsRequest request, Caller caller) {
    for (long id : request.getEventIdsList()) {
      if (ledger.file().get(id).isEmpty()) {
        throw new Problem(
            LedgerReason.NOT_FOUND,
            "no event " + id + " (expected: one of 1 to " + ledger.headId() + ")",
            Map.of("event_id", Long.toString(id)));
      }
    }
    @Nullable String requestId =
        request.getRequestId().isEmpty() ? null : caller.role().id() + ":" + request.getRequestId();
    return response(
        ledger.forget(
            new ForgetRequest(
                request.getEventIdsList(), request.getWithMeta(), caller.actor(), requestId)));
  }

  private static RedactEventsResponse response(ForgetResult result) {
    RedactEventsResponse.Builder response =
        RedactEventsResponse.newBuilder()
            .setRedactionEventId(result.redactionEventId())
            .addAllPending(result.pending())
            .addAllUnreachable(result.unreachable());
    result.contents().forEach(id -> response.addForgotten(part(id, EventPart.Part.PART_CONTENT)));
    result.metas().forEach(id -> response.addForgotten(part(id, EventPart.Part.PART_META)));
    return response.build();
  }

  private static EventPart part(long eventId, EventPart.Part part) {
    return EventPart.newBuilder().setEventId(eventId).setPart(part).build();
  }
}

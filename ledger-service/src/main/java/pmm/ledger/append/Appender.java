package pmm.ledger.append;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pmm.ledger.store.EventProto;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.AppendEventsResponse;
import pmm.ledger.v1.EventDraft;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.AppendResult;
import pmm.mindfile.Draft;
import pmm.mindfile.Event;
import pmm.mindfile.Fence;
import pmm.mindfile.Kinds;
import pmm.rpc.Caller;
import pmm.rpc.Problem;

/** Adds events for those who may. */
public final class Appender {
  private final Ledger ledger;

  /** Appends to this ledger. */
  public Appender(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Appends all or none; returns once they are durable. */
  public AppendEventsResponse append(AppendEventsRequest request, Caller caller) {
    AppendResult result = ledger.append(checked(request, caller));
    Function<Event, pmm.ledger.v1.Event> form =
        request.getBrief() ? EventProto::brief : EventProto::event;
    return AppendEventsResponse.newBuilder()
        .addAllEvents(result.events().stream().map(form).toList())
        .build();
  }

  private static AppendRequest checked(AppendEventsRequest request, Caller caller) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < request.getEventsCount(); i++) {
      try {
        drafts.add(draft(request.getEvents(i), caller));
      } catch (Problem problem) {
        throw problem.inField("events[" + i + "]");
      }
    }
    return new AppendRequest(
        drafts,
        requestId(request.getRequestId(), caller),
        orNull(request.getExpectedHeadHash()),
        request.hasFence() ? fence(request.getFence()) : null,
        request.getBlobsList().stream().map(ByteString::toByteArray).toList());
  }

  private static Draft draft(EventDraft draft, Caller caller) {
    String kind = draft.getKind();
    if (!Kinds.isKnown(kind)) {
      throw new Problem(
          LedgerReason.KIND_UNKNOWN,
          "kind " + kind + " (expected: one of " + Kinds.all() + ")",
          Map.of("kind", kind));
    }
    if (!KindRights.allows(caller.role(), kind)) {
      throw new Problem(
          LedgerReason.KIND_NOT_ALLOWED,
          "role " + caller.role().id() + " may not append " + kind,
          Map.of("kind", kind, "role", caller.role().id()));
    }
    @Nullable String meta = draft.hasMetaJson() ? draft.getMetaJson() : null;
    return new Draft(
        kind,
        draft.hasContent() ? draft.getContent() : null,
        Actors.complete(kind, meta, caller.role().id()));
  }

  private static Fence fence(pmm.ledger.v1.Fence fence) {
    return new Fence(Set.copyOf(fence.getKindsList()), fence.getAfterEventId());
  }

  /** Of the caller's role alone: no other can take an id before it by guessing how it is made. */
  private static @Nullable String requestId(String id, Caller caller) {
    return id.isEmpty() ? null : caller.role().id() + ":" + id;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

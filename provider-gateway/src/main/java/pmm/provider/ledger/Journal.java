package pmm.provider.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.Fence;
import pmm.ledger.v1.GetEventsRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.ledger.v1.Order;
import pmm.provider.failure.ProviderReason;
import pmm.rpc.Problem;
import pmm.rpc.RemoteProblem;

/** Calls to the ledger, in this service's words. */
public final class Journal {

  private static final int PAGE = 500;

  private final Channel channel;

  /** A journal behind this channel. */
  public Journal(Channel channel) {
    this.channel = channel;
  }

  /** Someone has written what would change the writer's mind. */
  public static final class FencedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Appends an event; once this returns it is durable. The same request id is stored once. */
  public Entry append(Draft draft, String requestId) {
    return append(request(draft, requestId).build());
  }

  /** Appends an event unless one of these kinds was stored after the given one. */
  public Entry append(Draft draft, String requestId, Collection<String> kinds, long afterEventId)
      throws FencedException {
    Fence fence = Fence.newBuilder().addAllKinds(kinds).setAfterEventId(afterEventId).build();
    try {
      return append(request(draft, requestId).setFence(fence).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.ABORTED) {
        throw new FencedException();
      }
      throw e;
    }
  }

  /** The id of the last event of these kinds; 0 if there is none. */
  public long lastEventId(Collection<String> kinds) {
    ListEventsRequest newest =
        ListEventsRequest.newBuilder()
            .addAllKinds(kinds)
            .setOrder(Order.ORDER_NEWEST_FIRST)
            .setPageSize(1)
            .build();
    return list(newest).getEventsList().stream().mapToLong(Event::getEventId).findFirst().orElse(0);
  }

  /** The content salts of these events, in order; an event without content has none. */
  public List<byte[]> contentSalts(List<Long> eventIds) {
    List<byte[]> salts = new ArrayList<>();
    for (int read = 0; read < eventIds.size(); ) {
      List<Event> events = events(eventIds.subList(read, Math.min(read + PAGE, eventIds.size())));
      events.stream()
          .filter(Event::hasContentSalt)
          .forEach(event -> salts.add(event.getContentSalt().toByteArray()));
      read += events.size();
    }
    return salts;
  }

  /** A page of events. */
  public ListEventsResponse list(ListEventsRequest request) {
    try {
      return LedgerServiceGrpc.newBlockingStub(channel).listEvents(request);
    } catch (StatusRuntimeException e) {
      throw away(e);
    }
  }

  /** An event as folds see it. */
  public static Entry entry(Event event) {
    return new Entry(
        event.getEventId(), instant(event.getCreateTime()), event.getKind(), meta(event));
  }

  private Entry append(AppendEventsRequest request) {
    try {
      return entry(LedgerServiceGrpc.newBlockingStub(channel).appendEvents(request).getEvents(0));
    } catch (StatusRuntimeException e) {
      throw away(e);
    }
  }

  private static AppendEventsRequest.Builder request(Draft draft, String requestId) {
    return AppendEventsRequest.newBuilder()
        .setRequestId(requestId)
        .addEvents(
            EventDraft.newBuilder().setKind(draft.kind()).setMetaJson(draft.meta().toString()));
  }

  /** The first of these events, at least one. */
  private List<Event> events(List<Long> ids) {
    try {
      return LedgerServiceGrpc.newBlockingStub(channel)
          .getEvents(GetEventsRequest.newBuilder().addAllEventIds(ids).build())
          .getEventsList();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        String missing =
            RemoteProblem.from(e)
                .map(told -> told.metadata().getOrDefault("event_id", ""))
                .orElse("");
        throw new Problem(
                ProviderReason.INVALID_FIELD, "event " + missing + " (expected: one of the ledger)")
            .inField("source_event_ids");
      }
      throw away(e);
    }
  }

  /** Without the ledger nothing leaves, and the caller is told so. */
  private static RuntimeException away(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, UNAUTHENTICATED ->
          new Problem(
              ProviderReason.LEDGER_AWAY, "The ledger does not answer; without it nothing leaves.");
      default -> e;
    };
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static JsonNode meta(Event event) {
    try {
      return event.hasMetaJson()
          ? Draft.JSON.readTree(event.getMetaJson())
          : Draft.JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event " + event.getEventId() + " holds no JSON", e);
    }
  }
}

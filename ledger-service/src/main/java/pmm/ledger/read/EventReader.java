package pmm.ledger.read;

import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.ledger.store.EventProto;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.mindfile.EventPage;
import pmm.mindfile.EventQuery;
import pmm.rpc.Problem;

/** Single events and pages of them. */
public final class EventReader {
  private static final int PAGE_DEFAULT = 50;
  private static final int PAGE_MAX = 500;

  private final Ledger ledger;

  /** Reads this ledger. */
  public EventReader(Ledger ledger) {
    this.ledger = ledger;
  }

  /** One event. */
  public Event get(long id) {
    return ledger.file().get(id).map(EventProto::event).orElseThrow(() -> missing(id));
  }

  /** The first of these events, as many as fit in a message. */
  public List<Event> get(List<Long> ids) {
    if (ids.isEmpty() || ids.size() > PAGE_MAX) {
      throw new Problem(
              LedgerReason.INVALID, ids.size() + " event_ids (expected: 1 to " + PAGE_MAX + ")")
          .inField("event_ids");
    }
    List<Event> events = ledger.file().get(ids).stream().map(EventProto::event).toList();
    for (int i = 0; i < Math.max(1, events.size()); i++) {
      if (events.isEmpty() || events.get(i).getEventId() != ids.get(i)) {
        throw missing(ids.get(i));
      }
    }
    return events;
  }

  private Problem missing(long id) {
    return new Problem(
        LedgerReason.NOT_FOUND,
        "no event " + id + " (expected: 1 to " + ledger.headId() + ")",
        Map.of("event_id", Long.toString(id)));
  }

  /** A page. */
  public ListEventsResponse list(ListEventsRequest request) {
    EventPage page = ledger.file().list(query(request));
    ListEventsResponse.Builder response =
        ListEventsResponse.newBuilder()
            .addAllEvents(page.events().stream().map(EventProto::event).toList());
    if (page.more() && !page.events().isEmpty()) {
      response.setNextPageToken(PageToken.after(request, page.events().getLast().id()));
    }
    return response.build();
  }

  private static EventQuery query(ListEventsRequest request) {
    EventQuery.Order order =
        switch (request.getOrder()) {
          case ORDER_UNSPECIFIED, ORDER_OLDEST_FIRST -> EventQuery.Order.OLDEST_FIRST;
          case ORDER_NEWEST_FIRST -> EventQuery.Order.NEWEST_FIRST;
          case UNRECOGNIZED ->
              throw new Problem(
                      LedgerReason.INVALID,
                      "order " + request.getOrderValue() + " (expected: 0 to 2)")
                  .inField("order");
        };
    long after = request.getAfterEventId();
    long before = Long.MAX_VALUE;
    if (!request.getPageToken().isEmpty()) {
      long last = PageToken.lastId(request);
      switch (order) {
        case OLDEST_FIRST -> after = last;
        case NEWEST_FIRST -> before = last;
      }
    }
    return new EventQuery(
        Set.copyOf(request.getKindsList()),
        order,
        after,
        before,
        request.hasSince() ? EventProto.ceilingMs(request.getSince()) : null,
        request.hasUntil() ? EventProto.ceilingMs(request.getUntil()) : null,
        PageSizes.of(request.getPageSize(), PAGE_DEFAULT, PAGE_MAX));
  }
}

package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetEventsRequest;
import pmm.ledger.v1.GetProjectionRequest;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.ledger.v1.Order;
import pmm.ledger.v1.Projection;
import pmm.ledger.v1.PutProjectionRequest;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.ledger.v1.SearchEventsResponse;
import pmm.rpc.Role;

class ReadEventsTest {
  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  @Test
  void saysWhichEventIsMissing() {
    ledger.say("only one");

    var problem =
        assertRefused(
            LedgerReason.NOT_FOUND,
            () -> ledger.as(Role.UI).getEvent(GetEventRequest.newBuilder().setEventId(99).build()));
    assertEquals("99", problem.metadata().get("event_id"));
  }

  @Test
  void readsSeveralEventsInTheOrderAskedFor() {
    Event first = ledger.say("one");
    Event second = ledger.say("two");

    assertEquals(
        List.of(second, first, second),
        several(second.getEventId(), first.getEventId(), second.getEventId()));
    var problem = assertRefused(LedgerReason.NOT_FOUND, () -> several(99));
    assertEquals("99", problem.metadata().get("event_id"));
    assertRefused(LedgerReason.NOT_FOUND, () -> several(99, first.getEventId()));
    assertRefused(LedgerReason.INVALID, () -> several());
  }

  @Test
  void readsSeveralEventsUntilTheMessageIsFull() {
    Event first = ledger.say("€".repeat(340_000));
    for (int i = 0; i < 4; i++) {
      ledger.say("€".repeat(340_000));
    }
    long[] ids = LongStream.range(first.getEventId(), first.getEventId() + 5).toArray();

    List<Event> begun = several(ids);
    List<Event> rest = several(Arrays.copyOfRange(ids, begun.size(), ids.length));

    assertTrue(begun.size() < 5, "read " + begun.size());
    assertEquals(first, begun.getFirst());
    assertEquals(begun.getLast().getEventId() + 1, rest.getFirst().getEventId());
  }

  private List<Event> several(long... ids) {
    return ledger
        .as(Role.PROVIDER)
        .getEvents(
            GetEventsRequest.newBuilder()
                .addAllEventIds(LongStream.of(ids).boxed().toList())
                .build())
        .getEventsList();
  }

  @Test
  void pagesThroughBothOrders() {
    sayMany(25);

    List<Long> oldest = ids(pages(ListEventsRequest.newBuilder().setPageSize(7)));
    List<Long> newest =
        ids(
            pages(
                ListEventsRequest.newBuilder().setPageSize(7).setOrder(Order.ORDER_NEWEST_FIRST)));

    assertEquals(LongStream.rangeClosed(1, oldest.size()).boxed().toList(), oldest);
    assertEquals(oldest.reversed(), newest);
  }

  @Test
  void listsByKindTimeAndAfter() {
    Event first = ledger.say("one");
    ledger.append(draft("conversation_renamed", "title"));
    Event last = ledger.say("two");
    var words = ListEventsRequest.newBuilder().addKinds("user_message");

    assertEquals(List.of(first, last), pages(words));
    assertEquals(List.of(last), pages(words.clone().setAfterEventId(first.getEventId())));
    assertTrue(pages(words.clone().setSince(last.getCreateTime())).contains(last));
    assertEquals(
        List.of(),
        pages(words.clone().setSince(last.getCreateTime().toBuilder().setSeconds(1L << 33))));
    assertFalse(pages(words.clone().setUntil(last.getCreateTime())).contains(last));
    assertEquals(
        List.of(first, last),
        pages(words.clone().setUntil(last.getCreateTime().toBuilder().setSeconds(1L << 33))));
  }

  @Test
  void endsAPageAt500EventsOr3Mebibytes() {
    sayMany(510);
    ListEventsResponse full = list(ListEventsRequest.newBuilder().setPageSize(9999));
    assertEquals(500, full.getEventsCount());
    for (int i = 0; i < 5; i++) {
      ledger.say("€".repeat(340_000));
    }
    var big = ListEventsRequest.newBuilder().setPageSize(500).setOrder(Order.ORDER_NEWEST_FIRST);

    ListEventsResponse page = list(big);

    assertTrue(page.getEventsCount() < 5);
    assertTrue(page.getSerializedSize() <= 4 << 20);
    assertFalse(page.getNextPageToken().isEmpty());
  }

  @Test
  void refusesATokenOfAnotherList() {
    sayMany(10);
    String token = list(ListEventsRequest.newBuilder().setPageSize(2)).getNextPageToken();

    assertRefused(
        LedgerReason.INVALID,
        () -> list(ListEventsRequest.newBuilder().addKinds("note").setPageToken(token)));
    assertRefused(
        LedgerReason.INVALID, () -> list(ListEventsRequest.newBuilder().setPageToken("§")));
    assertRefused(LedgerReason.INVALID, () -> list(ListEventsRequest.newBuilder().setPageSize(-1)));
  }

  @Test
  void findsWordsRightAfterTheyWereSaid() {
    ledger.say("My sister Ana lives in Porto");
    ledger.say("The weather is fine");

    SearchEventsResponse found =
        ledger
            .as(Role.OTHER)
            .searchEvents(
                SearchEventsRequest.newBuilder()
                    .setQuery("where does Ana live?")
                    .setSnippets(true)
                    .build());

    assertEquals("My sister Ana lives in Porto", found.getHits(0).getEvent().getContent());
    assertTrue(found.getHits(0).getSnippet().contains("\uE000Ana\uE001"));
    assertEquals(3, found.getThroughEventId());
    assertRefused(
        LedgerReason.INVALID,
        () -> ledger.as(Role.UI).searchEvents(SearchEventsRequest.getDefaultInstance()));
  }

  @Test
  void keepsTheLatestProjection() {
    ledger.say("one");
    ledger.say("two");
    Projection late =
        Projection.newBuilder()
            .setKey("mind")
            .setValueJson("{\"n\":3}")
            .setThroughEventId(3)
            .setReducerVersion("1")
            .build();
    put(late);
    put(late.toBuilder().setValueJson("{\"n\":2}").setThroughEventId(2).build());

    assertEquals("{\"n\":3}", get().getValueJson());
    assertEquals(3, get().getThroughEventId());
    assertTrue(get().hasUpdateTime());

    put(
        late.toBuilder()
            .setValueJson("{\"n\":2}")
            .setThroughEventId(2)
            .setReducerVersion("2")
            .build());
    assertEquals("{\"n\":2}", get().getValueJson());
  }

  private void put(Projection projection) {
    var put = PutProjectionRequest.newBuilder().setProjection(projection).build();
    assertEquals(0, ledger.as(Role.MIND).putProjection(put).getSerializedSize());
  }

  private Projection get() {
    return ledger
        .as(Role.MIND)
        .getProjection(GetProjectionRequest.newBuilder().setKey("mind").build())
        .getProjection();
  }

  private void sayMany(int count) {
    int left = count;
    while (left > 0) {
      var drafts = new pmm.ledger.v1.EventDraft[Math.min(left, 500)];
      java.util.Arrays.setAll(drafts, i -> draft("user_message", "message " + i));
      ledger.append(drafts);
      left -= drafts.length;
    }
  }

  private ListEventsResponse list(ListEventsRequest.Builder request) {
    return ledger.as(Role.UI).listEvents(request.build());
  }

  private List<Event> pages(ListEventsRequest.Builder request) {
    List<Event> events = new ArrayList<>();
    String token = "";
    do {
      ListEventsResponse page = list(request.setPageToken(token));
      events.addAll(page.getEventsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return events;
  }

  private static List<Long> ids(List<Event> events) {
    return events.stream().map(Event::getEventId).toList();
  }
}

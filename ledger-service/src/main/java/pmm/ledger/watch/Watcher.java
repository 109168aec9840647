package pmm.ledger.watch;

import java.util.Set;
import pmm.ledger.store.EventProto;
import pmm.ledger.store.HeadSignal;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.mindfile.EventPage;
import pmm.mindfile.EventQuery;
import pmm.rpc.Problem;
import pmm.rpc.RpcReason;
import pmm.rpc.StreamSender;

/**
 * Sends what is stored and then what is appended. History and news are read by the same query, so
 * nothing can fall between them, and a slow reader costs no memory.
 */
public final class Watcher {
  private static final int PAGE = 500;

  private final Ledger ledger;

  /** Watches this ledger. */
  public Watcher(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Sends until the client has enough or the ledger stops. */
  public void watch(WatchEventsRequest request, StreamSender<WatchEventsResponse> sender)
      throws InterruptedException {
    if (request.getAfterEventId() < 0) {
      throw new Problem(
              LedgerReason.INVALID,
              "after_event_id " + request.getAfterEventId() + " (expected: >= 0)")
          .inField("after_event_id");
    }
    Set<String> kinds = Set.copyOf(request.getKindsList());
    EventSender events =
        request.getInBatches() ? new BatchSender(sender) : EventSender.oneByOne(sender);
    HeadSignal appended = ledger.appended();
    long history = appended.history();
    sender.onCancel(appended::wake);
    long level = ledger.headId();
    long sent =
        Math.max(
            request.getAfterEventId(),
            send(request.getAfterEventId(), level, kinds, history, events));
    sender.send(WatchEventsResponse.newBuilder().setLevelEventId(level).build());
    while (!sender.isCancelled()) {
      appended.awaitAfter(sent, sender::isCancelled);
      requireSame(history);
      if (appended.isClosed()) {
        throw new Problem(RpcReason.STOPPING, "the ledger is stopping; watch again");
      }
      sent = send(sent, appended.head(), kinds, history, events);
    }
  }

  /** Sends the events after one and up to another; returns up to where it has come. */
  private long send(long after, long through, Set<String> kinds, long history, EventSender events) {
    long from = after;
    while (from < through) {
      EventPage page =
          ledger.file().list(EventQuery.after(from, PAGE).withKinds(kinds).before(through + 1));
      requireSame(history);
      page.events().forEach(event -> events.send(EventProto.event(event)));
      events.flush();
      from = page.more() ? page.events().getLast().id() : through;
    }
    return from;
  }

  /** The history is counted on before the file is replaced, so a page of the new one is noticed. */
  private void requireSame(long history) {
    if (ledger.appended().history() != history) {
      throw new Problem(
          LedgerReason.HISTORY_REPLACED,
          "the ledger was replaced: forget what was read, and watch again from the start");
    }
  }
}

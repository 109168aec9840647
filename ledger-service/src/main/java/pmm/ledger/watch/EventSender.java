package pmm.ledger.watch;

import pmm.ledger.v1.Event;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.rpc.StreamSender;

/** How the events of a watch go out. */
interface EventSender {
  /** Sends an event, at the latest with the next flush. */
  void send(Event event);

  /** Sends what waits. */
  void flush();

  /** Each in a message of its own. */
  static EventSender oneByOne(StreamSender<WatchEventsResponse> sender) {
    return new EventSender() {
      @Override
      public void send(Event event) {
        sender.send(WatchEventsResponse.newBuilder().setEvent(event).build());
      }

      @Override
      public void flush() {}
    };
  }
}

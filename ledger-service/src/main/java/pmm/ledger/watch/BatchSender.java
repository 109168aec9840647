package pmm.ledger.watch;

import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventBatch;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.rpc.StreamSender;

/** Sends events together, up to a size that any client takes. */
final class BatchSender implements EventSender {
  private static final int BYTES = 256 << 10;

  private final StreamSender<WatchEventsResponse> sender;
  private EventBatch.Builder batch = EventBatch.newBuilder();
  private int bytes;

  BatchSender(StreamSender<WatchEventsResponse> sender) {
    this.sender = sender;
  }

  @Override
  public void send(Event event) {
    int size = event.getSerializedSize();
    if (bytes + size > BYTES) {
      flush();
    }
    batch.addEvents(event);
    bytes += size;
  }

  @Override
  public void flush() {
    if (batch.getEventsCount() > 0) {
      sender.send(WatchEventsResponse.newBuilder().setBatch(batch).build());
      batch = EventBatch.newBuilder();
      bytes = 0;
    }
  }
}

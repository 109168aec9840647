package pmm.ledger.transfer;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import pmm.ledger.store.Ledger;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.mindfile.JsonlExporter;
import pmm.rpc.StreamSender;

/** Sends the whole ledger as JSON lines. */
public final class Exporter {
  private static final int MESSAGE_BYTES = 64 << 10;

  private final Ledger ledger;

  /** Exports this ledger. */
  public Exporter(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Sends everything that is stored now. */
  public void export(StreamSender<ExportLedgerResponse> sender) throws IOException {
    long events = ledger.headId();
    if (events == 0) {
      return;
    }
    try (Messages messages = new Messages(sender)) {
      messages.at(0, events);
      ledger.readWhole(file -> JsonlExporter.export(file.path(), messages, messages::at));
    }
  }

  /** Cuts what is written into messages. */
  private static final class Messages extends OutputStream {
    private final StreamSender<ExportLedgerResponse> sender;
    private final byte[] buffer = new byte[MESSAGE_BYTES];
    private int filled;
    private volatile long done;
    private volatile long total;

    Messages(StreamSender<ExportLedgerResponse> sender) {
      this.sender = sender;
    }

    void at(long doneNow, long totalNow) {
      done = doneNow;
      total = Math.max(totalNow, doneNow);
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int at = offset;
      int end = offset + length;
      while (at < end) {
        int count = Math.min(end - at, buffer.length - filled);
        System.arraycopy(bytes, at, buffer, filled, count);
        filled += count;
        at += count;
        if (filled == buffer.length) {
          send();
        }
      }
    }

    @Override
    public void close() {
      if (filled > 0) {
        send();
      }
    }

    private void send() {
      sender.send(
          ExportLedgerResponse.newBuilder()
              .setJsonl(UnsafeByteOperations.unsafeWrap(Arrays.copyOf(buffer, filled)))
              .setEventCount(done)
              .setTotalEventCount(total)
              .build());
      filled = 0;
    }
  }
}

package pmm.mindfile;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Lines read on the calling thread while another one does its work with those before. */
final class Overlap {
  private static final int BATCH_LINES = 256;

  /** So that long lines wait in small number: what is under way must fit a small heap. */
  private static final int BATCH_BYTES = 256 << 10;

  private static final int BATCHES = 4;

  /** Where lines come from. */
  interface Source {
    /** The next line; empty at the end. */
    Optional<JsonlLine> next() throws IOException, SQLException;
  }

  /** Where lines go to. */
  interface Sink {
    void take(JsonlLine line) throws IOException, SQLException;
  }

  private final Sink sink;
  private final BlockingQueue<List<JsonlLine>> queue = new ArrayBlockingQueue<>(BATCHES);
  private final CompletableFuture<Void> taken = new CompletableFuture<>();

  private Overlap(Sink sink) {
    this.sink = sink;
  }

  /** Returns when the sink has taken the last line; throws what either of them throws. */
  static void run(String name, Source source, Sink sink)
      throws IOException, SQLException, InterruptedException {
    Overlap overlap = new Overlap(sink);
    Thread taking = Thread.ofPlatform().name(name).start(overlap::takeAll);
    try {
      overlap.read(source);
      overlap.put(List.of());
      overlap.taken.join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    } finally {
      taking.interrupt();
      taking.join();
    }
  }

  private void read(Source source) throws IOException, SQLException, InterruptedException {
    List<JsonlLine> batch = new ArrayList<>(BATCH_LINES);
    long bytes = 0;
    for (Optional<JsonlLine> line = source.next(); line.isPresent(); line = source.next()) {
      batch.add(line.get());
      bytes += line.get().weight();
      if (batch.size() == BATCH_LINES || bytes >= BATCH_BYTES) {
        put(batch);
        batch = new ArrayList<>(BATCH_LINES);
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      put(batch);
    }
  }

  /** Waits for room, but not for a thread that has failed. */
  private void put(List<JsonlLine> batch) throws InterruptedException {
    while (!queue.offer(batch, 100, TimeUnit.MILLISECONDS)) {
      if (taken.isDone()) {
        taken.join();
      }
    }
  }

  private void takeAll() {
    try {
      for (List<JsonlLine> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        for (JsonlLine line : batch) {
          sink.take(line);
        }
      }
      taken.complete(null);
    } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
      taken.completeExceptionally(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e)
      throws IOException, SQLException {
    return switch (e.getCause()) {
      case SQLException cause -> throw cause;
      case IOException cause -> throw cause;
      case RuntimeException cause -> cause;
      case null, default -> e;
    };
  }
}

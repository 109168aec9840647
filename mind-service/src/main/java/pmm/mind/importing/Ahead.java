package pmm.mind.importing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.Archive;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ItemSink;

/**
 * Reads an archive on a thread of its own, a little ahead of whoever takes what it holds. Items
 * come in their order, and no more of them wait than a few long conversations need.
 */
final class Ahead implements ItemSink {
  /** Of the archive, for what waits and what is being taken together, but for a single item. */
  private static final long MOST_BYTES = 1 << 20;

  private static final long BETWEEN_LOOKS_MS = 100;

  private record Waiting(ArchivedItem item, long bytes) {}

  /** Whoever takes the items has gone. */
  private static final class Left extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final Archive archive;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long through;
  private long bytes;
  private boolean ended;
  private boolean left;
  private @Nullable Throwable failure;

  private Ahead(Archive archive) {
    this.archive = archive;
  }

  /**
   * Hands all that an archive holds to the sink, on this thread.
   *
   * @throws IOException what the archive or the sink throws; what was read before was handed on
   */
  static void read(Archive archive, ItemSink sink) throws IOException {
    Ahead ahead = new Ahead(archive);
    Thread reader = Thread.ofPlatform().daemon().name("import-reader").start(ahead::run);
    try {
      ahead.handOn(sink);
    } finally {
      ahead.leave();
      join(reader);
    }
  }

  private void run() {
    Throwable thrown = null;
    try {
      archive.read(this);
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      failure = thrown;
      ended = true;
      notifyAll();
    }
  }

  private void handOn(ItemSink sink) throws IOException {
    for (Waiting next = next(sink); next != null; next = next(sink)) {
      sink.take(next.item());
      taken(next);
    }
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException("the reading ended", failure);
    }
  }

  /** Waits for the next item, and lets the sink tell now and then how far the reading has come. */
  private @Nullable Waiting next(ItemSink sink) throws IOException {
    while (true) {
      synchronized (this) {
        Waiting next = waiting.poll();
        if (next != null || ended) {
          return next;
        }
        await(BETWEEN_LOOKS_MS);
      }
      sink.progress();
    }
  }

  private synchronized void taken(Waiting item) {
    bytes -= item.bytes();
    notifyAll();
  }

  private synchronized void leave() {
    left = true;
    notifyAll();
  }

  @Override
  public synchronized void take(ArchivedItem item) throws IOException {
    long now = archive.position();
    long size = Math.max(0, now - through);
    through = now;
    while (bytes > 0 && bytes + size > MOST_BYTES && !left) {
      await(0);
    }
    progress();
    bytes += size;
    waiting.add(new Waiting(item, size));
    notifyAll();
  }

  @Override
  public synchronized void progress() throws Left {
    if (left) {
      throw new Left();
    }
  }

  private void await(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an archive was being read", e);
    }
  }

  private static void join(Thread reader) {
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

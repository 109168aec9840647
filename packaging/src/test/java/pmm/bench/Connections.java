package pmm.bench;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;

/** The kept connections of a way, one a lane. */
final class Connections implements AutoCloseable {

  /** Node servers close what is not used for five seconds. */
  private static final long KEEP_NANOS = 3_000_000_000L;

  private final ConcurrentHashMap<Integer, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(HttpStream stream, long since) {}

  /** Connects, where none is kept. */
  @FunctionalInterface
  interface Connecting {
    HttpStream connect() throws IOException;
  }

  HttpStream take(int lane, Connecting connecting) throws IOException {
    Kept last = kept.remove(lane);
    if (last != null && System.nanoTime() - last.since < KEEP_NANOS) {
      return last.stream;
    }
    if (last != null) {
      last.stream.close();
    }
    return connecting.connect();
  }

  void keep(int lane, HttpStream stream) {
    kept.put(lane, new Kept(stream, System.nanoTime()));
  }

  @Override
  public void close() {
    kept.values()
        .forEach(last -> {
          try {
            last.stream.close();
          } catch (IOException closed) {
            // It is of no use any more.
          }
        });
  }
}

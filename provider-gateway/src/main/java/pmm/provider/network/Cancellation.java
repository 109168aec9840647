package pmm.provider.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The word that one call is to end, and why. */
public final class Cancellation {

  private final CountDownLatch latch = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();
  private @Nullable Cause cause;

  /** Who wants it to end. */
  public enum Cause {
    /** The caller has left. */
    CALLER,
    /** The consent was revoked. */
    REVOKED,
    /** Offline mode was switched on. */
    OFFLINE,
    /** This service stops. */
    STOPPING
  }

  /** Ends the call; only the first cause counts. */
  public void cancel(Cause why) {
    List<Runnable> toRun;
    synchronized (this) {
      if (cause != null) {
        return;
      }
      cause = why;
      toRun = List.copyOf(listeners);
    }
    latch.countDown();
    toRun.forEach(Runnable::run);
  }

  /** Why the call is to end, if it is. */
  public synchronized Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }

  /**
   * Starts what has to end on cancel. A cancel comes before, and then nothing starts, or after, and
   * then it is ended; never in between.
   *
   * @throws CancellationException if cancelled before
   */
  public synchronized <T> T start(Supplier<T> start, Consumer<T> end) {
    if (cause != null) {
      throw new CancellationException();
    }
    T started = start.get();
    listeners.add(() -> end.accept(started));
    return started;
  }

  /**
   * Goes no further for one who has left, or whose leave was taken back.
   *
   * @throws CancellationException if cancelled
   */
  public void check() {
    if (cause().isPresent()) {
      throw new CancellationException();
    }
  }

  /** Waits this long, or until cancelled; true if cancelled. */
  public boolean await(Duration time) throws InterruptedException {
    return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}

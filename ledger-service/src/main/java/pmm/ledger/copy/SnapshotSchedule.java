package pmm.ledger.copy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether a snapshot is due, and lets the person's work go first. */
public final class SnapshotSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SnapshotSchedule.class);
  private static final Duration LOOK = Duration.ofMinutes(5);
  private static final int LOOKS_AFTER_FAILURE = 12;

  private final SnapshotKeeper keeper;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  /** Begins to look. */
  public SnapshotSchedule(SnapshotKeeper keeper) {
    this.keeper = keeper;
    this.thread =
        Thread.ofPlatform().name("snapshots").priority(Thread.MIN_PRIORITY).start(this::run);
  }

  private void run() {
    try {
      int looks = 1;
      while (!stopped.await(LOOK.toSeconds() * looks, TimeUnit.SECONDS)) {
        looks = roll() ? 1 : LOOKS_AFTER_FAILURE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean roll() {
    try {
      keeper.roll();
      return true;
    } catch (RuntimeException e) {
      log.warn("No snapshot was made: {}", e.getMessage());
      return false;
    }
  }

  /** Ends after the snapshot that is being made. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package pmm.mind.ledger;

import java.time.Duration;

/** Waits before something is tried again. */
public final class Pause {
  private Pause() {}

  /** Waits; returns false, and stays interrupted, if the thread was told to stop. */
  public static boolean take(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

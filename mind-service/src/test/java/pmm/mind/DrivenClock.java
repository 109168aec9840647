package pmm.mind;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's time, and as much later as a test says. */
final class DrivenClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  /** Lets time pass. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}

package pmm.mindfile;

import java.time.Duration;

/** What stands in the way of indexing until it is passed, and how long to wait for it. */
final class Setback {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private volatile String reason = "";
  private Duration pause = FIRST_PAUSE;
  private long through;

  /** Why indexing failed; empty once that event is passed. */
  String reason() {
    return reason;
  }

  /**
   * Notes that indexing failed at an event.
   *
   * @return how long to wait: twice as long each time until it is passed
   */
  Duration at(long eventId, Exception failure) {
    pause = reason.isEmpty() ? FIRST_PAUSE : longer(pause);
    through = Math.max(through, eventId);
    reason = String.valueOf(failure.getMessage());
    return pause;
  }

  /** Whether all through this event is taken in again that failed before; then nothing is left. */
  boolean isPassedBy(long eventId) {
    if (eventId < through) {
      return false;
    }
    through = 0;
    reason = "";
    return true;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}

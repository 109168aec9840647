package pmm.mindfile;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to open a mind file for writing.
 *
 * @param clock what events are timed by
 * @param mindName goes into the first event of a new file; null for a mind without a name
 * @param quiet how long nothing must have been written before the log is moved into the file
 * @param headsEvery how often the head is written to heads.log
 * @param fullCheckBelow files smaller than this, in bytes, are verified whole when they are opened;
 *     of larger ones the newest events
 */
public record Options(
    Clock clock,
    @Nullable String mindName,
    Duration quiet,
    Duration headsEvery,
    long fullCheckBelow) {
  /** What the services use. */
  public static Options defaults() {
    return new Options(
        Clock.systemUTC(), null, Duration.ofSeconds(2), Duration.ofHours(1), 16L << 20);
  }

  /** The same with another clock. */
  public Options withClock(Clock newClock) {
    return new Options(newClock, mindName, quiet, headsEvery, fullCheckBelow);
  }

  /** The same with a name for a new mind. */
  public Options withMindName(@Nullable String name) {
    return new Options(clock, name, quiet, headsEvery, fullCheckBelow);
  }

  /** The same with another time of quiet. */
  public Options withQuiet(Duration newQuiet) {
    return new Options(clock, mindName, newQuiet, headsEvery, fullCheckBelow);
  }

  /** The same with another bound for the check at open. */
  public Options withFullCheckBelow(long bytes) {
    return new Options(clock, mindName, quiet, headsEvery, bytes);
  }
}

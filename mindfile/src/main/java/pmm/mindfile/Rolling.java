package pmm.mindfile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Which snapshots are kept: the newest of each hour for a day, of each day for a week, of each week
 * for a month, as long as they have room. The newest of all stays, and so does the newest of each
 * format version, as the way back from an upgrade. What a clock that was ahead has dated comes
 * last.
 */
final class Rolling {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(31);
  private static final long LEAST_BUDGET = 2L << 30;

  private Rolling() {}

  /** How many bytes the snapshots of a file of this size may take. */
  static long budget(long fileBytes) {
    return Math.max(LEAST_BUDGET, 3 * fileBytes);
  }

  /** What can go, oldest first. */
  static List<Snapshot> surplus(
      List<Snapshot> oldestFirst, ToIntFunction<Snapshot> format, Instant now, long budget) {
    Set<String> periods = new HashSet<>();
    Set<Integer> formats = new HashSet<>();
    List<Snapshot> surplus = new ArrayList<>();
    long bytes = 0;
    List<Snapshot> newestFirst = new ArrayList<>(oldestFirst.reversed());
    newestFirst.sort(Comparator.comparing(snapshot -> snapshot.time().isAfter(now)));
    for (Snapshot snapshot : newestFirst) {
      boolean newestOfFormat = formats.add(format.applyAsInt(snapshot));
      boolean newestOfPeriod = periods.add(period(snapshot.time(), now));
      boolean inTime = Duration.between(snapshot.time(), now).compareTo(MONTH) < 0;
      boolean hasRoom = bytes + snapshot.sizeBytes() <= budget;
      if (newestOfFormat || (newestOfPeriod && inTime && hasRoom)) {
        bytes += snapshot.sizeBytes();
      } else {
        surplus.addFirst(snapshot);
      }
    }
    return surplus;
  }

  private static String period(Instant time, Instant now) {
    Duration age = Duration.between(time, now);
    Duration period =
        age.compareTo(DAY) < 0 ? Duration.ofHours(1) : age.compareTo(WEEK) < 0 ? DAY : WEEK;
    return period + " " + Math.floorDiv(time.getEpochSecond(), period.toSeconds());
  }
}

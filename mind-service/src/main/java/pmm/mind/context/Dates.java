package pmm.mind.context;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import pmm.mindstate.StateEvent;

/**
 * How prompts and quotations write dates: in UTC, so that a trace on another machine finds the same
 * words.
 */
public final class Dates {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Dates() {}

  /** Returns a day such as "22 November 2026", or "an unknown day". */
  public static String day(long millis) {
    return isKnown(millis) ? DAY.format(Instant.ofEpochMilli(millis)) : "an unknown day";
  }

  /** Returns a time such as "22 November 2026, 18:30 UTC", or "an unknown time". */
  public static String minute(long millis) {
    return isKnown(millis) ? MINUTE.format(Instant.ofEpochMilli(millis)) : "an unknown time";
  }

  private static boolean isKnown(long millis) {
    return millis != StateEvent.UNKNOWN_TIME;
  }
}

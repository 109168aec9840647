package pmm.mind.context;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

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

  /** Returns a day such as "22 November 2026". */
  public static String day(long millis) {
    return DAY.format(Instant.ofEpochMilli(millis));
  }

  /** Returns a time such as "22 November 2026, 18:30 UTC". */
  public static String minute(long millis) {
    return MINUTE.format(Instant.ofEpochMilli(millis));
  }
}

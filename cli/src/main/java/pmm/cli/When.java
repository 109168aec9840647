package pmm.cli;

import com.google.protobuf.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as a person reads and writes them, in the zone of the clock. */
final class When {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})\\s*(min|m|h|d|w)");

  private When() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** Such as "2026-11-22 18:03:05", here. */
  static String second(Timestamp time) {
    return SECOND.format(instant(time).atZone(ZoneId.systemDefault()));
  }

  /** Such as "2026-11-22 18:03", here. */
  static String minute(Timestamp time) {
    return minute(instant(time));
  }

  /** Such as "2026-11-22 18:03", here. */
  static String minute(Instant time) {
    return minute(time.atZone(ZoneId.systemDefault()));
  }

  /** Such as "2026-11-22 18:03", there. */
  static String minute(ZonedDateTime time) {
    return MINUTE.format(time);
  }

  /** Such as "12 s", "5 min", "3 h 10 min", "2 days". */
  static String span(Duration span) {
    if (span.toSeconds() < 60) {
      return Math.max(0, span.toSeconds()) + " s";
    }
    if (span.toMinutes() < 60) {
      return span.toMinutes() + " min";
    }
    if (span.toHours() < 48) {
      int minutes = span.toMinutesPart();
      return span.toHours() + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }
    return Text.count(span.toDays(), "day");
  }

  /**
   * Reads a time in the past: "2h", "3d", "today", "yesterday", a date, a date and time, or an RFC
   * 3339 time.
   *
   * @throws Failure when it is none of these
   */
  static Instant past(String text, Clock clock) {
    return read(text, clock, -1);
  }

  /**
   * Reads a time in the future: "2h", "3d", "tomorrow", a date, a date and time, or an RFC 3339
   * time.
   */
  static Instant future(String text, Clock clock) {
    Instant time = read(text, clock, 1);
    if (!time.isAfter(clock.instant())) {
      throw Failure.notDone(
          "Not a time to come: " + text + " (expected: such as 2h, 7d or 2030-01-31)");
    }
    return time;
  }

  private static Instant read(String text, Clock clock, int direction) {
    String given = text.strip().toLowerCase(Locale.ROOT);
    LocalDate today = LocalDate.now(clock);
    Matcher span = SPAN.matcher(given);
    if (span.matches()) {
      long number = Long.parseLong(span.group(1)) * direction;
      return clock
          .instant()
          .plus(
              switch (span.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                case "w" -> Duration.ofDays(7 * number);
                default -> Duration.ofMinutes(number);
              });
    }
    LocalDate day =
        switch (given) {
          case "today" -> today;
          case "yesterday" -> today.minusDays(1);
          case "tomorrow" -> today.plusDays(1);
          default -> null;
        };
    try {
      if (day != null || given.length() == 10) {
        return (day != null ? day : LocalDate.parse(given))
            .atStartOfDay(clock.getZone())
            .toInstant();
      }
      String withT = given.replace(' ', 't').toUpperCase(Locale.ROOT);
      return withT.endsWith("Z") || withT.matches(".*[+-]\\d\\d:\\d\\d")
          ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(withT, Instant::from)
          : LocalDateTime.parse(withT).atZone(clock.getZone()).toInstant();
    } catch (DateTimeException e) {
      throw Failure.notDone(
          "Not a time: "
              + text
              + " (expected: such as 2h, 3d, "
              + (direction < 0 ? "today, yesterday" : "tomorrow")
              + ", 2026-11-22 or \"2026-11-22 18:03\")");
    }
  }
}

package pmm.mind.archive.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import pmm.mind.archive.model.ArchivedTime;

/**
 * Times as archives write them: numbers in several units, ISO 8601, all kept to the microsecond.
 */
public final class Times {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,20}(\\.\\d{0,20})?([eE][+-]?\\d{1,2})?");
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** Seconds reach this in the year 5138, milliseconds did in 1973. */
  private static final BigDecimal MILLIS = new BigDecimal("1e11");

  private static final BigDecimal MICROS = new BigDecimal("1e14");
  private static final BigDecimal NANOS = new BigDecimal("1e17");

  private static final long FIRST = -62_135_596_800_000_000L;
  private static final long LAST = 253_402_300_799_999_999L;

  private Times() {}

  /** A number or a string; null and what is absent are unknown, all else is unreadable. */
  public static ArchivedTime of(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return ArchivedTime.UNKNOWN;
    }
    return value.isValueNode()
        ? of(Json.whole(value.asText()))
        : ArchivedTime.unreadable(Json.raw(value));
  }

  /**
   * A number of seconds since 1970, or ISO 8601; without a zone it is UTC. A number that is too
   * large for seconds is guessed to be of milli-, micro- or nanoseconds.
   */
  public static ArchivedTime of(String text) {
    if (text.isBlank()) {
      return ArchivedTime.unreadable(text);
    }
    String raw = text.strip();
    if (NUMBER.matcher(raw).matches()) {
      BigDecimal number = new BigDecimal(raw);
      ArchivedTime time = inRange(micros(number), text);
      return number.abs().compareTo(MILLIS) < 0 ? time : time.asGuess();
    }
    try {
      return of(instant(raw.replace(' ', 'T')), text);
    } catch (DateTimeException e) {
      return ArchivedTime.unreadable(text);
    }
  }

  /** A time of a program that is known to write milliseconds: their number is no guess. */
  public static ArchivedTime ofMillis(ArchivedTime time) {
    return time.guessed() && isMillis(time.raw())
        ? new ArchivedTime(time.micros(), time.raw(), false)
        : time;
  }

  private static boolean isMillis(String raw) {
    return new BigDecimal(raw.strip()).abs().compareTo(MICROS) < 0;
  }

  /** An instant; finer than microseconds is cut off. */
  public static ArchivedTime of(Instant instant, String raw) {
    return inRange(
        BigDecimal.valueOf(instant.getEpochSecond())
            .multiply(MILLION)
            .add(BigDecimal.valueOf(instant.getNano() / 1000)),
        raw);
  }

  private static Instant instant(String text) {
    TemporalAccessor read =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, Instant::from, LocalDateTime::from);
    return read instanceof LocalDateTime local
        ? local.toInstant(ZoneOffset.UTC)
        : Instant.from(read);
  }

  private static BigDecimal micros(BigDecimal number) {
    BigDecimal size = number.abs();
    if (size.compareTo(MILLIS) < 0) {
      return number.multiply(MILLION);
    }
    if (size.compareTo(MICROS) < 0) {
      return number.multiply(BigDecimal.valueOf(1000));
    }
    return size.compareTo(NANOS) < 0 ? number : number.divide(BigDecimal.valueOf(1000));
  }

  private static ArchivedTime inRange(BigDecimal micros, String raw) {
    BigDecimal whole = micros.setScale(0, RoundingMode.FLOOR);
    boolean possible =
        whole.compareTo(BigDecimal.valueOf(FIRST)) >= 0
            && whole.compareTo(BigDecimal.valueOf(LAST)) <= 0;
    return possible ? ArchivedTime.of(whole.longValueExact(), raw) : ArchivedTime.unreadable(raw);
  }
}

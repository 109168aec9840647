package pmm.provider.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the headers of an answer.
 *
 * @param status the HTTP status
 * @param headers by name in lower case
 */
public record ResponseHead(int status, Map<String, String> headers) {

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  /** Copies the headers. */
  public ResponseHead {
    headers = Map.copyOf(headers);
  }

  /** Whether an answer may follow. */
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /**
   * How long the provider asks to wait: in milliseconds, seconds, or until a date by its own clock.
   */
  public Optional<Duration> retryAfter() {
    return millis(headers.get("retry-after-ms"))
        .or(() -> seconds(headers.get("retry-after")))
        .or(() -> until(headers.get("retry-after"), headers.get("date")))
        .filter(wait -> !wait.isNegative())
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> millis(@Nullable String text) {
    return number(text).map(value -> Duration.ofNanos(Math.round(value * 1e6)));
  }

  private static Optional<Duration> seconds(@Nullable String text) {
    return number(text).map(value -> Duration.ofNanos(Math.round(value * 1e9)));
  }

  private static Optional<Double> number(@Nullable String text) {
    if (text == null || !text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
      return Optional.empty();
    }
    return Optional.of(Math.min(Double.parseDouble(text), 1e9));
  }

  private static Optional<Duration> until(@Nullable String moment, @Nullable String now) {
    if (moment == null || now == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.between(date(now), date(moment)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZonedDateTime date(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}

package pmm.mindstate;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The hours of each day in which the mind does nothing by itself; over midnight where they end
 * before they begin.
 *
 * @param from their first minute
 * @param to the first minute after them
 */
public record QuietHours(LocalTime from, LocalTime to) {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  /** Returns the hours of a text such as "22:00-07:00"; nothing if it is none. */
  public static Optional<QuietHours> parse(String text) {
    String[] ends = text.split("-", -1);
    try {
      QuietHours hours =
          new QuietHours(LocalTime.parse(ends[0], MINUTE), LocalTime.parse(ends[1], MINUTE));
      return ends.length == 2 && !hours.from.equals(hours.to)
          ? Optional.of(hours)
          : Optional.empty();
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a time of the day is among them. */
  public boolean hold(LocalTime time) {
    boolean begun = !time.isBefore(from);
    boolean goingOn = time.isBefore(to);
    return from.isBefore(to) ? begun && goingOn : begun || goingOn;
  }

  /** Returns them as events hold them. */
  public String text() {
    return MINUTE.format(from) + "-" + MINUTE.format(to);
  }
}

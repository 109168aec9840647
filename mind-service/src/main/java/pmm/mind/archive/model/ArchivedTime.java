package pmm.mind.archive.model;

import java.util.OptionalLong;

/**
 * A time as the archive gives it.
 *
 * @param micros microseconds since 1970 in UTC; empty if the archive gives none, or none that can
 *     be read
 * @param raw what the archive says, letter by letter; empty if it says nothing
 */
public record ArchivedTime(OptionalLong micros, String raw) {
  /** The archive says nothing. */
  public static final ArchivedTime UNKNOWN = new ArchivedTime(OptionalLong.empty(), "");

  /** A time that was read. */
  public static ArchivedTime of(long micros, String raw) {
    return new ArchivedTime(OptionalLong.of(micros), raw);
  }

  /** Something stands there, but it is no time. */
  public static ArchivedTime unreadable(String raw) {
    return new ArchivedTime(OptionalLong.empty(), raw);
  }

  /** Whether it was read. */
  public boolean known() {
    return micros.isPresent();
  }

  /** This, or the other one if this is unknown. */
  public ArchivedTime or(ArchivedTime other) {
    return known() ? this : other;
  }
}

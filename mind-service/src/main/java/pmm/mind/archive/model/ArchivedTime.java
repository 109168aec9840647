package pmm.mind.archive.model;

import java.util.OptionalLong;

/**
 * A time as the archive gives it.
 *
 * @param micros microseconds since 1970 in UTC; empty if the archive gives none, or none that can
 *     be read
 * @param raw what the archive says, letter by letter; empty if it says nothing
 * @param guessed whether it is a number whose unit was told by its size alone
 */
public record ArchivedTime(OptionalLong micros, String raw, boolean guessed) {
  /** The years 1684 to 2255: JSON has no exact number for more. */
  private static final long FURTHEST = (1L << 53) - 1;

  /** The archive says nothing. */
  public static final ArchivedTime UNKNOWN = new ArchivedTime(OptionalLong.empty(), "", false);

  /** A time that was read; one that is too far away for any ledger counts as none. */
  public static ArchivedTime of(long micros, String raw) {
    return Math.abs(micros) > FURTHEST
        ? unreadable(raw)
        : new ArchivedTime(OptionalLong.of(micros), raw, false);
  }

  /** The same as a guess, if it is a time at all. */
  public ArchivedTime asGuess() {
    return new ArchivedTime(micros, raw, known());
  }

  /** Something stands there, but it is no time. */
  public static ArchivedTime unreadable(String raw) {
    return new ArchivedTime(OptionalLong.empty(), raw, false);
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

package pmm.mind.archive.json;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An entry is larger than what is held in memory; the next one can be read. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int MOST_PARTS = 10_000;

  /** A conversation of too many messages. */
  public static TooLargeException messages(int most) {
    return new TooLargeException(
        "it has more than " + most + " messages, more than are read at a time");
  }

  /** Refuses a message of so many parts, each of which would be an event of its own. */
  public static void checkParts(int count) {
    if (count > MOST_PARTS) {
      throw new UncheckedIOException(
          new TooLargeException(
              "one of its messages has more than "
                  + MOST_PARTS
                  + " parts, more than are read at a time"));
    }
  }

  /** What is too large, in plain English. */
  public TooLargeException(String message) {
    super(message);
  }
}

package pmm.mind.archive.json;

import java.io.IOException;

/** An entry is larger than what is held in memory; the next one can be read. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is too large, in plain English. */
  public TooLargeException(String message) {
    super(message);
  }
}

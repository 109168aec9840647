package pmm.mind.archive.json;

import java.io.IOException;

/** An entry is larger than what is held in memory; the next one can be read. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  TooLargeException(String message) {
    super(message);
  }
}

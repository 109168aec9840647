package pmm.mind.archive.model;

import java.io.IOException;

/**
 * An archive as a whole that is not read. Nothing of it was handed on, unless it broke only while
 * it was read.
 */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why it is not read. */
  public enum Reason {
    /** No reader knows it; the message says what was tried. */
    UNRECOGNISED,
    /** It has a password. */
    ENCRYPTED,
    /** It holds another archive in place of files. */
    NESTED,
    /** Its end is missing, or what should stand there does not. */
    DAMAGED,
    /** It unpacks to more than is allowed, as a bomb does. */
    TOO_LARGE,
    /** It names files outside of itself, or links. */
    UNSAFE,
    /** It is not written in UTF-8. */
    WRONG_ENCODING
  }

  private final Reason reason;

  /** A problem in plain English. */
  public ArchiveException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why it is not read. */
  public Reason reason() {
    return reason;
  }
}

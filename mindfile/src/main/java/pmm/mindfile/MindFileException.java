package pmm.mindfile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a mind file could not do what it was asked to. */
public final class MindFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for callers to decide by. */
  public enum Reason {
    /** Another process has the file open; its pid is in the message. */
    LOCKED,
    /** Not a mind file: empty, text, or a database of another program. */
    NOT_A_MIND_FILE,
    /** Written by a newer version than this one. */
    NEWER_FORMAT,
    /** The chain does not verify: appends stop. */
    BROKEN,
    /** The last event is not the one that the caller expects. */
    HEAD_MOVED,
    /** An event of the fenced kinds is newer than the caller knows. */
    FENCED,
    /** The request or line is not well-formed. */
    INVALID,
    /** The request is beyond a limit of the format. */
    TOO_LARGE,
    /** No space is left; nothing was written. */
    DISK_FULL,
    /** The file or its folder cannot be written. */
    READ_ONLY,
    /** A signature is by a key that is not trusted, or cannot be read. */
    UNKNOWN_KEY,
    /** The target of an import or export exists already. */
    EXISTS,
    /** Another program holds the file for a while; nothing was written: retry. */
    BUSY,
    /** The device failed; nothing of the request is stored. */
    IO,
    /** The file was closed. */
    CLOSED
  }

  private final Reason reason;

  /** The fixed text of the reason and what was found. */
  public MindFileException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** The same with a cause. */
  public MindFileException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  static MindFileException invalid(String message) {
    return new MindFileException(Reason.INVALID, message);
  }

  static MindFileException tooLarge(String what, long value, long limit) {
    return new MindFileException(
        Reason.TOO_LARGE, what + ": " + value + " (expected: at most " + limit + ")");
  }
}

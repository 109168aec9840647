package pmm.cli;

/** Ends a command with one plain message: the value, what was expected, and what to do. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String reason;

  private Failure(int exitCode, String reason, String message) {
    super(message);
    this.exitCode = exitCode;
    this.reason = reason;
  }

  /** It could not be done. */
  static Failure notDone(String message) {
    return new Failure(ExitCode.NOT_DONE, "NOT_DONE", message);
  }

  /** What was asked about is not so. */
  static Failure notSo(String message) {
    return new Failure(ExitCode.NOT_SO, "NOT_SO", message);
  }

  /** The same for a reason that a program can tell from others. */
  Failure because(String told) {
    return told.isEmpty() ? this : new Failure(exitCode, told, text());
  }

  /** Why, as a program reads it. */
  String reason() {
    return reason;
  }

  int exitCode() {
    return exitCode;
  }

  /** The message as it was given. */
  String text() {
    return String.valueOf(getMessage());
  }
}

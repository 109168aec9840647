package pmm.cli;

/** Ends a command with one plain message: the value, what was expected, and what to do. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** It could not be done. */
  static Failure notDone(String message) {
    return new Failure(ExitCode.NOT_DONE, message);
  }

  /** What was asked about is not so. */
  static Failure notSo(String message) {
    return new Failure(ExitCode.NOT_SO, message);
  }

  int exitCode() {
    return exitCode;
  }

  /** The message as it was given. */
  String text() {
    return String.valueOf(getMessage());
  }
}

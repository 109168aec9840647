package pmm.cli;

/** What the command's exit code says. */
final class ExitCode {
  /** It is done, or it is so. */
  static final int DONE = 0;

  /** The thing asked about is not so: a broken chain, a refused consent, nothing found. */
  static final int NOT_SO = 1;

  /** It could not be done: bad arguments, cannot open, not running. */
  static final int NOT_DONE = 2;

  /** The person interrupted it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}

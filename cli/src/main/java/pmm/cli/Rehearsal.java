package pmm.cli;

/**
 * Runs several commands in one process. The start cache of the command holds what the one process
 * has loaded that made it, so {@code bin/train} has it load what several of them need.
 */
final class Rehearsal {
  private Rehearsal() {}

  /** Takes one command in each argument, its words parted by blanks; none has blanks in a word. */
  public static void main(String[] commands) {
    Main.quieten();
    int exitCode = ExitCode.DONE;
    for (String command : commands) {
      try (Shell shell = Main.shell(System.getenv())) {
        exitCode = Math.max(exitCode, CommandTree.run(shell, command.split(" ")));
      }
    }
    System.exit(exitCode);
  }
}

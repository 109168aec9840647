package pmm.cli;

/** What is done if the command is left, as by Ctrl-C, while something is under way. */
final class Leaving implements AutoCloseable {
  private final Thread hook;

  Leaving(Runnable action) {
    hook = new Thread(action, "leave");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** It has ended by itself. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is being left right now.
    }
  }
}

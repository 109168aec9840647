package pmm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The pmm command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    // The command prints plain messages itself; what the libraries log concerns nobody here.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    java.util.logging.LogManager.getLogManager().reset();
    int exitCode;
    try (Shell shell = shell(System.getenv())) {
      exitCode = CommandTree.run(shell, arguments);
    }
    System.exit(exitCode);
  }

  private static Shell shell(Map<String, String> environment) {
    boolean outIsTerminal = isTerminal(1);
    Screen screen =
        new Screen(
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            outIsTerminal,
            isTerminal(2),
            outIsTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM")));
    return new Shell(environment, screen, System.in, isTerminal(0));
  }

  /**
   * A result is UTF-8 wherever it goes: a C locale would turn every umlaut into a question mark.
   */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return System.console() != null;
    }
  }
}

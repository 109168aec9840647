package pmm.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The file that a command is about, of which nothing needs to run. */
final class MindArgument {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A mind.db; this mind's own if not given.")
  @Nullable Path file;

  /** Whether none was given. */
  boolean isOwn() {
    return file == null;
  }

  /** The file that was given, or the one of the home. */
  Path of(Shell shell) {
    Path given = file;
    return given == null ? own(shell) : given;
  }

  static Path own(Shell shell) {
    return shell.homeFolder().resolve("mind.db");
  }
}

package pmm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The version of the product and of what it runs on. */
@Command(footer = {"  pmm version"})
final class VersionCommand implements Callable<Integer> {
  private final Shell shell;

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.screen().result("pmm " + version() + " (Java " + Runtime.version().feature() + ")");
    return ExitCode.DONE;
  }

  /** The version in the jar's manifest; "in development" where there is no jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "in development" : version;
  }
}

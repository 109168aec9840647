package pmm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens the page with a one-time code, or prints the address that holds it. */
@Command(footer = {"  pmm open", "  pmm open --print"})
final class OpenCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--print",
      description = "Print the address instead. It lets one browser in, within 60 seconds.")
  boolean print;

  OpenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.runningMesh();
    Browser browser = new Browser(shell);
    String address = browser.loginAddress();
    if (print) {
      shell.screen().result(address);
      return ExitCode.DONE;
    }
    if (!browser.open(address)) {
      throw Failure.notDone(
          "No browser could be opened from here. This prints an address that lets one in: "
              + shell.commandLine("open --print"));
    }
    shell.screen().result("Opened " + Browser.plain(address));
    return ExitCode.DONE;
  }
}

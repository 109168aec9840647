package pmm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** pmm itself: what all commands share, and the list of them. */
@Command(name = "pmm")
final class RootCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(names = "--version", description = "Show the version.")
  boolean version;

  RootCommand(Shell shell) {
    this.shell = shell;
  }

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The mind's folder (else PMM_HOME, else ~/.pmm).")
  void home(Path home) {
    shell.chooseHome(home);
  }

  @Option(
      names = "--yes",
      scope = ScopeType.INHERIT,
      description = "Answer yes where the command asks whether to go on.")
  void yes(boolean yes) {
    shell.sayYes(yes);
  }

  @Override
  public Integer call() {
    if (version) {
      return new VersionCommand(shell).call();
    }
    overview().forEach(shell.screen()::result);
    return ExitCode.DONE;
  }

  /** What "pmm" and "pmm --help" print. */
  static List<String> overview() {
    List<String> lines = new ArrayList<>();
    lines.add("pmm: a mind of your own, in one file on this device.");
    lines.add("");
    lines.add("  pmm start                  start it and open it in the browser");
    lines.add("  pmm chat                   talk with it here");
    String group = "";
    for (CommandTree command : CommandTree.values()) {
      if (!command.group().equals(group)) {
        group = command.group();
        lines.add("");
        lines.add(group + ":");
      }
      lines.add("  " + Text.pad(command.id(), 12) + command.summary());
    }
    lines.addAll(
        List.of(
            "",
            "Everywhere:",
            "  --help      what a command does, with examples",
            "  --home DIR  the mind's folder (else PMM_HOME, else ~/.pmm)",
            "  --yes       answer yes where a command asks whether to go on",
            "",
            "Results go to standard output, everything else to standard error.",
            "Exit codes: 0 done; 1 what was asked about is not so; 2 it could not be done."));
    return lines;
  }
}

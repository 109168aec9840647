package pmm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops the four processes, whoever asks first, and says what remains. */
@Command(footer = {"  pmm stop"})
final class StopCommand implements Callable<Integer> {
  private final Shell shell;

  StopCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Supervision supervision = shell.supervision();
    if (!supervision.anyRuns()) {
      shell.screen().result("PMM was not running.");
      return ExitCode.DONE;
    }
    stop(supervision);
    shell.screen().result("PMM has stopped. " + remains());
    return ExitCode.DONE;
  }

  /** Stops what runs and returns once it is gone. */
  void stop(Supervision supervision) {
    List<String> stubborn = new ArrayList<>();
    for (Service service : Service.stopOrder()) {
      shell.screen().progress("Stopping: " + service.id() + "…");
      if (!supervision.stop(service)) {
        stubborn.add(service.id());
      }
    }
    shell.screen().clearProgress();
    if (!stubborn.isEmpty()) {
      throw Failure.notDone(
          "Still running after 30 s: "
              + String.join(", ", stubborn)
              + ". Try again, or see: "
              + shell.commandLine("logs"));
    }
  }

  private String remains() {
    Path file = shell.home().file("mind.db");
    if (!Files.exists(file)) {
      return "There is no mind yet: it begins with the first message.";
    }
    return Files.exists(file.resolveSibling("mind.db-wal"))
        ? "Beside " + file + " lies mind.db-wal, which belongs to it: keep both together."
        : "The mind is one single file: " + file;
  }
}

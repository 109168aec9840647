package pmm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.cli.Mesh.Health;

/**
 * Each service: whether it is ready, its process, its port, since when, and how often it had to be
 * started again.
 */
@Command(
    footer = {
      "  pmm status",
      "  pmm status --json",
      "",
      "Exit code 0: all four are ready. 1: not running, or not all of it."
    })
final class StatusCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  StatusCommand(Shell shell) {
    this.shell = shell;
  }

  /**
   * One service as it is now.
   *
   * @param state how it is kept running
   * @param health how it answers
   * @param address where it listens; empty if it does not
   */
  private record Line(Service service, Supervision.State state, Health health, String address) {
    boolean ready() {
      return health == Health.READY && !state.unwatched();
    }

    String word() {
      if (state.unwatched()) {
        return "not watched";
      }
      if (ready()) {
        return "ready";
      }
      if (state.refused()) {
        return "refused to run";
      }
      if (!state.supervised()) {
        return "stopped";
      }
      return switch (state.state()) {
        case "waiting" -> "waits to be started again";
        default -> health == Health.WAITING ? "waits for the others" : "does not answer yet";
      };
    }

    String port() {
      return address.substring(address.lastIndexOf(':') + 1);
    }

    String restarts() {
      if (state.restarts() == 0) {
        return "";
      }
      return "restarted "
          + Text.count(state.restarts(), "time")
          + ", last exit "
          + state.lastExit();
    }
  }

  @Override
  public Integer call() {
    Supervision supervision = shell.supervision();
    List<Line> lines = new ArrayList<>();
    for (Service service : Service.values()) {
      Supervision.State state = supervision.state(service);
      // In containers nothing is supervised here, yet each service says where it is.
      String address = shell.address(service);
      Health health = address.isEmpty() ? Health.SILENT : shell.mesh().health(service);
      lines.add(new Line(service, state, health, address));
    }
    boolean ready = lines.stream().allMatch(Line::ready);
    if (json) {
      shell.screen().json(document(lines, ready));
    } else {
      tell(lines, ready);
    }
    return ready ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private void tell(List<Line> lines, boolean ready) {
    Screen screen = shell.screen();
    if (lines.stream()
        .noneMatch(line -> line.state().supervised() || line.state().unwatched() || line.ready())) {
      screen.result(shell.notRunning().text());
      lines.stream()
          .filter(line -> line.state().refused())
          .forEach(line ->
              screen.result(
                  "The "
                      + line.service().id()
                      + " refused to run the last time. See: "
                      + shell.commandLine("logs " + line.service().id())));
      return;
    }
    screen.result(
        ready
            ? screen.green("PMM is running") + " in " + shell.homeFolder()
            : screen.yellow("Not all of PMM is ready") + " in " + shell.homeFolder());
    screen.table(lines.stream().map(this::row).toList());
    if (lines.stream().anyMatch(line -> line.state().unwatched())) {
      screen.result(
          "What is not watched would not come back if it ended. Repair it with: "
              + shell.commandLine("start"));
    }
    if (lines.stream().anyMatch(line -> line.state().refused())) {
      screen.result(
          "Why a service refused to run is in its log. See: " + shell.commandLine("logs"));
    }
  }

  private List<String> row(Line line) {
    Screen screen = shell.screen();
    String word = line.ready() ? screen.green(line.word()) : screen.yellow(line.word());
    List<String> row = new ArrayList<>(List.of("  " + line.service().id(), word));
    line.state()
        .process()
        .ifPresent(process -> {
          row.add(line.port().isEmpty() ? "no port yet" : "port " + line.port());
          row.add("process " + process.pid());
          row.add("for " + When.span(Duration.between(process.since(), shell.clock().instant())));
        });
    while (!line.restarts().isEmpty() && row.size() < 5) {
      row.add("");
    }
    row.add(screen.yellow(line.restarts()));
    return row;
  }

  private Map<String, @Nullable Object> document(List<Line> lines, boolean ready) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("ready", ready);
    document.put("home", shell.homeFolder().toString());
    document.put("services", lines.stream().map(StatusCommand::document).toList());
    return document;
  }

  private static Map<String, @Nullable Object> document(Line line) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("service", line.service().id());
    fields.put("ready", line.ready());
    fields.put("watched", line.state().supervised());
    fields.put("alive", line.health() != Health.SILENT);
    fields.put("state", line.state().state().isEmpty() ? "never_run" : line.state().state());
    fields.put("pid", line.state().process().map(ProcessRecord::pid).orElse(null));
    fields.put("address", line.address().isEmpty() ? null : line.address());
    fields.put(
        "since", line.state().process().map(process -> process.since().toString()).orElse(null));
    fields.put("restarts", line.state().restarts());
    fields.put(
        "last_exit",
        line.state().lastExit().isEmpty() ? null : Integer.valueOf(line.state().lastExit()));
    return fields;
  }
}

package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.provider.v1.CheckModelsRequest;
import pmm.provider.v1.ModelCheck;

/** Looks for what may be wrong, and says how to mend each. */
@Command(
    footer = {
      "  pmm doctor",
      "  pmm doctor --json",
      "",
      "Exit code 0: nothing is in the way. 1: something is."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<DeviceChecks.Check> checks = new ArrayList<>(new DeviceChecks(shell).all());
    boolean runs = !shell.variable("PMM_RUN_DIR").isBlank() || shell.supervision().anyRuns();
    if (runs) {
      checks.add(new DeviceChecks(shell).ledger());
      checks.addAll(models());
    } else {
      checks.add(
          DeviceChecks.Check.note(
              "models",
              "not asked: PMM is not running. Start it with: " + shell.commandLine("start")));
    }
    boolean well = checks.stream().allMatch(DeviceChecks.Check::well);
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("well", well);
      document.put("checks", checks.stream().map(DeviceChecks.Check::document).toList());
      shell.screen().json(document);
    } else {
      tell(checks, well);
    }
    return well ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private List<DeviceChecks.Check> models() {
    boolean offline = Problems.isOffline(shell);
    try {
      return shell
          .mesh()
          .models()
          .withDeadlineAfter(2, java.util.concurrent.TimeUnit.MINUTES)
          .checkModels(CheckModelsRequest.getDefaultInstance())
          .getChecksList()
          .stream()
          .map(check -> check(check, offline, shell))
          .toList();
    } catch (StatusRuntimeException e) {
      return List.of(
          DeviceChecks.Check.bad("models", "", Problems.explain(e, shell).text(), "NOT_ASKED"));
    }
  }

  /** What was found about one model, with what to do about it. */
  static DeviceChecks.Check check(ModelCheck check, boolean offline, Shell shell) {
    String id = Text.oneLine(check.getModelId());
    String words = Text.oneLine(check.getMessage());
    String state = ProtoJson.word(check.getState().getValueDescriptor());
    return switch (check.getState()) {
      case STATE_READY -> DeviceChecks.Check.good(id, words.isEmpty() ? "can be used." : words);
      case STATE_NOT_ASKED ->
          DeviceChecks.Check.note(
              id,
              words
                  + (offline
                      ? " Leave offline mode with: " + shell.commandLine("offline off")
                      : " Allow it with: "
                          + shell.commandLine(
                              "consent grant " + check.getHost() + " --purpose test")));
      case STATE_NOT_PULLED ->
          DeviceChecks.Check.bad(
              id, words, "pull it: " + shell.commandLine("model pull " + id), state);
      case STATE_KEY_MISSING ->
          DeviceChecks.Check.bad(
              id,
              words,
              "add it again with its key: "
                  + shell.commandLine("model add " + id + " --replace --key-stdin"),
              state);
      case STATE_FORWARDS ->
          DeviceChecks.Check.bad(
              id,
              words,
              "choose one that runs here: " + shell.commandLine("model list --suggested"),
              state);
      case STATE_FAILED ->
          DeviceChecks.Check.bad(
              id, words, "try it with: " + shell.commandLine("model test " + id), state);
      case STATE_NOT_RUNNING,
          STATE_NOT_INSTALLED,
          STATE_OUTSIDE_CONTAINER,
          STATE_HOST_UNKNOWN,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          DeviceChecks.Check.bad(id, words, "", state);
    };
  }

  private void tell(List<DeviceChecks.Check> checks, boolean well) {
    Screen screen = shell.screen();
    screen.result(
        well ? screen.green("Nothing is in the way.") : screen.yellow("Something is in the way."));
    for (DeviceChecks.Check check : checks) {
      String mark =
          !check.well() ? screen.yellow("!") : check.noted() ? screen.dim("·") : screen.green("✓");
      screen.result("  " + mark + " " + check.what() + ": " + check.words());
      if (!check.fix().isEmpty()) {
        screen.result("      " + check.fix());
      }
    }
  }
}

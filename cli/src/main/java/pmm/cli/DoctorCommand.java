package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
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
      "  pmm doctor --preview",
      "  pmm doctor --pack pmm-doctor.zip",
      "",
      "Exit code 0: nothing is in the way. 1: something is."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  @Option(
      names = "--pack",
      paramLabel = "FILE",
      description =
          "Also write what helps to find a fault, as a ZIP: findings, settings, names of files, logs."
              + " No word of the mind and no key.")
  @Nullable Path pack;

  @Option(
      names = "--preview",
      description = "Show what --pack would write, file by file, and write nothing.")
  boolean preview;

  DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (pack != null) {
      WholeFile.check(pack.toAbsolutePath());
    }
    List<DoctorCheck> checks = look();
    boolean well = checks.stream().allMatch(DoctorCheck::well);
    String document = Json.print(document(checks, well));
    DiagnosticPack files = new DiagnosticPack(shell, document);
    if (preview) {
      files.files().forEach(this::show);
    } else if (json) {
      shell.screen().result(document);
    } else {
      tell(checks, well);
    }
    if (pack != null && !preview) {
      save(files, pack.toAbsolutePath());
    }
    return well ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private List<DoctorCheck> look() {
    List<DoctorCheck> checks = new ArrayList<>(new DeviceChecks(shell).all());
    if (shell.reachesServices()) {
      checks.add(new MindChecks(shell).running());
      checks.addAll(models());
    } else {
      checks.addAll(new MindChecks(shell).atRest());
      checks.add(
          DoctorCheck.note(
              "models",
              "not asked: PMM is not running. Start it with: " + shell.commandLine("start")));
    }
    return checks;
  }

  private void save(DiagnosticPack files, Path target) throws IOException {
    files.write(target);
    shell
        .screen()
        .say(
            "Wrote "
                + target
                + ". Look at it before you hand it on: "
                + shell.commandLine("doctor --preview"));
  }

  private void show(String name, String text) {
    Screen screen = shell.screen();
    screen.result(screen.green("== " + name));
    screen.result(Text.safe(text));
  }

  private static Map<String, @Nullable Object> document(List<DoctorCheck> checks, boolean well) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("well", well);
    document.put("checks", checks.stream().map(DoctorCheck::document).toList());
    return document;
  }

  private List<DoctorCheck> models() {
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
      return List.of(DoctorCheck.bad("models", "", Problems.explain(e, shell).text(), "NOT_ASKED"));
    }
  }

  /** What was found about one model, with what to do about it. */
  static DoctorCheck check(ModelCheck check, boolean offline, Shell shell) {
    String id = Text.oneLine(check.getModelId());
    String words = Text.oneLine(check.getMessage());
    String state = ProtoJson.word(check.getState().getValueDescriptor());
    return switch (check.getState()) {
      case STATE_READY -> DoctorCheck.good(id, words.isEmpty() ? "can be used." : words);
      case STATE_NOT_ASKED ->
          DoctorCheck.note(
              id,
              words
                  + (offline
                      ? " Leave offline mode with: " + shell.commandLine("offline off")
                      : " Allow it with: "
                          + shell.commandLine(
                              "consent grant " + check.getHost() + " --purpose test")));
      case STATE_NOT_PULLED ->
          DoctorCheck.bad(id, words, "pull it: " + shell.commandLine("model pull " + id), state);
      case STATE_KEY_MISSING ->
          DoctorCheck.bad(
              id,
              words,
              "add it again with its key: "
                  + shell.commandLine("model add " + id + " --replace --key-stdin"),
              state);
      case STATE_FORWARDS ->
          DoctorCheck.bad(
              id,
              words,
              "choose one that runs here: " + shell.commandLine("model list --suggested"),
              state);
      case STATE_FAILED ->
          DoctorCheck.bad(
              id, words, "try it with: " + shell.commandLine("model test " + id), state);
      case STATE_NOT_RUNNING,
          STATE_NOT_INSTALLED,
          STATE_OUTSIDE_CONTAINER,
          STATE_HOST_UNKNOWN,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          DoctorCheck.bad(id, words, "", state);
    };
  }

  private void tell(List<DoctorCheck> checks, boolean well) {
    Screen screen = shell.screen();
    screen.result(
        well ? screen.green("Nothing is in the way.") : screen.yellow("Something is in the way."));
    for (DoctorCheck check : checks) {
      String mark =
          !check.well() ? screen.yellow("!") : check.noted() ? screen.dim("·") : screen.green("✓");
      screen.result("  " + mark + " " + check.what() + ": " + check.words());
      if (!check.fix().isEmpty()) {
        screen.result("      " + check.fix());
      }
    }
  }
}

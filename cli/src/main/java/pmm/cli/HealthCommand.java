package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.Mind;
import pmm.provider.v1.GetLimitsRequest;
import pmm.provider.v1.GetLimitsResponse;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.NetworkMode;
import pmm.rpc.RemoteProblem;

/** Whether all is well, one sentence a matter. */
@Command(
    footer = {
      "  pmm health",
      "  pmm health --json",
      "",
      "Exit code 0: all is well. 1: something needs care."
    })
final class HealthCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  HealthCommand(Shell shell) {
    this.shell = shell;
  }

  /**
   * One matter.
   *
   * @param well whether nothing needs to be done about it
   * @param words sentences
   * @param command what to type about it; empty if there is nothing to do
   * @param facts what programs can read of it
   */
  private record Matter(
      String matter,
      boolean well,
      String words,
      String command,
      Map<String, ? extends @Nullable Object> facts) {
    Matter(String matter, boolean well, String words, String command) {
      this(matter, well, words, command, Map.of());
    }

    Matter(String matter, boolean well, String words) {
      this(matter, well, words, "");
    }
  }

  @Override
  public Integer call() {
    Mesh mesh = shell.runningMesh();
    List<Matter> matters = new ArrayList<>();
    matters.add(services(mesh));
    ask(matters, "file", () -> file(info(mesh)));
    ask(matters, "history", () -> history(info(mesh)));
    ask(matters, "snapshots", () -> snapshots(info(mesh)));
    ask(matters, "backup", () -> backup(info(mesh)));
    ask(matters, "promises", () -> promises(mesh));
    ask(matters, "network", () -> network(mesh));
    ask(matters, "models", () -> models(mesh));
    boolean well = matters.stream().allMatch(Matter::well);
    if (json) {
      shell.screen().json(document(matters, well));
    } else {
      tell(matters, well);
    }
    return well ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  /** A service that is away leaves the other matters as they are. */
  private static void ask(List<Matter> matters, String matter, Supplier<Matter> answer) {
    try {
      matters.add(answer.get());
    } catch (StatusRuntimeException e) {
      String why =
          RemoteProblem.from(e)
              .filter(problem -> problem.reason().equals("NOT_READY"))
              .map(RemoteProblem::message)
              .orElse("cannot be asked right now.");
      matters.add(new Matter(matter, false, why));
    }
  }

  private static GetLedgerInfoResponse info(Mesh mesh) {
    return mesh.ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
  }

  private static Matter promises(Mesh mesh) {
    Mind mind = mesh.mind().getMind(GetMindRequest.getDefaultInstance()).getMind();
    return new Matter("promises", true, MindWords.promises(mind.getCommitments()) + ".");
  }

  private Matter services(Mesh mesh) {
    List<String> absent = new ArrayList<>();
    for (Service service : Service.values()) {
      if (mesh.health(service) != Mesh.Health.READY) {
        absent.add(service.id());
      }
    }
    return new Matter(
        "services",
        absent.isEmpty(),
        absent.isEmpty() ? "all four are ready." : "not ready: " + String.join(", ", absent) + ".",
        absent.isEmpty() ? "" : shell.commandLine("status"));
  }

  private static Matter file(GetLedgerInfoResponse file) {
    if (!file.getProblem().isEmpty()) {
      return new Matter("file", false, Text.oneLine(file.getProblem()));
    }
    return new Matter(
        "file",
        true,
        file.getEventCount() == 0
            ? "not there yet; it begins with the first message."
            : Text.count(file.getEventCount(), "event")
                + " in "
                + file.getPath()
                + ", "
                + Text.size(file.getSizeBytes())
                + ".");
  }

  private Matter history(GetLedgerInfoResponse file) {
    List<String> sentences = new ArrayList<>();
    if (!file.getHistoryDoubted()) {
      sentences.add(checked(file));
    }
    if (file.hasSignedHead()) {
      sentences.add(
          "Signed to event "
              + file.getSignedHead().getEventCount()
              + " of "
              + file.getEventCount()
              + ".");
    }
    file.getWarningsList().forEach(warning -> sentences.add(Text.oneLine(warning)));
    boolean check = file.getHistoryDoubted() || (!file.hasVerifyTime() && file.getEventCount() > 0);
    return new Matter(
        "history",
        !file.getHistoryDoubted(),
        String.join(" ", sentences),
        check ? shell.commandLine("verify") : "");
  }

  private static String checked(GetLedgerInfoResponse file) {
    if (file.getEventCount() == 0) {
      return "nothing to check yet.";
    }
    return file.hasVerifyTime()
        ? "found whole at " + When.minute(file.getVerifyTime()) + "."
        : "not checked since the start.";
  }

  private Matter snapshots(GetLedgerInfoResponse file) {
    CopyHealth.Words words = CopyHealth.snapshots(file, shell.clock().instant());
    return matter("snapshots", words, "snapshot drill");
  }

  private Matter backup(GetLedgerInfoResponse file) {
    CopyHealth.Words words = CopyHealth.backup(file, shell.clock().instant());
    return matter("backup", words, "backup DIR");
  }

  private Matter matter(String matter, CopyHealth.Words words, String command) {
    return new Matter(
        matter, words.well(), words.text(), words.due() ? shell.commandLine(command) : "");
  }

  private static Matter network(Mesh mesh) {
    GetNetworkResponse network = mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance());
    String mode =
        network.getMode() == NetworkMode.NETWORK_MODE_OFFLINE
            ? "offline. "
            : "nothing leaves but what you allow. ";
    return new Matter("network", true, mode + NetworkWords.left(network));
  }

  private static Matter models(Mesh mesh) {
    GetLimitsResponse limits = mesh.network().getLimits(GetLimitsRequest.getDefaultInstance());
    return new Matter(
        "models", LimitWords.well(limits), LimitWords.text(limits), "", ProtoJson.of(limits));
  }

  private void tell(List<Matter> matters, boolean well) {
    Screen screen = shell.screen();
    screen.result(well ? screen.green("All is well.") : screen.yellow("Something needs care."));
    List<List<String>> rows = new ArrayList<>();
    for (Matter matter : matters) {
      String mark = matter.well() ? screen.green("✓") : screen.yellow("!");
      rows.add(List.of("  " + mark, matter.matter(), matter.words()));
      if (!matter.command().isEmpty()) {
        rows.add(List.of("", "", matter.command()));
      }
    }
    screen.table(rows);
  }

  private static Object document(List<Matter> matters, boolean well) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("well", well);
    for (Matter matter : matters) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>(matter.facts());
      told.put("well", matter.well());
      told.put("words", matter.words());
      told.put("command", matter.command());
      document.put(matter.matter(), told);
    }
    return document;
  }
}

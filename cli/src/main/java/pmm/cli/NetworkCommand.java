package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.provider.v1.Attempt;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ListAttemptsResponse;
import pmm.provider.v1.NetworkMode;

/** Every use of the network, and every use that was refused. */
@Command(footer = {"  pmm network", "  pmm network --since 7d", "  pmm network --json"})
final class NetworkCommand implements Callable<Integer> {
  private static final int USUAL = 50;

  private final Shell shell;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then on: 2h, 3d, today, 2026-11-22 (default: the newest 50).")
  @Nullable String since;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  NetworkCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ListAttemptsRequest.Builder request = ListAttemptsRequest.newBuilder();
    if (since != null) {
      request.setSince(When.timestamp(When.past(since, shell.clock()))).setPageSize(200);
    } else {
      request.setPageSize(USUAL);
    }
    Mesh mesh = shell.runningMesh();
    GetNetworkResponse network = mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance());
    List<Attempt> attempts = attempts(mesh, request);
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>(ProtoJson.of(network));
      document.put("attempts", ProtoJson.list(attempts));
      shell.screen().json(document);
      return ExitCode.DONE;
    }
    tell(network);
    shell.screen().table(attempts.stream().map(this::row).toList());
    return ExitCode.DONE;
  }

  private List<Attempt> attempts(Mesh mesh, ListAttemptsRequest.Builder request) {
    List<Attempt> attempts = new ArrayList<>();
    do {
      ListAttemptsResponse page = mesh.network().listAttempts(request.build());
      attempts.addAll(page.getAttemptsList());
      request.setPageToken(page.getNextPageToken());
    } while (since != null && !request.getPageToken().isEmpty());
    return attempts;
  }

  private void tell(GetNetworkResponse network) {
    Screen screen = shell.screen();
    screen.result(
        network.getMode() == NetworkMode.NETWORK_MODE_OFFLINE
            ? screen.green("Offline") + ": nothing leaves this device, whatever is allowed."
            : "Nothing leaves this device but what you allow. See: "
                + shell.commandLine("consent list"));
    screen.result(
        network.getRemoteCallsToday() == 0
            ? "Nothing has left this device today"
                + (network.hasLastRemoteTime()
                    ? "; the last time was " + When.minute(network.getLastRemoteTime()) + "."
                    : ", nor ever before.")
            : Text.count(network.getRemoteCallsToday(), "call")
                + " left this device today, to "
                + String.join(", ", network.getHostsTodayList())
                + ".");
    if (network.getDeclaredCallsToday() > 0) {
      screen.result(
          Text.count(network.getDeclaredCallsToday(), "call")
              + " today to programs that you said run on this device.");
    }
    screen.result("");
  }

  private List<String> row(Attempt attempt) {
    Screen screen = shell.screen();
    String outcome =
        Text.oneLine(attempt.getOutcome())
            + (attempt.getReason().isEmpty() ? "" : ": " + Text.oneLine(attempt.getReason()));
    return List.of(
        String.format(Locale.ROOT, "%6d", attempt.getEventId()),
        When.minute(attempt.getCreateTime()),
        Text.oneLine(attempt.getHost()),
        Text.oneLine(attempt.getPurpose()),
        String.join("+", attempt.getDataClassesList()),
        attempt.getOutcome().equals("refused")
            ? "nothing sent"
            : Text.size(attempt.getSentBytes())
                + " out, "
                + Text.size(attempt.getReceivedBytes())
                + " in",
        attempt.getOutcome().equals("done") ? outcome : screen.yellow(outcome));
  }
}

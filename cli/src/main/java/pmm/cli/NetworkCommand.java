package pmm.cli;

import java.time.Instant;
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
import pmm.provider.v1.GetTotalsRequest;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ListAttemptsResponse;
import pmm.provider.v1.Total;

/** Every use of the network, every use that was refused, and the sums by day and destination. */
@Command(
    footer = {
      "  pmm network",
      "  pmm network --since 7d",
      "  pmm network --json",
      "",
      "Bytes are those of what was asked and answered, without headers.",
      "Asking an Ollama that is proved to be on this device what it has is not in the list: it leaves no device."
    })
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
    List<Total> totals = totals(mesh);
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>(ProtoJson.of(network));
      document.put("totals", ProtoJson.list(totals));
      document.put("attempts", ProtoJson.list(attempts));
      shell.screen().json(document);
      return ExitCode.DONE;
    }
    new NetworkWords(shell.screen()).tell(network, shell.commandLine("consent list"));
    if (!totals.isEmpty()) {
      shell.screen().table(totals.stream().map(this::row).toList());
      shell.screen().result("");
    }
    shell.screen().table(attempts.stream().map(this::row).toList());
    if (!totals.isEmpty() || !attempts.isEmpty()) {
      shell.screen().say(shell.screen().dim("Bytes are counted without headers."));
    }
    return ExitCode.DONE;
  }

  /** Of the same time as the attempts; of today, if none is given. */
  private List<Total> totals(Mesh mesh) {
    Instant first = When.past(since == null ? "today" : since, shell.clock());
    return mesh.network()
        .getTotals(GetTotalsRequest.newBuilder().setSince(When.timestamp(first)).build())
        .getTotalsList();
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

  private List<String> row(Total total) {
    return List.of(
        total.getDay(),
        Text.oneLine(total.getHost()),
        switch (total.getLocality()) {
          case LOCALITY_PROVED -> "on this device";
          case LOCALITY_DECLARED -> "on this device, as you said";
          case LOCALITY_REMOTE, LOCALITY_UNSPECIFIED, UNRECOGNIZED -> "elsewhere";
        },
        Text.count(total.getCalls(), "call")
            + (total.getRefused() == 0 ? "" : ", " + total.getRefused() + " refused")
            + (total.getUnsent() == 0 ? "" : ", " + total.getUnsent() + " not sent"),
        Text.size(total.getSentBytes()) + " out, " + Text.size(total.getReceivedBytes()) + " in");
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

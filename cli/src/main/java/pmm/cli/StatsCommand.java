package pmm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.mind.v1.Mind;

/** The mind in figures, each said in words. */
@Command(footer = {"  pmm stats", "  pmm stats --at 100", "  pmm stats --json"})
final class StatsCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin AtOption at = new AtOption();

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  StatsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Mesh mesh = shell.runningMesh();
    GetLedgerInfoResponse file =
        mesh.ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
    Mind mind = at.ask(mesh, event -> MindCommand.mind(mesh, event));
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      if (at.isNow()) {
        // What the file was like at an event nobody has kept.
        document.put("ledger", ProtoJson.of(file));
      }
      document.put("mind", ProtoJson.of(mind));
      shell.screen().json(document);
      return ExitCode.DONE;
    }
    if (file.getEventCount() == 0) {
      shell.screen().result("There is nothing to count: the mind begins with the first message.");
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    if (at.isNow()) {
      rows.add(List.of("age", age(file)));
    }
    rows.add(
        List.of("events", number(mind.getThroughEventId()) + ", each sealed to the one before"));
    if (at.isNow()) {
      rows.add(List.of("file", Text.size(file.getSizeBytes())));
    }
    rows.add(List.of("messages", number(mind.getMessageCount()) + " exchanged here"));
    rows.add(
        List.of(
            "memories",
            number(mind.getMemoryCount())
                + " kept, "
                + number(mind.getProposedMemoryCount())
                + " waiting for your word"));
    rows.add(List.of("promises", MindWords.promises(mind.getCommitments())));
    rows.add(List.of("growth", MindWords.grown(mind.getStage())));
    rows.add(List.of("models", "switched " + Text.count(mind.getModelSwitchCount(), "time")));
    shell.screen().table(rows);
    return ExitCode.DONE;
  }

  private String age(GetLedgerInfoResponse file) {
    return When.span(Duration.between(When.instant(file.getCreateTime()), shell.clock().instant()))
        + ", since "
        + When.minute(file.getCreateTime());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

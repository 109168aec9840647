package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.Mind;
import pmm.mind.v1.Stage;
import pmm.mind.v1.Trait;

/** What the mind is like: worked out from its events, for any of them. */
@Command(
    footer = {"  pmm mind", "  pmm mind --at 100", "  pmm mind --history", "  pmm mind --json"})
final class MindCommand implements Callable<Integer> {
  private static final int BAR = 20;

  private final Shell shell;

  @Mixin AtOption at = new AtOption();

  @Option(names = "--history", description = "What moved it, and by which events, newest first.")
  boolean history;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "With --history: the most steps to show (default: 50).")
  int limit;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  MindCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw Failure.notDone("Not a number of steps: " + limit + " (expected: 1 or more)");
    }
    if (history && !at.isNow()) {
      throw Failure.notDone("Say only one of --history, --at");
    }
    Mesh mesh = shell.runningMesh();
    if (history) {
      new MindHistory(mesh, shell.screen()).tell(limit, json);
      return ExitCode.DONE;
    }
    Mind mind = at.ask(mesh, event -> mind(mesh, event));
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(mind));
      return ExitCode.DONE;
    }
    if (mind.getThroughEventId() == 0) {
      screen.result(
          "The mind has not begun: it does with the first message. Say something: "
              + shell.commandLine("chat"));
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", mind.getName().isEmpty() ? "none yet" : Text.oneLine(mind.getName())));
    if (!mind.getPersonName().isEmpty()) {
      rows.add(List.of("you", Text.oneLine(mind.getPersonName())));
    }
    rows.add(List.of("stage", MindWords.stage(mind.getStage())));
    rows.add(List.of("sense of itself", figure(mind, mind.getIas(), "IAS")));
    rows.add(List.of("growing", figure(mind, mind.getGas(), "GAS")));
    rows.add(List.of("speaks through", Text.oneLine(mind.getModelId())));
    rows.add(
        List.of(
            "memories",
            mind.getMemoryCount() + " kept, " + mind.getProposedMemoryCount() + " proposed"));
    rows.add(List.of("promises", MindWords.promises(mind.getCommitments())));
    rows.add(List.of("messages", String.format(Locale.ROOT, "%,d", mind.getMessageCount())));
    rows.add(List.of("as of", "event " + mind.getThroughEventId()));
    screen.table(rows);
    screen.result("");
    screen.table(mind.getTraitsList().stream().map(MindCommand::row).toList());
    return ExitCode.DONE;
  }

  /** The mind after an event; 0 for now. */
  static Mind mind(Mesh mesh, long event) {
    return mesh.mind().getMind(GetMindRequest.newBuilder().setAtEventId(event).build()).getMind();
  }

  private static List<String> row(Trait trait) {
    int filled = (int) Math.round(BAR * trait.getScore());
    return List.of(
        Text.oneLine(trait.getName()),
        "█".repeat(filled) + "░".repeat(BAR - filled),
        String.format(Locale.ROOT, "%.2f", trait.getScore()));
  }

  /** The scores start near 0 and mean something only once the mind has left its first stage. */
  private static String figure(Mind mind, double score, String name) {
    if (mind.getStage() == Stage.STAGE_S0) {
      return String.format(Locale.ROOT, "too early to say (%s %.3f)", name, score);
    }
    return String.format(Locale.ROOT, "%.0f %% (%s %.3f)", 100 * score, name, score);
  }
}

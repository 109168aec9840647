package pmm.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.mind.v1.RebuildRequest;
import pmm.mind.v1.RebuildResponse;
import pmm.rpc.Deadlines;

/** Everything the mind is, folded again from its first event. */
@Command(
    footer = {
      "  pmm rebuild",
      "",
      "Exit code 0: it is what it was. 1: what was kept was not what the events give; it is now."
    })
final class RebuildCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Shell shell;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  RebuildCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    RebuildResponse rebuilt =
        Deadlines.within(PATIENCE, shell.runningMesh().mind())
            .rebuild(RebuildRequest.getDefaultInstance());
    boolean same = rebuilt.getProjectionHashBefore().equals(rebuilt.getProjectionHashAfter());
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(rebuilt));
    } else {
      screen.result(
          "Worked out anew from %s in %s s: %s"
              .formatted(
                  Text.count(rebuilt.getThroughEventId(), "event"),
                  String.format(Locale.ROOT, "%.1f", rebuilt.getElapsedMs() / 1000.0),
                  same
                      ? "the mind is what it was."
                      : "what was kept was not what the events give. It is now."));
    }
    return same ? ExitCode.DONE : ExitCode.NOT_SO;
  }
}

package pmm.cli;

import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.mind.v1.Failure;
import pmm.mind.v1.ReflectRequest;
import pmm.mind.v1.ReflectResponse;
import pmm.mind.v1.Reflected;

/** Has the mind look back once, now. */
@Command(footer = {"  pmm reflect", "  pmm reflect --json"})
final class ReflectCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  ReflectCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Reflected reflected = reflect();
    shell.screen().clearProgress();
    if (json) {
      shell.screen().json(ProtoJson.of(reflected));
      return exitCode(reflected);
    }
    switch (reflected.getResult()) {
      case RESULT_WRITTEN -> tell(reflected);
      case RESULT_FAILED -> throw pmm.cli.Failure.notSo(why(reflected));
      case RESULT_NOTHING, RESULT_REFUSED, RESULT_MALFORMED, RESULT_UNSPECIFIED, UNRECOGNIZED ->
          shell.screen().result(Text.oneLine(reflected.getMessage()));
    }
    return exitCode(reflected);
  }

  private Reflected reflect() {
    Iterator<ReflectResponse> parts =
        shell
            .runningMesh()
            .reflections()
            .reflect(
                ReflectRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build());
    while (parts.hasNext()) {
      ReflectResponse part = parts.next();
      if (part.hasReflected()) {
        return part.getReflected();
      }
      shell.screen().progress("Looking back…");
    }
    throw pmm.cli.Failure.notDone(
        "The reflection ended without saying how. See the log with: pmm logs mind");
  }

  private void tell(Reflected reflected) {
    Screen screen = shell.screen();
    reflected.getObservationsList().forEach(each -> screen.result("- " + Text.oneLine(each)));
    List<Long> events = reflected.getDerivedEventIdsList();
    screen.result(
        "Event "
            + reflected.getEventId()
            + (events.isEmpty()
                ? "."
                : ", and what followed: " + Text.count(events.size(), "event") + " after it.")
            + " See: "
            + shell.commandLine("events show " + reflected.getEventId()));
  }

  /** What a reflection may send has to be named: it is more than one message. */
  private String why(Reflected reflected) {
    Failure failure = reflected.getFailure();
    String message = Text.oneLine(reflected.getMessage());
    if (failure.getReason().equals("CONSENT_REQUIRED")) {
      return "You have not allowed a reflection to go to "
          + failure.getHost()
          + ", so nothing was sent. Allow it with: "
          + shell.commandLine(
              "consent grant "
                  + failure.getHost()
                  + " --purpose reflection --data "
                  + String.join(",", failure.getDataClassesList()));
    }
    return failure.getReason().equals(Turn.OFFLINE) ? Problems.offline(message, shell) : message;
  }

  private static int exitCode(Reflected reflected) {
    return switch (reflected.getResult()) {
      case RESULT_WRITTEN, RESULT_NOTHING -> ExitCode.DONE;
      case RESULT_FAILED, RESULT_REFUSED, RESULT_MALFORMED, RESULT_UNSPECIFIED, UNRECOGNIZED ->
          ExitCode.NOT_SO;
    };
  }
}

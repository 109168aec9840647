package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.mind.v1.Autonomy;
import pmm.mind.v1.Autonomy.State;
import pmm.mind.v1.GetAutonomyRequest;
import pmm.mind.v1.SetAutonomyRequest;

/** Whether the mind does anything without being spoken to. Each change is an event. */
@Command(
    footer = {
      "  pmm autonomy status",
      "  pmm autonomy on --quiet 22:00-07:00 --budget 20000",
      "  pmm autonomy pause"
    })
final class AutonomyCommand {
  private static final String NO_HOURS = "none";
  private static final long UNSAID = -1;

  private final Shell shell;

  AutonomyCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "on",
      description = "Let the mind reflect by itself, after new talk and within your limits.",
      footer = {"  pmm autonomy on", "  pmm autonomy on --quiet 22:00-07:00 --budget 20000"})
  int on(
      @Option(
              names = "--quiet",
              paramLabel = "HOURS",
              description = "When it must not, such as 22:00-07:00; none for no such hours.")
          @Nullable String quiet,
      @Option(
              names = "--budget",
              paramLabel = "TOKENS",
              defaultValue = "-1",
              description = "The most tokens a day that its reflections may take.")
          long budget) {
    SetAutonomyRequest.Builder request = request(State.STATE_ON);
    if (quiet != null) {
      request.setQuietHours(quiet.equals(NO_HOURS) ? "" : quiet);
    }
    if (budget != UNSAID) {
      request.setTokensPerDay(budget);
    }
    return set(request, "The mind reflects by itself now.");
  }

  @Command(
      name = "off",
      description = "Have the mind do nothing by itself, as it was at first.",
      footer = {"  pmm autonomy off"})
  int off() {
    return set(request(State.STATE_OFF), "The mind does nothing by itself.");
  }

  @Command(
      name = "pause",
      description = "Have it do nothing by itself until you resume it.",
      footer = {"  pmm autonomy pause"})
  int pause() {
    return set(request(State.STATE_PAUSED), "Paused.");
  }

  @Command(
      name = "resume",
      description = "Go on after a pause.",
      footer = {"  pmm autonomy resume"})
  int resume() {
    return set(request(State.STATE_ON).setOnlyFrom(State.STATE_PAUSED), "Resumed.");
  }

  @Command(
      name = "status",
      description = "Show whether the mind reflects by itself, and when next.",
      footer = {"  pmm autonomy status", "  pmm autonomy status --json"})
  int status(@Option(names = "--json", description = "Print one JSON document.") boolean json) {
    Autonomy autonomy =
        shell
            .runningMesh()
            .reflections()
            .getAutonomy(GetAutonomyRequest.getDefaultInstance())
            .getAutonomy();
    if (json) {
      shell.screen().json(ProtoJson.of(autonomy));
    } else {
      shell.screen().table(rows(autonomy));
    }
    return ExitCode.DONE;
  }

  private static SetAutonomyRequest.Builder request(State state) {
    return SetAutonomyRequest.newBuilder()
        .setState(state)
        .setRequestId(UUID.randomUUID().toString());
  }

  private int set(SetAutonomyRequest.Builder request, String done) {
    Autonomy autonomy =
        shell.runningMesh().reflections().setAutonomy(request.build()).getAutonomy();
    shell.screen().result(done);
    if (autonomy.getState() == State.STATE_ON) {
      shell.screen().table(rows(autonomy));
    }
    return ExitCode.DONE;
  }

  private static List<List<String>> rows(Autonomy autonomy) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("autonomy", ProtoJson.word(autonomy.getState().getValueDescriptor())));
    rows.add(
        List.of(
            "quiet hours",
            autonomy.getQuietHours().isEmpty()
                ? NO_HOURS
                : autonomy.getQuietHours() + " (" + autonomy.getZone() + ")"));
    rows.add(
        List.of(
            "tokens today",
            String.format(
                Locale.ROOT, "%,d of %,d", autonomy.getTokensToday(), autonomy.getTokensPerDay())));
    rows.add(
        List.of(
            "next reflection",
            autonomy.hasNextTime() ? When.minute(autonomy.getNextTime()) : "not planned"));
    rows.add(List.of("waits for", Text.oneLine(autonomy.getWaitingFor())));
    if (autonomy.getLastReflectionEventId() > 0) {
      rows.add(List.of("last reflection", "event " + autonomy.getLastReflectionEventId()));
    }
    if (!autonomy.getLastMessage().isEmpty()) {
      rows.add(List.of("last by itself", Text.oneLine(autonomy.getLastMessage())));
    }
    return rows;
  }
}

package pmm.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.PromptTurn;
import pmm.mind.v1.Source;

/**
 * The receipt of an answer: what the mind was given. Not a claim to know the model's inner reasons.
 */
@Command(
    footer = {
      "  pmm trace 57",
      "  pmm trace 57 --prompt",
      "  pmm trace 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
    })
final class TraceCommand implements Callable<Integer> {
  private static final List<String> OUTCOMES =
      List.of("assistant_message", "generation_stopped", "generation_failed");
  private static final String CONVERSATION = "conversation_id";
  private static final int QUOTED = 60;

  private final Shell shell;

  @Parameters(
      paramLabel = "ID",
      description = "The event that holds the answer, or a conversation: every attempt in order.")
  String id = "";

  @Option(names = "--prompt", description = "Show the whole prompt, too.")
  boolean prompt;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  TraceCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    boolean oneAnswer = id.matches("#?[1-9]\\d{0,17}");
    if (!oneAnswer && !id.matches("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")) {
      throw Failure.notDone(
          "Neither an event nor a conversation: "
              + id
              + " (expected: the number of an answer's event, or a conversation's id)");
    }
    Mesh mesh = shell.runningMesh();
    List<Long> answers = oneAnswer ? List.of(Long.parseLong(id.replace("#", ""))) : attempts(mesh);
    List<GetTraceResponse> traces = answers.stream().map(event -> trace(mesh, event)).toList();
    if (json) {
      shell
          .screen()
          .json(
              oneAnswer
                  ? ProtoJson.of(traces.getFirst())
                  : Map.of("attempts", ProtoJson.list(traces)));
      return ExitCode.DONE;
    }
    for (int i = 0; i < traces.size(); i++) {
      if (i > 0) {
        shell.screen().result("");
      }
      tell(traces.get(i));
    }
    return ExitCode.DONE;
  }

  private GetTraceResponse trace(Mesh mesh, long event) {
    try {
      return mesh.conversations()
          .getTrace(GetTraceRequest.newBuilder().setEventId(event).setPrompt(prompt).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw noAnswer(mesh, event);
      }
      throw e;
    }
  }

  /** Who names a message means the answer that came after it. */
  private Failure noAnswer(Mesh mesh, long event) {
    Event found;
    try {
      found =
          mesh.ledger().getEvent(GetEventRequest.newBuilder().setEventId(event).build()).getEvent();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND
          ? Problems.noEvent(event, mesh)
          : Problems.explain(e, shell);
    }
    return Failure.notSo(
        "Event "
            + event
            + " is no answer, but: "
            + EventWords.kind(found.getKind())
            + answerAfter(mesh, found)
                .map(next -> ". The answer after it: " + shell.commandLine("trace " + next))
                .orElse(""));
  }

  /** The next answer in the conversation of an event, if it comes soon. */
  private static Optional<Long> answerAfter(Mesh mesh, Event event) {
    Object conversation = Json.object(event.getMetaJson()).get(CONVERSATION);
    return mesh
        .ledger()
        .listEvents(
            ListEventsRequest.newBuilder()
                .setPageSize(500)
                .setAfterEventId(event.getEventId())
                .addAllKinds(OUTCOMES)
                .build())
        .getEventsList()
        .stream()
        .filter(answer ->
            conversation != null
                && conversation.equals(Json.object(answer.getMetaJson()).get(CONVERSATION)))
        .map(Event::getEventId)
        .findFirst();
  }

  private List<Long> attempts(Mesh mesh) {
    List<Long> found = new ArrayList<>();
    ListEventsRequest.Builder request =
        ListEventsRequest.newBuilder().setPageSize(500).addAllKinds(OUTCOMES);
    do {
      ListEventsResponse page = mesh.ledger().listEvents(request.build());
      for (Event event : page.getEventsList()) {
        if (id.equals(Json.object(event.getMetaJson()).get(CONVERSATION))) {
          found.add(event.getEventId());
        }
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    if (found.isEmpty()) {
      throw Failure.notSo("There is no answer in a conversation " + id);
    }
    return found;
  }

  private void tell(GetTraceResponse trace) {
    Screen screen = shell.screen();
    if (trace.getOutcome() == Outcome.OUTCOME_ANSWERED && trace.getModelId().isEmpty()) {
      screen.result(
          screen.bold("Event " + trace.getEventId())
              + " was answered elsewhere and imported: no receipt tells how. What is kept of it: "
              + shell.commandLine("events show " + trace.getEventId()));
      return;
    }
    screen.result(
        screen.bold("Event " + trace.getEventId())
            + (trace.getOutcome() == Outcome.OUTCOME_UNSPECIFIED
                ? trace.getRules().startsWith("pmm-summary/")
                    ? ", a summary"
                    : ", from looking back"
                : ", the answer to event " + trace.getUserEventId() + ": " + outcome(trace)));
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("  model", Text.oneLine(trace.getModelId()) + ", " + where(trace.getLocality())));
    if (!trace.getModelDigest().isEmpty()) {
      rows.add(List.of("  digest", trace.getModelDigest()));
    }
    rows.add(
        List.of(
            "  tokens",
            String.format(
                Locale.ROOT,
                "%,d read, %,d written%s",
                trace.getPromptTokens(),
                trace.getAnswerTokens(),
                trace.getTokensEstimated() ? " (estimated)" : "")));
    if (trace.hasWindow()) {
      rows.add(List.of("  window", WindowWords.of(trace.getWindow())));
    }
    rows.addAll(WorkWords.rows(trace));
    if (trace.getElapsedMs() > 0) {
      rows.add(
          List.of("  took", String.format(Locale.ROOT, "%.1f s", trace.getElapsedMs() / 1000.0)));
    }
    if (trace.getNetworkAttemptEventId() > 0) {
      rows.add(List.of("  network", "event " + trace.getNetworkAttemptEventId()));
    }
    rows.add(List.of("  prompt", confirmation(trace)));
    trace.getLeftOutList().forEach(text -> rows.add(List.of("  left out", Text.oneLine(text))));
    screen.table(rows);
    if (trace.getSourcesCount() > 0) {
      screen.result("  It was given:");
      screen.table(trace.getSourcesList().stream().map(TraceCommand::row).toList());
    }
    trace.getPromptList().forEach(this::show);
  }

  private static List<String> row(Source source) {
    return List.of(
        String.format(Locale.ROOT, "%8d", source.getEventId()),
        section(source.getSection()),
        source.getScore() == 0 ? "" : String.format(Locale.ROOT, "%.2f", source.getScore()),
        source.getFromPerson() ? "you" : "it",
        Text.fit(source.getText(), QUOTED));
  }

  private void show(PromptTurn turn) {
    shell.screen().result("");
    shell.screen().result(shell.screen().bold(Text.oneLine(turn.getRole())));
    shell.screen().result(Text.safe(turn.getText()).indent(2).stripTrailing());
  }

  private static String outcome(GetTraceResponse trace) {
    return switch (trace.getOutcome()) {
      case OUTCOME_ANSWERED -> "answered";
      case OUTCOME_STOPPED -> "stopped by you";
      case OUTCOME_FAILED -> "failed";
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "not ended";
    };
  }

  private static String section(String section) {
    return switch (section) {
      case "frame" -> "a name";
      case "memory" -> "a memory";
      case "commitment" -> "a promise";
      case "recall" -> "recalled";
      case "summary" -> "a summary";
      case "turn" -> "said before";
      case "message" -> "the message";
      default -> section;
    };
  }

  private static String where(String locality) {
    return switch (locality) {
      case "builtin" -> "a part of PMM, on this device";
      case "proved" -> "proved to be on this device";
      case "declared" -> "on this device, as you said";
      case "remote" -> "elsewhere";
      default -> "where is not known";
    };
  }

  private static String confirmation(GetTraceResponse trace) {
    return switch (trace.getConfirmation()) {
      case CONFIRMATION_CONFIRMED -> "rebuilt now, and it is the one that was given";
      case CONFIRMATION_NO_LONGER_POSSIBLE ->
          "can no longer be confirmed: a part of it was forgotten";
      case CONFIRMATION_DIFFERS -> "DIFFERS from the one that was given";
      case CONFIRMATION_UNSPECIFIED, UNRECOGNIZED -> "none was given";
    };
  }
}

package pmm.cli;

import com.google.protobuf.Message;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.CloseCommitmentRequest;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.Commitment.State;
import pmm.mind.v1.CommitmentFigure;
import pmm.mind.v1.CommitmentServiceGrpc.CommitmentServiceBlockingStub;
import pmm.mind.v1.ConfirmCommitmentRequest;
import pmm.mind.v1.GetCommitmentFiguresRequest;
import pmm.mind.v1.GetCommitmentFiguresResponse;
import pmm.mind.v1.GetCommitmentRequest;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListCommitmentsResponse;
import pmm.mind.v1.RejectCommitmentRequest;
import pmm.mind.v1.SnoozeCommitmentRequest;
import pmm.mindstate.DueGrammar;

/** What the mind has promised, what it seems to promise, and the person's word about both. */
@Command(
    footer = {
      "  pmm commitments list",
      "  pmm commitments confirm 57",
      "  pmm commitments close 61 --evidence 90",
      "  pmm commitments snooze 61 next week"
    })
final class CommitmentsCommand {
  private static final List<State> CURRENT = List.of(State.STATE_OPEN, State.STATE_PROPOSED);
  private static final List<State> ALL =
      List.of(
          State.STATE_OPEN,
          State.STATE_PROPOSED,
          State.STATE_CLOSED,
          State.STATE_EXPIRED,
          State.STATE_REJECTED);

  private final Shell shell;

  CommitmentsCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List open promises, and what waits for your word, newest first.",
      footer = {
        "  pmm commitments list",
        "  pmm commitments list --at 100",
        "  pmm commitments list --all --json"
      })
  int list(
      @Option(names = "--all", description = "Also those that are over.") boolean all,
      @Option(names = "--overdue", description = "Only those past their time.") boolean overdue,
      @Mixin AtOption at,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    Mesh mesh = shell.runningMesh();
    ListCommitmentsRequest.Builder request =
        ListCommitmentsRequest.newBuilder()
            .setPageSize(200)
            .addAllStates(all ? ALL : CURRENT)
            .setOverdueOnly(overdue);
    List<Commitment> found = new ArrayList<>();
    do {
      ListCommitmentsResponse page =
          at.ask(mesh, event -> mesh.mind().listCommitments(request.setAtEventId(event).build()));
      found.addAll(page.getCommitmentsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    if (json) {
      shell.screen().json(Map.of("commitments", ProtoJson.list(found)));
    } else if (found.isEmpty()) {
      shell.screen().result(all ? "No promises yet." : "No promise is open.");
    } else {
      shell.screen().table(found.stream().map(this::row).toList());
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description = "Show one promise, or what seems to be one.",
      footer = {"  pmm commitments show 61"})
  int show(
      @Parameters(
              paramLabel = "ID",
              description = "Its number in the list.",
              converter = EventId.class)
          Long id,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    Commitment found =
        commitments()
            .getCommitment(GetCommitmentRequest.newBuilder().setCommitmentId(id(id)).build())
            .getCommitment();
    if (json) {
      return print(found);
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("promise", Text.safe(found.getText())));
    rows.add(List.of("state", state(found)));
    rows.add(List.of("since", When.minute(found.getCreateTime())));
    if (found.hasDueTime()) {
      rows.add(List.of("due", When.minute(found.getDueTime())));
    }
    if (found.hasExpireTime()) {
      rows.add(List.of("expires", When.minute(found.getExpireTime())));
    }
    if (found.getEpisode() > 1) {
      rows.add(List.of("made", found.getEpisode() + " times"));
    }
    addEvent(rows, "from", found.getSourceEventId());
    if (found.getState() == Commitment.State.STATE_CLOSED && found.getEvidenceEventId() == 0) {
      rows.add(List.of("evidence", "none: it was said to be kept, and no event shows it"));
    }
    addEvent(rows, "evidence", found.getEvidenceEventId());
    addEvent(rows, "ended by", found.getCloseEventId());
    shell.screen().table(rows);
    return ExitCode.DONE;
  }

  @Command(
      name = "figures",
      description = "Show how well promises are kept, and what each figure means.",
      footer = {"  pmm commitments figures"})
  int figures(@Option(names = "--json", description = "Print one JSON document.") boolean json) {
    GetCommitmentFiguresResponse response =
        commitments().getCommitmentFigures(GetCommitmentFiguresRequest.getDefaultInstance());
    if (json) {
      return print(response);
    }
    shell.screen().result(response.getHealthText() + ".");
    shell.screen().table(response.getFiguresList().stream().map(CommitmentsCommand::row).toList());
    return ExitCode.DONE;
  }

  @Command(
      name = "confirm",
      description = "Say that a sentence is a promise.",
      footer = {
        "  pmm commitments confirm 57",
        "  pmm commitments confirm 57 --text \"Ask about the exam\""
      })
  int confirm(
      @Parameters(
              paramLabel = "ID",
              description = "Its number in the list.",
              converter = EventId.class)
          Long id,
      @Option(
              names = "--text",
              paramLabel = "TEXT",
              description = "What is promised, in other words.")
          @Nullable String text,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    ConfirmCommitmentRequest request =
        ConfirmCommitmentRequest.newBuilder()
            .setCommitmentId(id(id))
            .setText(text == null ? "" : text)
            .setRequestId(requestId())
            .build();
    Commitment promise = commitments().confirmCommitment(request).getCommitment();
    return done(promise, "Promised, as " + promise.getCommitmentId() + due(promise), json);
  }

  @Command(
      name = "reject",
      description = "Say that a sentence is no promise.",
      footer = {"  pmm commitments reject 57"})
  int reject(
      @Parameters(
              paramLabel = "ID",
              description = "Its number in the list.",
              converter = EventId.class)
          Long id,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    RejectCommitmentRequest request =
        RejectCommitmentRequest.newBuilder()
            .setCommitmentId(id(id))
            .setRequestId(requestId())
            .build();
    return done(commitments().rejectCommitment(request).getCommitment(), "Not a promise", json);
  }

  @Command(
      name = "close",
      description = "Say that a promise was kept.",
      footer = {"  pmm commitments close 61", "  pmm commitments close 61 --evidence 90"})
  int close(
      @Parameters(
              paramLabel = "ID",
              description = "Its number in the list.",
              converter = EventId.class)
          Long id,
      @Option(
              names = "--evidence",
              paramLabel = "EVENT",
              description = "The event that shows it.",
              converter = EventId.class)
          @Nullable Long evidence,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    CloseCommitmentRequest request =
        CloseCommitmentRequest.newBuilder()
            .setCommitmentId(id(id))
            .setEvidenceEventId(evidence == null ? 0 : evidence)
            .setRequestId(requestId())
            .build();
    return done(commitments().closeCommitment(request).getCommitment(), "Kept", json);
  }

  @Command(
      name = "snooze",
      description = "Give a promise another time.",
      footer = {"  pmm commitments snooze 61 2h", "  pmm commitments snooze 61 on Friday at 5 pm"})
  int snooze(
      @Parameters(
              paramLabel = "ID",
              description = "Its number in the list.",
              converter = EventId.class)
          Long id,
      @Parameters(
              paramLabel = "TIME",
              arity = "1..*",
              description = "Such as 2h, tomorrow, next week or 2030-01-31.")
          List<String> time,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    SnoozeCommitmentRequest request =
        SnoozeCommitmentRequest.newBuilder()
            .setCommitmentId(id(id))
            .setUntilTime(When.timestamp(until(String.join(" ", time))))
            .setRequestId(requestId())
            .build();
    Commitment promise = commitments().snoozeCommitment(request).getCommitment();
    return done(promise, "Put off" + due(promise), json);
  }

  /** "Tomorrow" lasts until its end, and next week begins with its Monday. */
  private Instant until(String words) {
    OptionalLong due = DueGrammar.putOff(words, shell.clock().millis(), ZoneId.systemDefault());
    return due.isPresent()
        ? Instant.ofEpochMilli(due.getAsLong())
        : When.future(words, shell.clock());
  }

  private CommitmentServiceBlockingStub commitments() {
    return shell.runningMesh().commitments();
  }

  private int done(Commitment commitment, String words, boolean json) {
    if (json) {
      return print(commitment);
    }
    shell.screen().result(words + ": " + Text.oneLine(commitment.getText()));
    return ExitCode.DONE;
  }

  private int print(Message message) {
    shell.screen().json(ProtoJson.of(message));
    return ExitCode.DONE;
  }

  private List<String> row(Commitment commitment) {
    return List.of(
        String.format(Locale.ROOT, "%6s", commitment.getCommitmentId()),
        When.minute(commitment.getCreateTime()),
        commitment.getOverdue() ? shell.screen().yellow(state(commitment)) : state(commitment),
        commitment.hasDueTime() ? "due " + When.minute(commitment.getDueTime()) : "",
        Text.oneLine(commitment.getText()));
  }

  private static List<String> row(CommitmentFigure figure) {
    return List.of(figure.getName().replace('_', ' '), value(figure), figure.getDefinition());
  }

  private static String value(CommitmentFigure figure) {
    if (!figure.hasValue()) {
      return "-";
    }
    double value = figure.getValue();
    boolean whole = value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", value);
  }

  private static String state(Commitment commitment) {
    return switch (commitment.getState()) {
      case STATE_OPEN -> commitment.getOverdue() ? "overdue" : "open";
      case STATE_CLOSED -> "kept";
      case STATE_EXPIRED -> "let go";
      case STATE_PROPOSED -> "a promise?";
      case STATE_REJECTED -> "no promise";
      case STATE_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  private static String due(Commitment promise) {
    return promise.hasDueTime() ? ", due " + When.minute(promise.getDueTime()) : "";
  }

  private static void addEvent(List<List<String>> rows, String name, long eventId) {
    if (eventId > 0) {
      rows.add(List.of(name, "event " + eventId));
    }
  }

  private static String id(long number) {
    return Long.toString(number);
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}

package pmm.cli;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetEventRequest;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseRequest.OffRecordTurn;
import pmm.mind.v1.ConverseRequest.Retry;
import pmm.mind.v1.ConverseRequest.Say;
import pmm.mind.v1.FindForgettableRequest;
import pmm.mind.v1.FindForgettableResponse;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetGaugeRequest;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mind.v1.Message;
import pmm.mind.v1.Mind;
import pmm.mind.v1.Outcome;

/**
 * One conversation from the command's side: what is said, the question about consent, and what
 * followed.
 */
final class Talk {
  private final Shell shell;
  private final TurnRunner runner;
  private final boolean offRecord;
  private final String modelId;
  private final List<OffRecordTurn> unwritten = new ArrayList<>();
  private String conversationId;

  /**
   * @param conversationId the conversation to go on with; empty starts one
   * @param modelId the model to answer with; empty means the one selected
   */
  Talk(Shell shell, TurnRunner runner, String conversationId, boolean offRecord, String modelId) {
    this.shell = shell;
    this.runner = runner;
    this.conversationId = conversationId;
    this.offRecord = offRecord;
    this.modelId = modelId;
  }

  /**
   * Says something and returns how it ended, after asking for consent where that is needed and
   * somebody is there.
   */
  Turn say(String text) {
    Timestamp saidNow = When.timestamp(Instant.now());
    Turn turn = runner.run(saying(text, saidNow).build());
    if (!offRecord) {
      conversationId = turn.started().getConversationId();
    }
    // Once more if what would be sent has changed since it could be read.
    while (turn.needsConsent() && shell.canAsk()) {
      ConverseRequest again =
          offRecord
              ? saying(text, saidNow).build()
              : act()
                  .setRetry(Retry.newBuilder().setEventId(turn.started().getUserEventId()))
                  .build();
      if (!new ConsentQuestion(shell).ask(turn, again)) {
        break;
      }
      turn = runner.run(again);
    }
    if (offRecord) {
      remember(true, text);
      remember(false, turn.answer());
    }
    return turn;
  }

  /** The model that will be given the words. */
  String modelId(Mind mind) {
    return modelId.isEmpty() ? mind.getModelId() : modelId;
  }

  /**
   * The last messages of the conversation that is gone on with, oldest first; none in a new one.
   */
  List<Message> lastMessages(int count) {
    return conversationId.isEmpty()
        ? List.of()
        : shell
            .mesh()
            .conversations()
            .getConversation(
                GetConversationRequest.newBuilder()
                    .setConversationId(conversationId)
                    .setPageSize(count)
                    .build())
            .getMessagesList();
  }

  /** How full the model's window would be in the next turn; nothing of unkept talk is measured. */
  Optional<GetGaugeResponse> gauge() {
    return offRecord
        ? Optional.empty()
        : Optional.of(
            shell
                .mesh()
                .contexts()
                .getGauge(
                    GetGaugeRequest.newBuilder()
                        .setConversationId(conversationId)
                        .setModelId(modelId)
                        .build()));
  }

  /** The conversation; empty before the first message, and off the record. */
  String conversationId() {
    return conversationId;
  }

  /** The model to answer with; empty means the one selected. */
  String modelId() {
    return modelId;
  }

  /** What came to light in a turn and what followed from it, one line each. */
  List<String> notes(Turn turn) {
    List<String> notes = new ArrayList<>();
    if (!turn.drift().isEmpty()) {
      notes.add(turn.drift());
    }
    if (!turn.forgotten().isEmpty()) {
      notes.add(turn.forgotten());
    }
    turn.finished().getOpenedCommitmentIdsList().forEach(id -> notes.add(note(Long.parseLong(id))));
    turn.finished()
        .getClosedCommitmentIdsList()
        .forEach(id -> notes.add("promise kept: " + words(Long.parseLong(id))));
    turn.finished().getDerivedEventIdsList().forEach(id -> notes.add(note(id)));
    return notes.stream().distinct().toList();
  }

  /** What the person has asked to be forgotten, and how to confirm it. */
  Optional<String> forgettable(Turn turn) {
    long message = turn.started().getUserEventId();
    FindForgettableResponse found =
        message == 0
            ? FindForgettableResponse.getDefaultInstance()
            : shell
                .mesh()
                .memories()
                .findForgettable(
                    FindForgettableRequest.newBuilder().setUserEventId(message).build());
    if (!found.getAsked()) {
      return Optional.empty();
    }
    StringBuilder ids = new StringBuilder();
    found.getCandidatesList().forEach(each -> ids.append(' ').append(each.getEventId()));
    return Optional.of(
        ids.isEmpty()
            ? "nothing was found to forget"
            : "nothing is forgotten yet; see it and confirm: " + shell.commandLine("forget" + ids));
  }

  /** Why there is no answer, or no whole one; empty if there is. */
  String trouble(Turn turn) {
    pmm.mind.v1.Failure failure = turn.failure();
    if (turn.finished().getOutcome() == Outcome.OUTCOME_STOPPED) {
      return turn.answer().isEmpty()
          ? "Stopped before its first word."
          : "Stopped; what was written until then is kept.";
    }
    if (turn.finished().getOutcome() != Outcome.OUTCOME_FAILED) {
      return Wordless.why(turn.answer(), turn.finished());
    }
    if (turn.needsConsent()) {
      return shell.canAsk()
          ? ""
          : Problems.consentNeeded(failure.getHost(), failure.getPurpose(), shell);
    }
    String message =
        failure.getMessage().isEmpty()
            ? "There is no answer: " + failure.getReason()
            : Text.oneLine(failure.getMessage());
    if (failure.getReason().equals(Turn.OFFLINE)) {
      return Problems.offline(message, shell);
    }
    return turn.answer().isEmpty() || offRecord
        ? message
        : message + " What was written until then is kept.";
  }

  private ConverseRequest.Builder saying(String text, Timestamp said) {
    ConverseRequest.Builder request = act().setSay(Say.newBuilder().setText(text));
    return offRecord
        ? request.setOffRecord(true).addAllOffRecordTurns(unwritten).setAskTime(said)
        : request;
  }

  private ConverseRequest.Builder act() {
    return ConverseRequest.newBuilder()
        .setConversationId(conversationId)
        .setRequestId(UUID.randomUUID().toString())
        .setModelId(modelId);
  }

  private void remember(boolean fromPerson, String text) {
    if (!text.isEmpty()) {
      unwritten.add(OffRecordTurn.newBuilder().setFromPerson(fromPerson).setText(text).build());
    }
  }

  private String note(long eventId) {
    Event event = event(eventId);
    String note = EventWords.kind(event.getKind()) + ": " + EventWords.text(event);
    return switch (event.getKind()) {
      case "memory_proposed" ->
          note + " (" + decision(eventId, Json.object(event.getMetaJson()).get("memory_id")) + ")";
      case "commitment_proposed" ->
          note + " (confirm it: " + shell.commandLine("commitments confirm " + eventId) + ")";
      default -> note;
    };
  }

  private String decision(long proposalId, @Nullable Object wrongId) {
    return wrongId instanceof Number
        ? "in place of what is kept: "
            + shell.commandLine("memory correct " + wrongId + " --by " + proposalId)
        : "keep it: " + shell.commandLine("memory keep " + proposalId);
  }

  private String words(long eventId) {
    return EventWords.text(event(eventId));
  }

  private Event event(long id) {
    return shell
        .mesh()
        .ledger()
        .getEvent(GetEventRequest.newBuilder().setEventId(id).build())
        .getEvent();
  }
}

package pmm.mind.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmm.ledger.v1.Event;
import pmm.mind.conversation.Outcomes.Kind;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Work;
import pmm.mind.identity.ModelSelection;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.ToolCall;

/** The last message of a turn, made from the events that it left behind. */
final class FinishedView {
  private static final Set<String> NO_RESULT =
      Set.of(
          "trait_changed",
          "stage_changed",
          "marker_malformed",
          "claim_recorded",
          "claim_refused",
          "commitment_expired");

  private FinishedView() {}

  static Finished of(Outcomes.Outcome outcome, List<Event> stored) {
    Finished.Builder finished = fromEvents(stored).toBuilder();
    List<Work.Call> calls = outcome.work().calls();
    for (int i = 0; i < calls.size(); i++) {
      finished.getToolCallsBuilder(i).setArguments(calls.get(i).arguments());
    }
    if (outcome.kind() == Kind.FAILED && outcome.ending().failure() != null) {
      finished.setFailure(Prompts.toProto(outcome.ending().failure(), outcome.context()));
    }
    return finished.build();
  }

  /** The drift comes first among the events, if there is one; then the outcome and what follows. */
  static Finished fromEvents(List<Event> stored) {
    boolean drifted = ModelSelection.isDrift(stored.getFirst());
    List<Event> events = drifted ? stored.subList(1, stored.size()) : stored;
    Event outcome = events.getFirst();
    JsonNode meta = Events.meta(outcome);
    Finished.Builder finished =
        Finished.newBuilder()
            .setOutcome(outcome(outcome.getKind()))
            .setOutcomeEventId(outcome.getEventId())
            .setDriftEventId(drifted ? stored.getFirst().getEventId() : 0)
            .setPromptTokens(meta.path("usage").path("prompt_tokens").asInt())
            .setAnswerTokens(meta.path("usage").path("answer_tokens").asInt())
            .setTokensEstimated(meta.path("usage").path("estimated").asBoolean())
            .setFinishReason(meta.path("finish_reason").asText())
            .setPromptCut(meta.path("prompt_cut").asBoolean())
            .setReasoningBytes(meta.path("reasoning_bytes").asLong())
            .addAllToolCalls(toolCalls(meta));
    meta.path("forgotten_event_ids").forEach(id -> finished.addForgottenEventIds(id.asLong()));
    if (meta.has("failure")) {
      finished.setFailure(Prompts.toProto(Failure.read(meta), null));
    }
    finished.setActsText(ActWords.of(outcome, events.subList(1, events.size())));
    for (Event event : events.subList(1, events.size())) {
      addDerived(finished, event);
    }
    return finished.build();
  }

  /** The event which says that the model of this outcome is another one than it was, if it is. */
  static Optional<Event> drift(Event outcome, EventReader reader) {
    return Events.meta(outcome).path("model_digest").asText().isEmpty()
        ? Optional.empty()
        : reader.find(outcome.getEventId() - 1).filter(ModelSelection::isDrift);
  }

  /** What the model asked to be called, as the receipt has it. */
  static List<ToolCall> toolCalls(JsonNode meta) {
    return meta.path("tool_calls")
        .valueStream()
        .map(call ->
            ToolCall.newBuilder()
                .setCallId(call.path("call_id").asText())
                .setName(call.path("name").asText())
                .setArgumentBytes(call.path("argument_bytes").asLong())
                .build())
        .toList();
  }

  static Outcome outcome(String kind) {
    return switch (kind) {
      case "assistant_message" -> Outcome.OUTCOME_ANSWERED;
      case "generation_stopped" -> Outcome.OUTCOME_STOPPED;
      case "generation_failed" -> Outcome.OUTCOME_FAILED;
      default -> Outcome.OUTCOME_UNSPECIFIED;
    };
  }

  /** Returns whether an event of this kind says what a model was given for it. */
  static boolean hasReceipt(String kind) {
    return outcome(kind) != Outcome.OUTCOME_UNSPECIFIED || kind.equals("summary");
  }

  private static void addDerived(Finished.Builder finished, Event event) {
    switch (event.getKind()) {
      case "commitment_opened" ->
          finished.addOpenedCommitmentIds(Long.toString(event.getEventId()));
      case "commitment_closed" ->
          finished.addClosedCommitmentIds(Events.meta(event).path("commitment_id").asText());
      default -> {
        if (!NO_RESULT.contains(event.getKind())) {
          finished.addDerivedEventIds(event.getEventId());
        }
      }
    }
  }
}

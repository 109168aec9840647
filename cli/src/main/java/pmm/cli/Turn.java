package pmm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Opened;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.Failure;
import pmm.mind.v1.Outcome;

/**
 * One exchange, as it ended.
 *
 * @param started what it belongs to
 * @param opened who answered; the default message if nobody did
 * @param answer the words of the answer, as far as they came
 * @param finished how it ended
 */
record Turn(Started started, Opened opened, String answer, Finished finished) {
  /** The person has turned the network off. */
  static final String OFFLINE = "OFFLINE";

  private static final String CONSENT_REQUIRED = "CONSENT_REQUIRED";

  /** Whether it waits for the person to say what may leave. */
  boolean needsConsent() {
    return finished.getOutcome() == Outcome.OUTCOME_FAILED
        && failure().getReason().equals(CONSENT_REQUIRED);
  }

  /** Whether there is no answer because the person's own rules are against it. */
  private boolean refused() {
    return needsConsent() || failure().getReason().equals(OFFLINE);
  }

  Failure failure() {
    return finished.getFailure();
  }

  /** That what it was given was forgotten while it was written; empty if nothing was. */
  String forgotten() {
    return finished.getForgottenEventIdsCount() == 0
        ? ""
        : "You forgot something while this was written, which it was given: event "
            + finished.getOutcomeEventId()
            + " may still hold those words (pmm forget). Nothing it asked for was done.";
  }

  /** That the model is another one than it was under its name; empty if it is not. */
  String drift() {
    return finished.getDriftEventId() == 0
        ? ""
        : Text.oneLine(opened.getModelId())
            + " is not quite the model it was: its file has changed since it was last used. Your"
            + " mind is the same.";
  }

  /** The words of the answer, or what it did in their place. */
  String shown() {
    return answer.isBlank() ? Text.oneLine(finished.getActsText()) : answer;
  }

  int exitCode() {
    return switch (finished.getOutcome()) {
      case OUTCOME_ANSWERED -> shown().isBlank() ? ExitCode.NOT_SO : ExitCode.DONE;
      case OUTCOME_STOPPED -> ExitCode.INTERRUPTED;
      default -> refused() ? ExitCode.NOT_SO : ExitCode.NOT_DONE;
    };
  }

  /** The exchange as one JSON document. */
  Map<String, @Nullable Object> document() {
    Map<String, @Nullable Object> model = new LinkedHashMap<>();
    model.put(
        "model_id", opened.getModelId().isEmpty() ? started.getModelId() : opened.getModelId());
    model.put("model_digest", opened.getModelDigest());
    model.put("locality", opened.getLocality());
    Map<String, @Nullable Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", finished.getPromptTokens());
    usage.put("answer_tokens", finished.getAnswerTokens());
    usage.put("estimated", finished.getTokensEstimated());
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("answer", answer);
    document.put("acts_text", finished.getActsText());
    document.put("outcome", ProtoJson.word(finished.getOutcome().getValueDescriptor()));
    document.put("conversation_id", started.getConversationId());
    document.put("user_event_id", started.getUserEventId());
    document.put("outcome_event_id", finished.getOutcomeEventId());
    document.put("receipt_id", finished.getOutcomeEventId());
    document.put("attempt_id", started.getAttemptId());
    document.put("model", model);
    document.put("usage", usage);
    document.put("finish_reason", finished.getFinishReason());
    document.put("prompt_cut", finished.getPromptCut());
    document.put("reasoning_bytes", finished.getReasoningBytes());
    document.put("tool_calls", ProtoJson.list(finished.getToolCallsList()));
    document.put("drift_event_id", finished.getDriftEventId());
    document.put("forgotten_event_ids", finished.getForgottenEventIdsList());
    document.put("opened_commitment_ids", finished.getOpenedCommitmentIdsList());
    document.put("closed_commitment_ids", finished.getClosedCommitmentIdsList());
    document.put("derived_event_ids", finished.getDerivedEventIdsList());
    if (finished.hasFailure()) {
      document.put("failure", ProtoJson.of(finished.getFailure()));
    }
    return document;
  }
}

package pmm.mind.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import pmm.ledger.v1.Event;
import pmm.mind.context.ActTools;
import pmm.mind.context.Gauge;
import pmm.mind.context.Trace;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.Events;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.Source;
import pmm.mind.v1.Trait;
import pmm.mindstate.Words;

/** The receipt of an answer as it is shown. */
final class TraceView {
  private static final int LONGEST_SOURCE = 500;

  private TraceView() {}

  /** Returns what the outcome itself tells. */
  static GetTraceResponse.Builder receipt(Event outcome) {
    JsonNode meta = Events.meta(outcome);
    JsonNode receipt = meta.path("receipt");
    GetTraceResponse.Builder trace =
        GetTraceResponse.newBuilder()
            .setEventId(outcome.getEventId())
            .setUserEventId(meta.path("parent_event_id").asLong())
            .setModelId(meta.path("model_id").asText())
            .setModelDigest(meta.path("model_digest").asText())
            .setLocality(meta.path("locality").asText())
            .setPromptTokens(meta.path("usage").path("prompt_tokens").asInt())
            .setAnswerTokens(meta.path("usage").path("answer_tokens").asInt())
            .setTokensEstimated(meta.path("usage").path("estimated").asBoolean())
            .setParametersJson(
                receipt.path("parameters").isMissingNode()
                    ? "{}"
                    : receipt.path("parameters").toString())
            .setRules(receipt.path("rules").asText())
            .setPromptHash(receipt.path("prompt_hash").asText())
            .setNetworkAttemptEventId(meta.path("network_attempt_event_id").asLong())
            .setElapsedMs(meta.path("elapsed_ms").asLong())
            .setOutcome(FinishedView.outcome(outcome.getKind()))
            .addAllToolCalls(FinishedView.toolCalls(meta))
            .setReasoningBytes(meta.path("reasoning_bytes").asLong())
            .setFinishReason(meta.path("finish_reason").asText())
            .setPromptCut(meta.path("prompt_cut").asBoolean());
    receipt
        .path("traits")
        .fields()
        .forEachRemaining(trait ->
            trace.addTraits(
                Trait.newBuilder().setName(trait.getKey()).setScore(trait.getValue().asDouble())));
    Gauge.read(receipt).map(Prompts::toProto).ifPresent(trace::setWindow);
    return trace;
  }

  /** Adds what was rebuilt from the receipt of an outcome. */
  static void add(
      GetTraceResponse.Builder response, Event outcome, Trace trace, boolean withPrompt) {
    response.addAllLeftOut(trace.leftOut());
    response.setConfirmation(
        switch (trace.confirmation()) {
          case CONFIRMED -> Confirmation.CONFIRMATION_CONFIRMED;
          case NO_LONGER_POSSIBLE -> Confirmation.CONFIRMATION_NO_LONGER_POSSIBLE;
          case DIFFERS -> Confirmation.CONFIRMATION_DIFFERS;
        });
    for (pmm.mind.context.Source source : trace.sources()) {
      Source.Builder row =
          Source.newBuilder()
              .setEventId(source.eventId())
              .setSection(source.section().id())
              .setScore(source.scoreMilli() / 1000.0)
              .setText(Words.first(source.shown(), LONGEST_SOURCE))
              .setFromPerson(source.fromPerson())
              .setImported(source.imported());
      Requests.setTime(row::setCreateTime, source.tsMs());
      response.addSources(row);
    }
    if (withPrompt) {
      response.addAllPrompt(Prompts.toProto(trace.prompt()));
      String tools = Events.meta(outcome).path("receipt").path("tools").asText();
      if (tools.equals(ActTools.VERSION)) {
        response.addPrompt(Prompts.acts());
      }
    }
  }
}

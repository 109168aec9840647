package pmm.mind.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.derivation.Derivation;
import pmm.mind.derivation.DueTimes;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Speaker;
import pmm.mind.generation.Work;
import pmm.mind.identity.ModelSelection;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Pause;
import pmm.mind.ledger.RequestIds;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.ActCalls;
import pmm.mindstate.Attempt;
import pmm.mindstate.Marker;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.rpc.Problem;

/**
 * The last step of a turn: the outcome and all that follows from it, in one append, once an
 * attempt.
 */
final class Outcomes {
  private static final Logger log = LoggerFactory.getLogger(Outcomes.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Set<Code> HOPELESS =
      Set.of(Code.INVALID_ARGUMENT, Code.PERMISSION_DENIED, Code.UNIMPLEMENTED);

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final DueTimes dueTimes;

  Outcomes(
      Ledger ledger, EventReader reader, MindKeeper keeper, WriteOrder order, DueTimes dueTimes) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
    this.order = order;
    this.dueTimes = dueTimes;
  }

  /** How an attempt ended. */
  enum Kind {
    ANSWERED("assistant_message"),
    STOPPED("generation_stopped"),
    FAILED("generation_failed");

    final String event;

    Kind(String event) {
      this.event = event;
    }
  }

  /** What an attempt left behind, to be written. */
  record Outcome(
      Accepted accepted,
      @Nullable BuiltContext context,
      Kind kind,
      String text,
      Speaker speaker,
      Work work,
      Ending ending) {}

  /**
   * Writes an outcome and returns it with all that follows from it, and before it the drift that
   * came with it; while the ledger is away, or the mind is folded anew, the same request is tried
   * again.
   *
   * @param whileAway runs before each new try; answers whether there is time for one
   */
  List<Event> write(Outcome outcome, BooleanSupplier whileAway) {
    String attemptId = outcome.accepted().attemptId();
    while (true) {
      try {
        return order.inTurn(() -> writeOnce(outcome));
      } catch (StatusRuntimeException e) {
        Code code = e.getStatus().getCode();
        log.warn("The outcome of {} is not saved yet: {}", attemptId, code);
        if (HOPELESS.contains(code) || !whileAway.getAsBoolean() || !Pause.take(PAUSE)) {
          throw e;
        }
      } catch (Problem notReady) {
        log.warn("The outcome of {} is not saved yet: {}", attemptId, notReady.getMessage());
        if (!whileAway.getAsBoolean() || !Pause.take(PAUSE)) {
          throw notReady;
        }
      }
    }
  }

  private List<Event> writeOnce(Outcome outcome) {
    Accepted accepted = outcome.accepted();
    BuiltContext context = outcome.context();
    // Always: whether it is stored still only the ledger knows, after a restore or once forgotten.
    List<byte[]> blobs = context == null ? List.of() : List.of(context.frameBytes());
    List<Draft> all = new ArrayList<>();
    MindState mind = keeper.levelState();
    List<Long> forgotten = context == null ? List.of() : reader.forgotten(context.wordedIds());
    Draft draft = draft(outcome, forgotten);
    ModelSelection.drift(mind, outcome.speaker()).ifPresent(all::add);
    all.addAll(derivation(mind, outcome, forgotten).with(draft));
    List<Event> stored = append(accepted.attemptId(), draft, all, blobs, mind.through());
    keeper.take(stored);
    return stored.stream()
        .dropWhile(event -> !event.getKind().equals(draft.kind()) && !ModelSelection.isDrift(event))
        .toList();
  }

  /** What comes with an outcome must not cost the outcome itself: refused, it is left out. */
  private List<Event> append(
      String attemptId, Draft outcome, List<Draft> all, List<byte[]> blobs, long through) {
    try {
      return ledger.appendOnceUnlessForgotten(through, requestId(attemptId), all, blobs);
    } catch (StatusRuntimeException e) {
      if (all.size() == 1 || !HOPELESS.contains(e.getStatus().getCode())) {
        throw e;
      }
      log.error("What comes with the outcome of {} is refused", attemptId, e);
      return ledger.appendOnceUnlessForgotten(
          through, requestId(attemptId), List.of(outcome), blobs);
    }
  }

  private static Draft draft(Outcome outcome, List<Long> forgotten) {
    String text = unforgotten(outcome, forgotten);
    boolean wordless = outcome.kind() == Kind.FAILED && text.isEmpty();
    ObjectNode facts = facts(outcome);
    if (!forgotten.isEmpty()) {
      forgotten.forEach(facts.putArray("forgotten_event_ids")::add);
    }
    return new Draft(outcome.kind().event, wordless ? null : text, facts);
  }

  /** What went on from words that were forgotten meanwhile does not bring them back. */
  private static String unforgotten(Outcome outcome, List<Long> forgotten) {
    Accepted accepted = outcome.accepted();
    Event continued = accepted.continued();
    return continued != null && forgotten.contains(continued.getEventId())
        ? outcome.text().substring(accepted.begun().length())
        : outcome.text();
  }

  /** An answer that may hold what was forgotten meanwhile is kept, and acts on nothing. */
  private Derivation derivation(MindState mind, Outcome outcome, List<Long> forgotten) {
    Accepted accepted = outcome.accepted();
    Derivation derivation =
        derivation(mind, accepted.conversationId(), accepted.attemptId(), accepted.message());
    if (outcome.kind() == Kind.ANSWERED && ofModel(outcome) && forgotten.isEmpty()) {
      BuiltContext context = outcome.context();
      List<Marker> called =
          outcome.work().calls().stream()
              .map(call -> ActCalls.act(call.name(), call.arguments()))
              .toList();
      derivation.fromAnswer(
          outcome.text(), called, context == null ? List.of() : context.eventIds());
    }
    return derivation;
  }

  /** The message is read again: what was forgotten of it since acts on nothing. */
  private Derivation derivation(
      MindState mind, String conversationId, String attemptId, Event message) {
    Event now = reader.find(message.getEventId()).orElse(message);
    return new Derivation(mind, conversationId, attemptId, now, dueTimes);
  }

  private static boolean ofModel(Outcome outcome) {
    return !outcome.speaker().model().modelId().equals(Models.BUILT_IN);
  }

  /** Closes an attempt whose process ended before it did. Twice has the same effect as once. */
  void writeInterrupted(Attempt attempt, String modelId, Event message) {
    order.inTurn(() -> writeInterruptedOnce(attempt, modelId, message));
  }

  private MindState writeInterruptedOnce(Attempt attempt, String modelId, Event message) {
    ObjectNode meta = facts(attempt.conversationId(), attempt.userEventId(), attempt.id());
    meta.put("model_id", modelId);
    Failure.of(Failure.INTERRUPTED, "The answer was interrupted; what it had so far is lost.")
        .write(meta);
    Draft draft = new Draft(Kind.FAILED.event, null, meta);
    MindState mind = keeper.levelState();
    List<Draft> all = derivation(mind, attempt.conversationId(), attempt.id(), message).with(draft);
    return keeper.take(append(attempt.id(), draft, all, List.of(), mind.through()));
  }

  /** The same id whoever writes it, so that an attempt has one outcome also across a crash. */
  private static String requestId(String attemptId) {
    return RequestIds.derive(attemptId, "outcome");
  }

  private static ObjectNode facts(Outcome outcome) {
    Accepted accepted = outcome.accepted();
    Ending ending = outcome.ending();
    Speaker speaker = outcome.speaker();
    ObjectNode meta =
        facts(accepted.conversationId(), accepted.message().getEventId(), accepted.attemptId());
    meta.put("model_id", accepted.modelId());
    meta.put("model_digest", speaker.model().digest());
    meta.put("hash_kind", speaker.model().hashKind());
    meta.put("locality", speaker.locality());
    meta.putObject("usage")
        .put("answer_tokens", ending.answerTokens())
        .put("estimated", ending.estimated())
        .put("prompt_tokens", ending.promptTokens());
    write(outcome.work(), meta);
    meta.put("finish_reason", ending.finishReason());
    meta.put("elapsed_ms", ending.elapsedMs()).put("first_token_ms", ending.firstTokenMs());
    if (speaker.networkAttemptEventId() > 0) {
      meta.put("network_attempt_event_id", speaker.networkAttemptEventId());
    }
    if (accepted.continued() != null) {
      meta.put("continues", accepted.continued().getEventId());
    }
    if (outcome.context() != null) {
      outcome.context().writeReceipt(meta, ofModel(outcome) && !speaker.withoutTools());
    }
    if (outcome.kind() == Kind.FAILED && ending.failure() != null) {
      ending.failure().write(meta);
    }
    return meta;
  }

  /** Without the words: those of an act are in the event that it made. */
  private static void write(Work work, ObjectNode meta) {
    if (work.reasoningBytes() > 0) {
      meta.put("reasoning_bytes", work.reasoningBytes());
    }
    if (work.isPromptCut()) {
      meta.put("prompt_cut", true);
    }
    if (!work.calls().isEmpty()) {
      ArrayNode calls = meta.putArray("tool_calls");
      for (Work.Call call : work.calls()) {
        calls
            .addObject()
            .put("argument_bytes", call.argumentBytes())
            .put("call_id", call.id())
            .put("name", call.name());
      }
    }
  }

  private static ObjectNode facts(String conversationId, long userEventId, String attemptId) {
    return Draft.facts()
        .put("attempt_id", attemptId)
        .put("conversation_id", conversationId)
        .put("parent_event_id", userEventId);
  }
}

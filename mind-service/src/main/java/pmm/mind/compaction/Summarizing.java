package pmm.mind.compaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.Stretch;
import pmm.mind.context.SummaryContext;
import pmm.mind.context.SummaryContext.Material;
import pmm.mind.contract.MindReason;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.generation.Speaker;
import pmm.mind.identity.ModelSelection;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.RequestIds;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.rpc.Problem;

/**
 * Has a model sum up the begin of a conversation, and writes the summary in one append: until then
 * nothing stands in the ledger but the way out.
 */
final class Summarizing {
  private static final String SUMMARY = "summary";
  private static final int REMEMBERED = 20;

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final Generations generations;
  private final SummaryContext contexts;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Summarizing(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Generations generations) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
    this.order = order;
    this.generations = generations;
    this.contexts = new SummaryContext(reader);
  }

  /**
   * How it ended.
   *
   * @param summary the event; null if none was written
   * @param failure why not; null if it was
   * @param context what was to be sent; null if the summary was there already
   */
  record Done(@Nullable Event summary, @Nullable Failure failure, @Nullable BuiltContext context) {}

  /** Sums up what can be; the same act again is answered with what it wrote. */
  Done summarize(Conversation talk, PersonActs.By by, String modelId, SummaryHearing hearing) {
    if (!underWay.add(talk.id())) {
      throw notPossible(
          "A summary of this conversation is being written already; wait for its end.");
    }
    try {
      Optional<Event> written = written(talk.id(), by);
      return written.isPresent()
          ? new Done(written.get(), null, null)
          : generate(talk.id(), by, modelId, hearing);
    } finally {
      underWay.remove(talk.id());
    }
  }

  private Optional<Event> written(String conversationId, PersonActs.By by) {
    List<Long> newest = new ArrayList<>();
    Conversation talk = keeper.levelState().conversations().find(conversationId).orElseThrow();
    for (Map.Entry<Long, Long> summary : talk.summaries().descending()) {
      if (newest.size() == REMEMBERED) {
        break;
      }
      newest.add(summary.getValue());
    }
    return reader.all(newest).stream()
        .filter(event -> Events.meta(event).path("request_id").asText().equals(by.requestId()))
        .findFirst();
  }

  private Done generate(
      String conversationId, PersonActs.By by, String modelId, SummaryHearing hearing) {
    MindState mind = keeper.levelState();
    if (modelId.equals(Models.BUILT_IN)) {
      throw notPossible(
          "No model is chosen, and the built-in voice cannot sum up. To connect one: pmm model add ollama:NAME,"
              + " then choose it with pmm model use ollama:NAME.");
    }
    Stretch stretch =
        Stretch.of(mind, mind.conversations().find(conversationId).orElseThrow(), reader);
    if (stretch.count() == 0) {
      throw notPossible(
          "There is nothing to sum up: all but the last messages stand as a summary, or the conversation is short.");
    }
    Material material =
        contexts
            .build(mind, stretch, modelId)
            .orElseThrow(() ->
                notPossible(
                    "The window of "
                        + modelId
                        + " leaves no room to sum up this conversation; choose a model with a larger one."));
    Ending ending =
        generations
            .of(modelId)
            .run(
                new Generation.Request(
                    material.context(), modelId, by.requestId(), conversationId, SUMMARY),
                hearing);
    Failure failure = ending.failure();
    if (failure == null && !hearing.wrong(ending).isEmpty()) {
      failure = Failure.of("NO_SUMMARY", hearing.wrong(ending));
    }
    if (failure != null) {
      return new Done(null, failure, material.context());
    }
    ObjectNode facts = facts(conversationId, by, material, hearing.speaker(), ending);
    Draft draft = new Draft(SUMMARY, hearing.text(), facts);
    return order
        .inTurn(() -> write(draft, by, material, hearing.speaker()))
        .map(event -> new Done(event, null, null))
        .orElseGet(() ->
            new Done(
                null,
                Failure.of(
                    "FORGOTTEN",
                    "Something was forgotten while the summary was written, so it was not kept. Try again."),
                null));
  }

  /** What was given and was forgotten meanwhile must not come back by it. */
  private Optional<Event> write(Draft draft, PersonActs.By by, Material material, Speaker speaker) {
    MindState mind = keeper.levelState();
    if (!reader.forgotten(material.context().wordedIds()).isEmpty()) {
      return Optional.empty();
    }
    List<Draft> all = new ArrayList<>();
    ModelSelection.drift(mind, speaker).ifPresent(all::add);
    all.add(draft);
    try {
      List<Event> stored =
          ledger.appendUnlessForgotten(
              mind.through(),
              RequestIds.derive(by.requestId(), SUMMARY),
              all,
              List.of(material.context().frameBytes()));
      keeper.take(stored);
      return Optional.of(stored.getLast());
    } catch (StatusRuntimeException e) {
      if (Ledger.isFenced(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ObjectNode facts(
      String conversationId, PersonActs.By by, Material material, Speaker speaker, Ending ending) {
    ObjectNode facts = by.facts().put("conversation_id", conversationId);
    material.context().eventIds().forEach(facts.putArray("cited_event_ids")::add);
    facts.put("through_event_id", material.throughEventId());
    material.context().dataClasses().forEach(facts.putArray("data_classes")::add);
    facts.put("model_id", speaker.model().modelId());
    facts.put("model_digest", speaker.model().digest());
    facts.put("hash_kind", speaker.model().hashKind());
    facts.put("locality", speaker.locality());
    facts
        .putObject("usage")
        .put("answer_tokens", ending.answerTokens())
        .put("estimated", ending.estimated())
        .put("prompt_tokens", ending.promptTokens());
    facts.put("finish_reason", ending.finishReason()).put("elapsed_ms", ending.elapsedMs());
    if (speaker.networkAttemptEventId() > 0) {
      facts.put("network_attempt_event_id", speaker.networkAttemptEventId());
    }
    material.writeReceipt(facts);
    return facts;
  }

  private static Problem notPossible(String message) {
    return new Problem(MindReason.ACT_NOT_POSSIBLE, message);
  }
}

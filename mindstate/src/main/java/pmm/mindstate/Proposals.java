package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Sentences of the mind that may be promises: each waits for the person's word.
 *
 * @param all every proposal, by the event that proposed it
 * @param waiting those that were not decided, by their normal words
 */
public record Proposals(PersistentMap<Long, Proposal> all, PersistentMap<String, Long> waiting) {
  static final Proposals EMPTY = new Proposals(PersistentMap.empty(), PersistentMap.empty());

  /**
   * One proposal.
   *
   * @param id the event that proposed it
   * @param text the sentence
   * @param tsMs when, in milliseconds
   * @param dueMs when it would be due, in milliseconds; 0 if it names no time
   * @param sourceEventId the answer that holds the sentence; 0 if none is known
   * @param decision what the person said
   * @param decidedEventId the event that says it: a confirmed one's promise; 0 while it waits
   */
  public record Proposal(
      long id,
      String text,
      long tsMs,
      long dueMs,
      long sourceEventId,
      Decision decision,
      long decidedEventId) {

    /** Returns whether the person has not decided. */
    public boolean isWaiting() {
      return decision == Decision.NONE;
    }

    private Proposal decided(Decision as, long eventId) {
      return new Proposal(id, text, tsMs, dueMs, sourceEventId, as, eventId);
    }
  }

  /** What the person said about a proposal. */
  public enum Decision {
    NONE,
    CONFIRMED,
    REJECTED
  }

  /** Returns the proposal of that id. */
  public Optional<Proposal> find(long id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Returns whether a proposal with the same words waits. */
  public boolean isWaiting(String text) {
    return waiting.containsKey(Words.normal(text));
  }

  Proposals reduce(StateEvent event) {
    return switch (event.kind()) {
      case "commitment_proposed" ->
          event
              .words()
              .filter(text -> !isWaiting(text))
              .map(text -> proposed(event, text))
              .orElse(this);
      case "commitment_opened" -> decided(event, Decision.CONFIRMED);
      case "commitment_rejected" -> decided(event, Decision.REJECTED);
      default -> this;
    };
  }

  private Proposals proposed(StateEvent event, String text) {
    return with(
        new Proposal(
            event.id(),
            text,
            event.tsMs(),
            event.number("due_ms"),
            event.reference("source"),
            Decision.NONE,
            0));
  }

  private Proposals decided(StateEvent event, Decision as) {
    return find(event.number("proposal_id"))
        .filter(Proposal::isWaiting)
        .map(proposal -> with(proposal.decided(as, event.id())))
        .orElse(this);
  }

  private Proposals with(Proposal proposal) {
    String words = Words.normal(proposal.text());
    return new Proposals(
        all.put(proposal.id(), proposal),
        proposal.isWaiting() ? waiting.put(words, proposal.id()) : waiting.remove(words));
  }

  Iterable<JsonNode> toJson() {
    return all.rows(Proposals::toJson);
  }

  private static ObjectNode toJson(Proposal proposal) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("decided_event_id", proposal.decidedEventId())
        .put("decision", proposal.decision().name())
        .put("due_ms", proposal.dueMs())
        .put("id", proposal.id())
        .put("source_event_id", proposal.sourceEventId())
        .put("text", proposal.text())
        .put("ts_ms", proposal.tsMs());
  }

  static Proposals fromJson(Iterable<JsonNode> rows) {
    Proposals state = EMPTY;
    for (JsonNode row : rows) {
      state =
          state.with(
              new Proposal(
                  row.path("id").asLong(),
                  row.path("text").asText(),
                  row.path("ts_ms").asLong(),
                  row.path("due_ms").asLong(),
                  row.path("source_event_id").asLong(),
                  Decision.valueOf(row.path("decision").asText()),
                  row.path("decided_event_id").asLong()));
    }
    return state;
  }
}

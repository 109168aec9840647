package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;

/**
 * What the person thinks of answers. Of two opposite words the last one stands, and a word can be
 * taken back.
 *
 * @param standing by answer and word, such as "12 kind"
 * @param keys the same keys by the event that gave the word
 */
public record Feedback(PersistentMap<String, Word> standing, PersistentMap<Long, String> keys) {
  static final Feedback EMPTY = new Feedback(PersistentMap.empty(), PersistentMap.empty());

  /**
   * One word that stands.
   *
   * @param eventId the event that gave it
   * @param moved how far it moved its trait; 0 where it moved nothing
   */
  public record Word(long eventId, double moved) {}

  /** Returns a word that the person has given of an answer, if it stands. */
  public Optional<Word> find(long answerEventId, String word) {
    return Optional.ofNullable(standing.get(key(answerEventId, word)));
  }

  /** Returns the word that cannot stand beside this one: "harsh" of "kind". */
  public static String opposite(String word) {
    return switch (word) {
      case "kind" -> "harsh";
      case "harsh" -> "kind";
      case "more" -> "shorter";
      case "shorter" -> "more";
      default -> "";
    };
  }

  Feedback reduce(StateEvent event) {
    return switch (event.kind()) {
      case "feedback_given" -> given(event);
      case "trait_changed" -> moved(event);
      default -> this;
    };
  }

  private Feedback given(StateEvent event) {
    String word = event.text("feedback");
    String key = key(event.number("answer_event_id"), word);
    if (isWithdrawn(event)) {
      return without(key);
    }
    return standing.containsKey(key)
        ? this
        : without(key(event.number("answer_event_id"), opposite(word)))
            .with(key, new Word(event.id(), 0));
  }

  /** The step that a word caused names it. */
  private Feedback moved(StateEvent event) {
    Feedback after = this;
    for (long cause : Causes.read(event.id(), event.meta())) {
      String key = keys.get(cause);
      if (key != null && key.endsWith(" " + event.text("reason"))) {
        after = after.with(key, new Word(cause, event.meta().path("delta").asDouble(0)));
      }
    }
    return after;
  }

  static boolean isWithdrawn(StateEvent event) {
    return event.meta().path("withdrawn").asBoolean();
  }

  private Feedback with(String key, Word word) {
    return new Feedback(standing.put(key, word), keys.put(word.eventId(), key));
  }

  private Feedback without(String key) {
    Word word = standing.get(key);
    return word == null ? this : new Feedback(standing.remove(key), keys.remove(word.eventId()));
  }

  private static String key(long answerEventId, String word) {
    return answerEventId + " " + word;
  }

  Iterable<JsonNode> toJson() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, Word> entry : standing) {
      Word word = entry.getValue();
      rows.addArray().add(entry.getKey()).add(word.eventId()).add(word.moved());
    }
    return rows;
  }

  static Feedback fromJson(Iterable<JsonNode> rows) {
    Feedback state = EMPTY;
    for (JsonNode row : rows) {
      Word word = new Word(row.path(1).asLong(), row.path(2).asDouble());
      state = state.with(row.path(0).asText(), word);
    }
    return state;
  }
}

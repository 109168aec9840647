package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;

/**
 * What the person thought of answers.
 *
 * @param given by answer and word, such as "12 kind", the event that says so
 */
public record Feedback(PersistentMap<String, Long> given) {
  static final Feedback EMPTY = new Feedback(PersistentMap.empty());

  /** Returns the event by which the person said so of an answer, if they did. */
  public Optional<Long> find(long answerEventId, String word) {
    return Optional.ofNullable(given.get(key(answerEventId, word)));
  }

  Feedback reduce(StateEvent event) {
    if (!event.kind().equals("feedback_given")) {
      return this;
    }
    String key = key(event.number("answer_event_id"), event.text("feedback"));
    return given.containsKey(key) ? this : new Feedback(given.put(key, event.id()));
  }

  private static String key(long answerEventId, String word) {
    return answerEventId + " " + word;
  }

  Iterable<JsonNode> toJson() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, Long> entry : given) {
      rows.addArray().add(entry.getKey()).add(entry.getValue());
    }
    return rows;
  }

  static Feedback fromJson(Iterable<JsonNode> rows) {
    PersistentMap<String, Long> given = PersistentMap.empty();
    for (JsonNode row : rows) {
      given = given.put(row.path(0).asText(), row.path(1).asLong());
    }
    return new Feedback(given);
  }
}

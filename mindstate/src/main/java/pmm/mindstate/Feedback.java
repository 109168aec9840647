package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the person thinks of answers. Of two opposite words the last one stands, and a word can be
 * taken back.
 *
 * @param standing by answer and word, such as "12 kind"
 * @param keys the same keys by the event that gave the word
 * @param withdrawn the event that took a word back last, by the same keys
 */
public record Feedback(
    PersistentMap<String, Word> standing,
    PersistentMap<Long, String> keys,
    PersistentMap<String, Long> withdrawn) {
  static final Feedback EMPTY =
      new Feedback(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

  private static final List<String> WORDS = List.of("kind", "harsh", "more", "shorter");
  private static final double FINEST = 1e9;

  /**
   * One word that stands.
   *
   * @param eventId the event that gave it
   * @param moved how far it really moved its trait; 0 where it moved nothing, such as at a bound
   * @param pulse the pulse at which it acted; -1 where it did not
   */
  public record Word(long eventId, double moved, long pulse) {
    static Word given(long eventId) {
      return new Word(eventId, 0, -1);
    }
  }

  /** Returns a word that the person has given of an answer, if it stands. */
  public Optional<Word> find(long answerEventId, String word) {
    return Optional.ofNullable(standing.get(key(answerEventId, word)));
  }

  /** Returns the words that stand of an answer. */
  public List<String> of(long answerEventId) {
    return WORDS.stream().filter(word -> find(answerEventId, word).isPresent()).toList();
  }

  /** Returns the event that took a word back last; 0 if none did. */
  public long withdrawnBy(long answerEventId, String word) {
    Long event = withdrawn.get(key(answerEventId, word));
    return event == null ? 0 : event;
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

  /** Takes an event in, given what the traits were before it and are after it. */
  Feedback reduce(StateEvent event, Traits before, Traits after) {
    return switch (event.kind()) {
      case "feedback_given" -> given(event);
      case "trait_changed" -> moved(event, before, after);
      default -> this;
    };
  }

  private Feedback given(StateEvent event) {
    String word = event.text("feedback");
    String key = key(event.number("answer_event_id"), word);
    if (isWithdrawn(event)) {
      return standing.containsKey(key) ? without(key).withdrawing(key, event.id()) : this;
    }
    return standing.containsKey(key)
        ? this
        : without(key(event.number("answer_event_id"), opposite(word)))
            .with(key, Word.given(event.id()));
  }

  /** The step that a word caused names it. */
  private Feedback moved(StateEvent event, Traits before, Traits after) {
    double moved =
        Trait.of(event.text("trait"))
            .map(trait -> rounded(after.score(trait) - before.score(trait)))
            .orElse(0.0);
    Feedback next = this;
    for (long cause : Causes.read(event.id(), event.meta())) {
      String key = keys.get(cause);
      if (key != null && key.endsWith(" " + event.text("reason"))) {
        next = next.with(key, new Word(cause, moved, after.pulses()));
      }
    }
    return next;
  }

  private static double rounded(double step) {
    return Math.round(step * FINEST) / FINEST;
  }

  static boolean isWithdrawn(StateEvent event) {
    return event.meta().path("withdrawn").asBoolean();
  }

  private Feedback with(String key, Word word) {
    return new Feedback(standing.put(key, word), keys.put(word.eventId(), key), withdrawn);
  }

  private Feedback without(String key) {
    Word word = standing.get(key);
    return word == null
        ? this
        : new Feedback(standing.remove(key), keys.remove(word.eventId()), withdrawn);
  }

  private Feedback withdrawing(String key, long eventId) {
    return new Feedback(standing, keys, withdrawn.put(key, eventId));
  }

  private static String key(long answerEventId, String word) {
    return answerEventId + " " + word;
  }

  /** Returns [answer and word, event, moved, pulse] and, of those taken back, the first two. */
  Iterable<JsonNode> toJson() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, Word> entry : standing) {
      Word word = entry.getValue();
      ArrayNode row = rows.addArray().add(entry.getKey()).add(word.eventId());
      row.add(word.moved()).add(word.pulse());
    }
    for (Map.Entry<String, Long> entry : withdrawn) {
      rows.addArray().add(entry.getKey()).add(entry.getValue());
    }
    return rows;
  }

  static Feedback fromJson(Iterable<JsonNode> rows) {
    Feedback state = EMPTY;
    for (JsonNode row : rows) {
      String key = row.path(0).asText();
      long event = row.path(1).asLong();
      state =
          row.size() == 2
              ? state.withdrawing(key, event)
              : state.with(key, new Word(event, row.path(2).asDouble(), row.path(3).asLong()));
    }
    return state;
  }
}

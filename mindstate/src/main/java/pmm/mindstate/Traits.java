package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the mind is inclined. Only trait_changed events move a score; what follows from the rules is
 * in {@link TraitRules}.
 *
 * @param scores one for each {@link Trait}, in its order
 * @param pulses how many exchanges were completed, and reflections that changed something
 * @param calm the events that completed the last ones, as far as they had nothing open and nothing
 *     malformed or refused; at most {@value TraitRules#CALM_PULSES}, oldest first
 * @param lastActed at which pulse each reason last moved something
 */
public record Traits(
    List<Double> scores, long pulses, List<Long> calm, PersistentMap<String, Long> lastActed) {
  static final Traits EMPTY =
      new Traits(List.of(0.5, 0.5, 0.5, 0.5, 0.5), 0, List.of(), PersistentMap.empty());
  private static final double LEAST = 0.01;
  private static final double MOST_AT_ONCE = 0.05;

  /** Copies the lists. */
  public Traits {
    scores = List.copyOf(scores);
    calm = List.copyOf(calm);
  }

  /** Returns how strong a trait is, from 0.01 to 1. */
  public double score(Trait trait) {
    return scores.get(trait.ordinal());
  }

  /** Takes an event in, given what the person thought of answers before it. */
  Traits reduce(StateEvent event, boolean anythingOpen, Feedback feedback) {
    return switch (event.kind()) {
      case "assistant_message", "reflection" ->
          Growth.isPulse(event) ? pulsed(event.id(), anythingOpen) : this;
      case "commitment_opened", "marker_malformed", "claim_refused" ->
          new Traits(scores, pulses, List.of(), lastActed);
      case "feedback_given" -> Feedback.isWithdrawn(event) ? without(event, feedback) : this;
      case "trait_changed" -> Trait.of(event.text("trait")).map(t -> moved(t, event)).orElse(this);
      default -> this;
    };
  }

  private Traits pulsed(long eventId, boolean anythingOpen) {
    List<Long> longer = Stream.concat(calm.stream(), Stream.of(eventId)).toList();
    int size = longer.size();
    List<Long> last = longer.subList(Math.max(0, size - TraitRules.CALM_PULSES), size);
    return new Traits(scores, pulses + 1, anythingOpen ? List.of() : last, lastActed);
  }

  /** A word that is taken back makes way for the same word again, where it was the last to act. */
  private Traits without(StateEvent event, Feedback feedback) {
    String word = event.text("feedback");
    Long acted = lastActed.get(word);
    return feedback
        .find(event.number("answer_event_id"), word)
        .filter(given -> acted != null && acted == given.pulse())
        .map(given -> new Traits(scores, pulses, calm, lastActed.remove(word)))
        .orElse(this);
  }

  private Traits moved(Trait trait, StateEvent event) {
    double delta = event.meta().path("delta").asDouble(0);
    double step = Math.clamp(delta, -MOST_AT_ONCE, MOST_AT_ONCE);
    double score = Math.clamp(score(trait) + step, LEAST, 1.0);
    String reason = event.text("reason");
    List<Double> next =
        Stream.of(Trait.values()).map(each -> each == trait ? score : score(each)).toList();
    return new Traits(
        next,
        pulses,
        reason.equals(TraitRules.CALM) ? List.of() : calm,
        lastActed.put(reason, pulses));
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    calm.forEach(json.putArray("calm")::add);
    ArrayNode acted = json.putArray("last_acted");
    for (Map.Entry<String, Long> entry : lastActed) {
      acted.addArray().add(entry.getKey()).add(entry.getValue());
    }
    json.put("pulses", pulses);
    ArrayNode list = json.putArray("scores");
    scores.forEach(list::add);
    return json;
  }

  static Traits fromJson(JsonNode json) {
    PersistentMap<String, Long> acted = PersistentMap.empty();
    for (JsonNode row : json.path("last_acted")) {
      acted = acted.put(row.path(0).asText(), row.path(1).asLong());
    }
    List<Long> calm = new ArrayList<>();
    json.path("calm").forEach(id -> calm.add(id.asLong()));
    return new Traits(
        Growth.doubles(json.path("scores")), json.path("pulses").asLong(), calm, acted);
  }
}

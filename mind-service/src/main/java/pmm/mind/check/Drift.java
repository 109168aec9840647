package pmm.mind.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;
import pmm.mindstate.Models;

/**
 * How far a check is from an earlier one.
 *
 * @param eventId the earlier check
 * @param modelId its model
 * @param digest the digest of that model; empty if none was known
 * @param change the mean change of the questions that both asked, in thousandths
 */
record Drift(long eventId, String modelId, String digest, int change) {

  /**
   * Returns the check that one under this model is held against: the last one under another model
   * or another version of it, else the last one of all.
   *
   * @param checks earlier checks, newest first
   */
  static Optional<Event> standard(List<Event> checks, Models.Ref model) {
    return checks.stream()
        .filter(check -> !isUnder(check, model))
        .findFirst()
        .or(() -> checks.stream().findFirst());
  }

  private static boolean isUnder(Event check, Models.Ref model) {
    JsonNode meta = Events.meta(check);
    return meta.path("model_id").asText().equals(model.modelId())
        && meta.path("model_digest").asText().equals(model.digest());
  }

  /** Returns the drift from an earlier check; nothing if both asked nothing in common. */
  static Optional<Drift> from(Event earlier, List<Answered> now) {
    List<Answered> then = Answered.read(earlier);
    List<Integer> changes = now.stream().flatMap(each -> each.changeFrom(then).stream()).toList();
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    JsonNode meta = Events.meta(earlier);
    double mean = changes.stream().mapToInt(Integer::intValue).average().orElseThrow();
    return Optional.of(
        new Drift(
            earlier.getEventId(),
            meta.path("model_id").asText(),
            meta.path("model_digest").asText(),
            (int) Math.round(mean)));
  }

  /** Reads the drift that a check has recorded. */
  static Optional<Drift> read(JsonNode meta) {
    JsonNode drift = meta.path("drift");
    return drift.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Drift(
                drift.path("event_id").asLong(),
                drift.path("model_id").asText(),
                drift.path("model_digest").asText(),
                drift.path("change_milli").asInt()));
  }

  void write(ObjectNode meta) {
    meta.putObject("drift")
        .put("change_milli", change)
        .put("event_id", eventId)
        .put("model_digest", digest)
        .put("model_id", modelId);
  }
}

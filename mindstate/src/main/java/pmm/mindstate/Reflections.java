package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * When the mind last looked back, and what it took. A refused one counts like one that was written,
 * so that none is tried again and again.
 *
 * @param lastEventId the last reflection; 0 before the first
 * @param lastMs when it last looked back; 0 before the first time
 * @param exchanges how many exchanges were completed since
 * @param exchangeMs when the last exchange was completed; 0 before the first
 * @param day the day that the rest is about, in days since 1970 (UTC)
 * @param tokens how many tokens reflections took on it
 * @param moved how far reflections moved the traits on it, all together
 */
public record Reflections(
    long lastEventId,
    long lastMs,
    long exchanges,
    long exchangeMs,
    long day,
    long tokens,
    double moved) {
  static final Reflections EMPTY = new Reflections(0, 0, 0, 0, 0, 0, 0);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /** Returns how many tokens were taken on the day of a time. */
  public long tokensOn(long ms) {
    return dayOf(ms) == day ? tokens : 0;
  }

  /** Returns how far the traits were moved on the day of a time. */
  double movedOn(long ms) {
    return dayOf(ms) == day ? moved : 0;
  }

  Reflections reduce(StateEvent event) {
    return switch (event.kind()) {
      case "assistant_message" ->
          Growth.isPulse(event)
              ? new Reflections(
                  lastEventId, lastMs, exchanges + 1, event.tsMs(), day, tokens, moved)
              : this;
      case "reflection" -> reflected(event, event.id());
      case "claim_refused" ->
          event.text("of").equals("reflection") ? reflected(event, lastEventId) : this;
      case "trait_changed" ->
          event.text("reason").equals(TraitRules.REFLECTION)
              ? on(event).taking(0, Math.abs(event.meta().path("delta").asDouble(0)))
              : this;
      default -> this;
    };
  }

  private Reflections reflected(StateEvent event, long last) {
    JsonNode usage = event.meta().path("usage");
    long took = usage.path("prompt_tokens").asLong(0) + usage.path("answer_tokens").asLong(0);
    Reflections today = on(event).taking(took, 0);
    return new Reflections(last, event.tsMs(), 0, exchangeMs, today.day, today.tokens, today.moved);
  }

  private Reflections on(StateEvent event) {
    long today = dayOf(event.tsMs());
    return today == day
        ? this
        : new Reflections(lastEventId, lastMs, exchanges, exchangeMs, today, 0, 0);
  }

  private Reflections taking(long more, double further) {
    return new Reflections(
        lastEventId, lastMs, exchanges, exchangeMs, day, tokens + more, moved + further);
  }

  private static long dayOf(long ms) {
    return Math.floorDiv(ms, DAY_MS);
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("day", day)
        .put("exchange_ms", exchangeMs)
        .put("exchanges", exchanges)
        .put("last_event_id", lastEventId)
        .put("last_ms", lastMs)
        .put("moved", moved)
        .put("tokens", tokens);
  }

  static Reflections fromJson(JsonNode json) {
    return new Reflections(
        json.path("last_event_id").asLong(),
        json.path("last_ms").asLong(),
        json.path("exchanges").asLong(),
        json.path("exchange_ms").asLong(),
        json.path("day").asLong(),
        json.path("tokens").asLong(),
        json.path("moved").asDouble());
  }
}

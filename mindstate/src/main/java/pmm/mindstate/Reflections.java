package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the mind has looked back on by itself or when asked, and what that took. A try counts like a
 * reflection that was written, so that none is made again and again; what an answer says of itself
 * does not count.
 *
 * @param lastEventId the last reflection; 0 before the first
 * @param lastMs when it last looked back, or tried to; 0 before the first time
 * @param through what was said after this event was not looked back on
 * @param triedThrough the last try that was let out, whatever came of it
 * @param talk the answers that completed the last exchanges, oldest first
 * @param exchangeMs when the last exchange was completed; 0 before the first
 * @param refusedEventId the last try, if it was not let out and nothing about that has changed
 *     since; else 0
 * @param today what was taken on the last day of all this
 */
public record Reflections(
    long lastEventId,
    long lastMs,
    long through,
    long triedThrough,
    List<Long> talk,
    long exchangeMs,
    long refusedEventId,
    ReflectionDay today) {
  static final Reflections EMPTY =
      new Reflections(0, 0, 0, 0, List.of(), 0, 0, ReflectionDay.EMPTY);

  /** As many as are ever looked back on, and what was said before them. */
  private static final int MOST_TALK = 120;

  private static final String PURPOSE = "reflection";

  /** Copies the list. */
  public Reflections {
    talk = List.copyOf(talk);
  }

  /** Returns how many tokens count for the day of a time. */
  public long tokensOn(long ms) {
    return today.tokensOn(ms);
  }

  /** Returns how far the traits were moved on the day of a time. */
  double movedOn(long ms) {
    return today.movedOn(ms);
  }

  /** Returns how many exchanges were completed since the mind last looked back, or tried to. */
  public int exchanges() {
    return exchangesAfter(0);
  }

  /** Returns how many of them were completed after an event. */
  public int exchangesAfter(long eventId) {
    return leftAfter(Math.max(triedThrough, eventId));
  }

  /** Returns how many were completed after an event and were not looked back on. */
  public int leftAfter(long eventId) {
    return (int) talk.stream().filter(id -> id > Math.max(through, eventId)).count();
  }

  /** Returns whether the last try was not let out, and nothing about that has changed since. */
  public boolean isRefused() {
    return refusedEventId > 0;
  }

  Reflections reduce(StateEvent event) {
    return switch (event.kind()) {
      case "assistant_message" -> Growth.isPulse(event) ? exchanged(event) : this;
      case "reflection" ->
          event.text("cause").equals("answer") ? this : reflected(event, event.id());
      case "claim_refused" -> isOwn(event) ? reflected(event, lastEventId) : this;
      case "network_attempt" -> event.text("purpose").equals(PURPOSE) ? tried(event) : this;
      case "network_result" -> on(today.ended(event));
      case "trait_changed" ->
          event.text("reason").equals(TraitRules.REFLECTION) ? on(today.moved(event)) : this;
      case "consent_granted",
          "network_mode_changed",
          "model_added",
          "model_selected",
          "restored_from" ->
          refused(0);
      default -> this;
    };
  }

  private static boolean isOwn(StateEvent refused) {
    return refused.text("of").equals(PURPOSE) && !refused.text("cause").equals("answer");
  }

  private Reflections exchanged(StateEvent event) {
    List<Long> longer = new ArrayList<>(talk);
    longer.add(event.id());
    List<Long> last = longer.subList(Math.max(0, longer.size() - MOST_TALK), longer.size());
    return new Reflections(
        lastEventId, lastMs, through, triedThrough, last, event.tsMs(), refusedEventId, today);
  }

  /** What was said while the model wrote is still to be looked back on. */
  private Reflections reflected(StateEvent event, long last) {
    long known = event.number("through_event_id");
    return new Reflections(
        last,
        event.tsMs(),
        known > 0 ? known : event.id(),
        known > 0 ? known : event.id(),
        talk,
        exchangeMs,
        refusedEventId,
        today);
  }

  private Reflections tried(StateEvent attempt) {
    if (!attempt.text("refused").isEmpty()) {
      return refused(attempt.id());
    }
    return new Reflections(
        lastEventId,
        attempt.tsMs(),
        through,
        attempt.id(),
        talk,
        exchangeMs,
        0,
        today.begun(attempt));
  }

  private Reflections refused(long eventId) {
    return eventId == refusedEventId
        ? this
        : new Reflections(
            lastEventId, lastMs, through, triedThrough, talk, exchangeMs, eventId, today);
  }

  private Reflections on(ReflectionDay day) {
    return day == today
        ? this
        : new Reflections(
            lastEventId, lastMs, through, triedThrough, talk, exchangeMs, refusedEventId, day);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("exchange_ms", exchangeMs).put("last_event_id", lastEventId).put("last_ms", lastMs);
    json.put("refused_event_id", refusedEventId);
    talk.forEach(json.putArray("talk")::add);
    json.put("through", through).put("tried_through", triedThrough);
    json.set("today", today.toJson());
    return json;
  }

  static Reflections fromJson(JsonNode json) {
    List<Long> talk = new ArrayList<>();
    json.path("talk").forEach(id -> talk.add(id.asLong()));
    return new Reflections(
        json.path("last_event_id").asLong(),
        json.path("last_ms").asLong(),
        json.path("through").asLong(),
        json.path("tried_through").asLong(),
        talk,
        json.path("exchange_ms").asLong(),
        json.path("refused_event_id").asLong(),
        ReflectionDay.fromJson(json.path("today")));
  }
}

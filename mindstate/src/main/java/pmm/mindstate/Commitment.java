package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One promise.
 *
 * @param id the event that opened it
 * @param text what was promised; empty once forgotten
 * @param openMs when, in milliseconds
 * @param dueMs when it is due, after every snooze, in milliseconds; 0 if no time was named
 * @param sourceEventId the event it came from, such as the answer that made it; 0 if none is known
 * @param episode which one it is of the promises with these words, from 1
 * @param state where it stands
 * @param endEventId the event that closed or expired it; 0 while it is open
 * @param evidence the events that show that it was kept
 * @param movedEventId the event that snoozed it last; 0 if none did
 * @param remindedEventId the event that reminded of it since it was last due elsewhere; 0 if none
 */
public record Commitment(
    long id,
    String text,
    long openMs,
    long dueMs,
    long sourceEventId,
    int episode,
    State state,
    long endEventId,
    List<Long> evidence,
    long movedEventId,
    long remindedEventId) {
  private static final long LIFE_MS = Duration.ofDays(30).toMillis();
  private static final long GRACE_MS = Duration.ofHours(72).toMillis();

  /** Where a promise stands. */
  public enum State {
    OPEN,
    CLOSED,
    EXPIRED
  }

  /** Copies the list. */
  public Commitment {
    evidence = List.copyOf(evidence);
  }

  static Commitment opened(StateEvent event, String text, int episode) {
    return new Commitment(
        event.id(),
        text,
        event.tsMs(),
        event.number("due_ms"),
        event.reference("source"),
        episode,
        State.OPEN,
        0,
        List.of(),
        0,
        0);
  }

  /** Returns whether it is still to be done. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Returns when it expires: 72 hours after its due time, or 30 days after it was opened. */
  public long expiryMs() {
    return dueMs > 0 ? dueMs + GRACE_MS : openMs + LIFE_MS;
  }

  /** Returns whether it is open and its due time has passed at a time. */
  public boolean isOverdue(long nowMs) {
    return isOpen() && dueMs > 0 && nowMs > dueMs;
  }

  /** Returns whether a reminder is due at a time: each due time has one. */
  public boolean isToBeRemindedOf(long nowMs) {
    return isOverdue(nowMs) && remindedEventId == 0;
  }

  Commitment ended(State as, StateEvent event) {
    return new Commitment(
        id,
        text,
        openMs,
        dueMs,
        sourceEventId,
        episode,
        as,
        event.id(),
        event.references("evidence"),
        movedEventId,
        remindedEventId);
  }

  Commitment snoozed(StateEvent event) {
    return new Commitment(
        id,
        text,
        openMs,
        event.number("until_ms"),
        sourceEventId,
        episode,
        state,
        endEventId,
        evidence,
        event.id(),
        0);
  }

  /** A reminder of a time at which it is not due any more is none. */
  Commitment reminded(StateEvent event) {
    if (event.number("due_ms") != dueMs) {
      return this;
    }
    return new Commitment(
        id,
        text,
        openMs,
        dueMs,
        sourceEventId,
        episode,
        state,
        endEventId,
        evidence,
        movedEventId,
        event.id());
  }

  ObjectNode toJson() {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    evidence.forEach(row.putArray("evidence")::add);
    return row.put("due_ms", dueMs)
        .put("end_event_id", endEventId)
        .put("episode", episode)
        .put("id", id)
        .put("moved_event_id", movedEventId)
        .put("open_ms", openMs)
        .put("reminded_event_id", remindedEventId)
        .put("source_event_id", sourceEventId)
        .put("state", state.name())
        .put("text", text);
  }

  static Commitment fromJson(JsonNode row) {
    List<Long> evidence = new ArrayList<>();
    row.path("evidence").forEach(id -> evidence.add(id.asLong()));
    return new Commitment(
        row.path("id").asLong(),
        row.path("text").asText(),
        row.path("open_ms").asLong(),
        row.path("due_ms").asLong(),
        row.path("source_event_id").asLong(),
        row.path("episode").asInt(),
        State.valueOf(row.path("state").asText()),
        row.path("end_event_id").asLong(),
        evidence,
        row.path("moved_event_id").asLong(),
        row.path("reminded_event_id").asLong());
  }
}

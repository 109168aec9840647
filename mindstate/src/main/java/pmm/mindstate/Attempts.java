package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tries to answer: all that have no outcome yet, and the latest of those that have one, so that
 * an act that is asked for again is known, and a long life still fits in memory.
 *
 * @param all by id
 * @param open those without an outcome, by the event that started them
 * @param closed the others, by their outcome
 */
public record Attempts(
    PersistentMap<String, Attempt> all,
    PersistentMap<Long, String> open,
    PersistentMap<Long, String> closed) {
  private static final int MOST_CLOSED = 1000;

  static final Attempts NONE =
      new Attempts(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

  /** Returns an attempt, if one of that id is known still. */
  public Optional<Attempt> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Returns the attempts without an outcome, oldest first. */
  public List<Attempt> withoutOutcome() {
    List<Attempt> found = new ArrayList<>();
    for (Map.Entry<Long, String> entry : open) {
      find(entry.getValue()).ifPresent(found::add);
    }
    return found;
  }

  Attempts with(Attempt attempt) {
    PersistentMap<String, Attempt> more = all.put(attempt.id(), attempt);
    if (attempt.isOpen()) {
      return new Attempts(more, open.put(attempt.startEventId(), attempt.id()), closed);
    }
    PersistentMap<Long, String> ended = closed.put(attempt.outcomeEventId(), attempt.id());
    if (ended.size() > MOST_CLOSED) {
      Map.Entry<Long, String> oldest = ended.iterator().next();
      more = more.remove(oldest.getValue());
      ended = ended.remove(oldest.getKey());
    }
    return new Attempts(more, open.remove(attempt.startEventId()), ended);
  }

  /** Returns a row for each, by id. */
  Iterable<JsonNode> toJson() {
    return all.rows(Attempt::toJson);
  }

  static Attempts fromJson(Iterable<JsonNode> rows) {
    Attempts attempts = NONE;
    for (JsonNode row : rows) {
      attempts = attempts.with(Attempt.fromJson(row));
    }
    return attempts;
  }
}

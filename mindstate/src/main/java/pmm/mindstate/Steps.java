package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The newest steps of the figures; those before them are worked out from the events.
 *
 * @param count how many steps there ever were
 * @param newest the last of them, by their number, from 1
 */
public record Steps(long count, PersistentMap<Long, Step> newest) {
  static final Steps EMPTY = new Steps(0, PersistentMap.empty());

  /** Some hundred exchanges. */
  private static final int MOST = 500;

  /** Returns those before a number, newest first. */
  public Iterable<Map.Entry<Long, Step>> before(long number) {
    return newest.descendingBelow(number);
  }

  /** Returns whether no step is missing. */
  public boolean areAll() {
    return count == newest.size();
  }

  /** Returns what an event caused among them, oldest first. */
  public List<Step> causedBy(long eventId) {
    return StreamSupport.stream(newest.spliterator(), false)
        .map(Map.Entry::getValue)
        .filter(step -> step.causes().contains(eventId))
        .toList();
  }

  Steps and(List<Step> more) {
    Steps all = this;
    for (Step step : more) {
      long number = all.count + 1;
      all = new Steps(number, all.newest.put(number, step).remove(number - MOST));
    }
    return all;
  }

  Iterable<JsonNode> toJson() {
    return newest.rows(Step::toJson);
  }

  static Steps fromJson(Iterable<JsonNode> rows, long count) {
    List<Step> kept = new ArrayList<>();
    rows.forEach(row -> kept.add(Step.fromJson(row)));
    return new Steps(count - kept.size(), PersistentMap.empty()).and(kept);
  }
}

package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were taken out with their import and came again with another: the new event stands
 * where the old one stood, though it was stored later than what follows it.
 *
 * @param later for each that was taken out, the event it is now
 * @param earlier the same the other way round
 */
public record Restored(PersistentMap<Long, Long> later, PersistentMap<Long, Long> earlier) {
  static final Restored NONE = new Restored(PersistentMap.empty(), PersistentMap.empty());

  boolean isEmpty() {
    return later.isEmpty();
  }

  /** The event that a message is now. */
  long now(long eventId) {
    long now = eventId;
    for (@Nullable Long next = later.get(now); next != null; next = later.get(now)) {
      now = next;
    }
    return now;
  }

  /** Whether another event stands in its place. */
  boolean isGone(long eventId) {
    return later.get(eventId) != null;
  }

  /** The events in whose place one stands, itself among them. */
  List<Long> all(long eventId) {
    List<Long> all = new ArrayList<>();
    for (@Nullable Long each = eventId; each != null; each = earlier.get(each)) {
      all.add(each);
    }
    return all;
  }

  Restored with(long before, long now) {
    return new Restored(later.put(before, now), earlier.put(now, before));
  }
}

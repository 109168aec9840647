package pmm.mindstate;

import java.util.Set;

/**
 * What a model knew when it began to write. Numbers of events are easily made up, so only those
 * that it was given can be cited.
 *
 * @param seen the last event before it began
 * @param events the events that its prompt was made from
 */
public record Given(long seen, Set<Long> events) {
  /** Copies the set. */
  public Given {
    events = Set.copyOf(events);
  }
}

package pmm.mindfile;

import java.util.List;

/**
 * Events in the order asked for, at most 3 MiB of them.
 *
 * @param events the events
 * @param more whether the query has more beyond the last one
 */
public record EventPage(List<Event> events, boolean more) {
  /** Copies the list. */
  public EventPage {
    events = List.copyOf(events);
  }
}

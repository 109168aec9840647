package pmm.mindstate.transcript;

import java.util.List;
import java.util.function.Consumer;

/** Where events are read from. */
public interface EventSource {
  /** Hands over every event, oldest first. */
  void all(Consumer<StoredEvent> taker);

  /**
   * Hands over some events.
   *
   * @param ids ascending; those that are not there are left out
   */
  void some(List<Long> ids, Consumer<StoredEvent> taker);
}

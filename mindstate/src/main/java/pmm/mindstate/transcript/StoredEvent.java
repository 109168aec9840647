package pmm.mindstate.transcript;

import pmm.mindstate.StateEvent;

/**
 * An event as it is stored now.
 *
 * @param forgotten whether its words were there once and have been forgotten
 */
public record StoredEvent(StateEvent event, boolean forgotten) {
  long id() {
    return event.id();
  }

  String kind() {
    return event.kind();
  }

  /** The words, empty if there are none. */
  String words() {
    return event.words().orElse("");
  }
}

package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An event that others name: by its number, or while it has none by its place in the append. */
final class Ref {
  private final int place;
  private long id;

  private Ref(int place, long id) {
    this.place = place;
    this.id = id;
  }

  /** A stored event. */
  static Ref stored(long id) {
    return new Ref(-1, id);
  }

  /** An event at this place of the append that is being put together. */
  static Ref at(int place) {
    return new Ref(place, 0);
  }

  /** It was stored. */
  void becomes(long eventId) {
    id = eventId;
  }

  /** Its number; 0 while it has none. */
  long id() {
    return id;
  }

  /** Names it in the meta of the event that will stand at a place of the append. */
  void nameIn(ObjectNode meta, String role, int from) {
    if (id > 0) {
      meta.put(role + "_event_id", id);
    } else {
      meta.put(role + "_offset", place - from);
    }
  }

  /** Adds it to the lists of such events. */
  void addTo(ObjectNode meta, String role, int from) {
    if (id > 0) {
      meta.withArray(role + "_event_ids").add(id);
    } else {
      meta.withArray(role + "_offsets").add(place - from);
    }
  }
}

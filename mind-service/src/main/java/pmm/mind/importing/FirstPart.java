package pmm.mind.importing;

import java.util.BitSet;

/**
 * What there is of an import that was cut short.
 *
 * @param importId its id; empty for none
 * @param events the events that it added
 */
record FirstPart(String importId, String archiveSha256, BitSet events) {
  static final FirstPart NONE = new FirstPart("", "", new BitSet());

  boolean isNone() {
    return importId.isEmpty();
  }

  void add(long eventId) {
    events.set(Math.toIntExact(eventId));
  }

  boolean holds(long eventId) {
    return events.get(Math.toIntExact(eventId));
  }

  long eventCount() {
    return events.cardinality();
  }

  /** The first of its events; 0 if there is none. */
  long firstEventId() {
    return Math.max(0, events.nextSetBit(0));
  }
}

package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How an event names the events that caused it, or that show what it says, as docs/events.md says:
 * stored ones by their id; those of the same append, whose ids nobody knows before it is stored, by
 * how far they stand before it.
 */
public final class Causes {
  private static final String CAUSE = "cause";
  private static final String IDS = "_event_ids";
  private static final String OFFSETS = "_offsets";

  private Causes() {}

  /**
   * Writes causes into the meta of an event that is about to be written.
   *
   * @param causes their ids, where the events of the append are numbered on from {@code through}
   * @param through the last event before the append that is taken in
   * @param place where the event stands in the append, from 0
   */
  public static void write(ObjectNode meta, List<Long> causes, long through, int place) {
    for (long cause : causes) {
      if (cause <= through) {
        list(meta, CAUSE + IDS).add(cause);
      } else {
        list(meta, CAUSE + OFFSETS).add(cause - (through + 1 + place));
      }
    }
  }

  /** Returns the ids of the events that caused a stored one, oldest first. */
  public static List<Long> read(long eventId, JsonNode meta) {
    return read(CAUSE, eventId, meta);
  }

  /** Returns the ids of the events that a stored one names in a role, oldest first. */
  static List<Long> read(String role, long eventId, JsonNode meta) {
    List<Long> named = new ArrayList<>();
    meta.path(role + IDS).forEach(id -> named.add(id.asLong()));
    meta.path(role + OFFSETS).forEach(offset -> named.add(eventId + offset.asLong()));
    return named;
  }

  private static ArrayNode list(ObjectNode meta, String key) {
    return meta.get(key) instanceof ArrayNode list ? list : meta.putArray(key);
  }
}

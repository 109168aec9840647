package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How an event names the events that caused it, as docs/events.md says: stored ones by their id;
 * those of the same append, whose ids nobody knows before it is stored, by how far they stand
 * before it.
 */
public final class Causes {
  private static final String IDS = "cause_event_ids";
  private static final String OFFSETS = "cause_offsets";

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
        list(meta, IDS).add(cause);
      } else {
        list(meta, OFFSETS).add(cause - (through + 1 + place));
      }
    }
  }

  /** Returns the ids of the events that caused a stored one, oldest first. */
  public static List<Long> read(long eventId, JsonNode meta) {
    List<Long> causes = new ArrayList<>();
    meta.path(IDS).forEach(id -> causes.add(id.asLong()));
    meta.path(OFFSETS).forEach(offset -> causes.add(eventId + offset.asLong()));
    return causes;
  }

  private static ArrayNode list(ObjectNode meta, String key) {
    return meta.get(key) instanceof ArrayNode list ? list : meta.putArray(key);
  }
}

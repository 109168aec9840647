package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.OptionalLong;
import pmm.mindstate.DueGrammar;

/**
 * Reads from words when something is due, and records where it was read: "tomorrow" ends elsewhere
 * at another time.
 *
 * @param zone the time zone of this device
 */
public record DueTimes(ZoneId zone) {

  /**
   * Adds to the facts when words say that something is due, if they name a time; returns whether
   * they do.
   *
   * @param saidMs when they were said
   */
  public boolean write(ObjectNode facts, String words, long saidMs) {
    OptionalLong due = DueGrammar.due(words, saidMs, zone);
    due.ifPresent(ms -> facts.put("due_ms", ms).put("zone", zone.getId()));
    return due.isPresent();
  }
}

package pmm.mind.importing;

import pmm.mindstate.StateEvent;

/**
 * Where an imported event stands, but for its words. By both together it is known when its archive
 * comes again, so both follow from the event as well as from the archive.
 *
 * @param scope what the name is unique in: the conversation's id, or the format where it is in none
 * @param name the archive's id; where it gives none, what stands before it
 * @param part which event of the message it is, from 0
 * @param kind the event's kind; of a record also what it is a record of
 */
record Spot(String scope, String name, String part, String kind) {

  /** Where a stored event stands. */
  static Spot of(StateEvent event) {
    String talk = event.text("conversation_id");
    String id = event.meta().path("source").path("original_id").asText("");
    String time = event.meta().path("source").path("original_time").asText("");
    int part = event.meta().path("source").path("part").asInt(0);
    String kind = event.kind() + event.text("record");
    return talk.isEmpty()
        ? thing(event.meta().path("source").path("format").asText(""), id, time, part, kind)
        : message(
            talk,
            id,
            time,
            part,
            kind,
            part == 0 ? event.reference("original_parent") : event.reference("message"));
  }

  /** Where an event of something that is in no conversation stands. */
  static Spot thing(String format, String id, String time, int part, String kind) {
    return new Spot(format, Facts.of(id) + "\n" + Facts.of(time), Integer.toString(part), kind);
  }

  /**
   * Where an event of a message stands.
   *
   * @param before the event before it: of a message's first event the first one of the message that
   *     it follows, else the first of its own; 0 for none. Where there is an id it plays no part
   */
  static Spot message(
      String conversationId, String id, String time, int part, String kind, long before) {
    String name =
        !id.isEmpty()
            ? "id\n" + Facts.of(id)
            : part > 0 ? "of\n" + before : "after\n" + before + "\n" + Facts.of(time);
    return new Spot(conversationId, name, Integer.toString(part), kind);
  }

  /** The same place of another scope. */
  Spot in(String other) {
    return new Spot(other, name, part, kind);
  }
}

package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that the mind believes, believed, or might believe.
 *
 * @param id the event that holds it
 * @param text the words
 * @param subject whom it is about: "person", "mind" or "other"
 * @param speaker who said it: "person" or "mind"
 * @param sourceEventId the event it came from; 0 if none is known
 * @param tsMs when, in milliseconds
 * @param state where it stands
 * @param endEventId the event that decided it; 0 while it stands
 * @param counted whether it is or was kept; a proposal never counts, what is kept of it does
 */
public record Memory(
    long id,
    String text,
    String subject,
    String speaker,
    long sourceEventId,
    long tsMs,
    State state,
    long endEventId,
    boolean counted) {

  /** Where a memory stands. */
  public enum State {
    /** It waits for the person's word. */
    PROPOSED,
    /** It counts. */
    KEPT,
    /** Other words took its place. */
    REPLACED,
    /** The person said that it is not true. */
    REJECTED
  }

  static Memory of(StateEvent event, String text, State state) {
    String subject = event.text("subject");
    String speaker = event.text("speaker");
    return new Memory(
        event.id(),
        text,
        subject.isEmpty() ? "other" : subject,
        speaker.isEmpty() ? "person" : speaker,
        event.reference("source"),
        event.tsMs(),
        state,
        0,
        state == State.KEPT);
  }

  /** Returns whom a sentence of the person is about, as far as its words tell. */
  public static String subjectOf(String text) {
    String words = " " + text.toLowerCase(Locale.ROOT) + " ";
    if (words.matches("(?s).*\\b(i|my|me|mine|we|our|us|the (person|user)(['’]s)?)\\b.*")) {
      return "person";
    }
    return words.matches("(?s).*\\b(you|your|yours)\\b.*") ? "mind" : "other";
  }

  /**
   * Adds what words plainly tell to the facts of the memory that holds them: which attribute, and
   * where in them the person's own name stands, so that no later grammar reads another one.
   */
  public static ObjectNode telling(String text, ObjectNode facts) {
    Claim claim = Claim.of(text).orElse(null);
    if (claim != null) {
      facts.put("attribute", claim.attribute().id());
      if (claim.attribute() == Claim.Attribute.NAME) {
        ArrayNode place = facts.putArray(Identity.NAME_AT);
        NameGrammar.personName(text)
            .ifPresent(name -> {
              int start = text.lastIndexOf(name);
              place.add(text.codePointCount(0, start)).add(name.codePointCount(0, name.length()));
            });
      }
    }
    return facts;
  }

  /** Returns whether it is kept or waits for the person's word. */
  public boolean stands() {
    return endEventId == 0;
  }

  /** Returns what it says in a form that can be compared, if that is plain. */
  public Optional<Claim> claim() {
    return Claim.of(text);
  }

  Memory ended(State as, long eventId) {
    return new Memory(id, text, subject, speaker, sourceEventId, tsMs, as, eventId, counted);
  }

  /** Returns it as it was before it was decided. */
  Memory begun() {
    return ended(counted ? State.KEPT : State.PROPOSED, 0);
  }

  ObjectNode toJson() {
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("id", id).put("text", text);
    row.put("subject", subject).put("speaker", speaker).put("source_event_id", sourceEventId);
    row.put("ts_ms", tsMs).put("state", state.name()).put("end_event_id", endEventId);
    return row.put("counted", counted);
  }

  static Memory fromJson(JsonNode row) {
    return new Memory(
        row.path("id").asLong(),
        row.path("text").asText(),
        row.path("subject").asText(),
        row.path("speaker").asText(),
        row.path("source_event_id").asLong(),
        row.path("ts_ms").asLong(),
        State.valueOf(row.path("state").asText()),
        row.path("end_event_id").asLong(),
        row.path("counted").asBoolean());
  }
}

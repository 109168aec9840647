package pmm.mind.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;
import pmm.mindstate.StateEvent;

/**
 * One event that goes into a prompt.
 *
 * @param section why it is there
 * @param eventId the event; 0 off the record
 * @param scoreMilli how well it matched, in thousandths; 0 where nothing was looked for
 * @param fromPerson whether the person said it
 * @param imported whether it came from another assistant
 * @param originId the event that a quotation names: where a memory came from, else the event itself
 * @param follows the message that it names as the one before it; 0 where it names none
 * @param tsMs when it was said, in milliseconds, or {@link StateEvent#UNKNOWN_TIME}
 * @param text the words; empty if they were forgotten
 * @param salt the content salt, which keys the prompt's hash; empty off the record or once
 *     forgotten
 */
public record Source(
    Section section,
    long eventId,
    long scoreMilli,
    boolean fromPerson,
    boolean imported,
    long originId,
    long follows,
    long tsMs,
    String text,
    ByteString salt) {
  /** What stands where words were forgotten. */
  public static final String FORGOTTEN = "[forgotten]";

  private static final String CUT = "… [the rest was cut off]";

  /** Returns a source made from a stored event. */
  public static Source of(Section section, Event event, double score) {
    JsonNode meta = Events.meta(event);
    boolean person =
        event.getKind().equals("user_message") || meta.path("speaker").asText().equals("person");
    long origin = meta.path("source_event_id").asLong(0);
    return new Source(
        section,
        event.getEventId(),
        Math.round(score * 1000),
        person,
        isImported(meta),
        section == Section.MEMORY && origin > 0 ? origin : event.getEventId(),
        Events.toState(event).reference("parent"),
        Events.saidMillis(event),
        event.hasContent() ? event.getContent() : "",
        event.getContentSalt());
  }

  /** A summary of talk with another assistant is of that talk. */
  private static boolean isImported(JsonNode meta) {
    boolean from = meta.has("source");
    for (JsonNode words : meta.path("data_classes")) {
      from |= words.asText().equals("imported");
    }
    return from;
  }

  /** Returns the same source with no more than the begin of its words. */
  Source cut(int mostTokens) {
    String begin = Tokens.begin(text, mostTokens);
    return begin.length() == text.length()
        ? this
        : new Source(
            section,
            eventId,
            scoreMilli,
            fromPerson,
            imported,
            originId,
            follows,
            tsMs,
            begin + CUT,
            salt);
  }

  /** Returns words that no event holds. */
  public static Source unrecorded(Section section, boolean fromPerson, String text, long tsMs) {
    return new Source(section, 0, 0, fromPerson, false, 0, 0, tsMs, text, ByteString.EMPTY);
  }

  /** Returns whether the words were there once and are gone. */
  public boolean isForgotten() {
    return eventId > 0 && salt.isEmpty();
  }

  /** Returns the words as a prompt shows them. */
  public String shown() {
    return isForgotten() ? FORGOTTEN : text;
  }
}

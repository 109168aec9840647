package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Events;
import pmm.mindstate.Attempt;
import pmm.mindstate.MindState;
import pmm.mindstate.Words;

/** Collects what follows from one attempt, in the order in which it is written. */
final class Drafts {
  /** Of each act. */
  private static final int MOST = 100;

  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_LINE = 500;

  private final MindState mind;
  private final String conversationId;
  private final String attemptId;
  private final Event message;
  private final Following following;

  Drafts(MindState mind, String conversationId, String attemptId, Event message) {
    this.mind = mind;
    this.conversationId = conversationId;
    this.attemptId = attemptId;
    this.message = message;
    this.following =
        new Following(
            Draft.facts().put("attempt_id", attemptId).put("conversation_id", conversationId));
  }

  /** The mind before all of it. */
  MindState mind() {
    return mind;
  }

  /** The person's message that is answered. */
  Event message() {
    return message;
  }

  /** When the message was said: what follows from it knows no other time. */
  long saidMs() {
    return Events.millis(message);
  }

  /** What follows from the outcome. */
  Following following() {
    return following;
  }

  /** What was collected. */
  List<Draft> all() {
    return following.all();
  }

  void add(Draft draft) {
    addAll(List.of(draft));
  }

  /** Adds what belongs together, or leaves all of it out where it has no room. */
  void addAll(List<Draft> together) {
    following.addAll(together);
  }

  /** Returns how far before the next draft the outcome stands, as {@code source_offset} says it. */
  int outcomeOffset() {
    return following.offset();
  }

  /** Records that a model's act changed nothing. */
  void malformed(String line, String reason) {
    String shown = Words.first(line, LONGEST_LINE);
    add(new Draft("marker_malformed", shown, facts().put("reason", reason)));
  }

  /** Returns whether a model's words are short enough to be kept; records it if not. */
  boolean fits(String text) {
    if (text.length() > LONGEST_TEXT) {
      malformed(text, "too_long");
      return false;
    }
    return true;
  }

  /** Returns facts that name the attempt, to be added to. */
  ObjectNode facts() {
    return following.facts();
  }

  /** Adds the events that something rests on, if any, to its facts. */
  static void cite(ObjectNode facts, List<Long> events) {
    if (!events.isEmpty()) {
      events.forEach(facts.putArray("cited_event_ids")::add);
    }
  }

  /** The mind after what was collected. */
  MindState after() {
    MindState after = mind;
    for (Draft draft : all()) {
      after = MindState.reduce(after, draft.expectedAs(after.through() + 1, saidMs()));
    }
    return after;
  }

  /** Returns the last event before the model began to write. */
  long seen() {
    return mind.conversations()
        .attempt(attemptId)
        .map(Attempt::startEventId)
        .orElse(mind.through());
  }

  /** Returns whether nobody has answered the message yet. */
  boolean isFirstAnswer() {
    return mind.conversations()
        .find(conversationId)
        .map(talk -> talk.children(message.getEventId()).isEmpty())
        .orElse(false);
  }

  static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }
}

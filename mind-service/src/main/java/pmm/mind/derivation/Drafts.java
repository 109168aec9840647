package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  /**
   * Of all acts, so that an append with its outcome and its steps never holds more than the 500
   * events that the ledger takes. What the person asks for comes first, and so always has room.
   */
  private static final int MOST_OF_ALL = 480;

  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_LINE = 500;

  private static final Logger log = LoggerFactory.getLogger(Drafts.class);

  private final MindState mind;
  private final String conversationId;
  private final String attemptId;
  private final Event message;
  private final List<Draft> drafts = new ArrayList<>();
  private boolean full;

  Drafts(MindState mind, String conversationId, String attemptId, Event message) {
    this.mind = mind;
    this.conversationId = conversationId;
    this.attemptId = attemptId;
    this.message = message;
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

  /** What was collected. */
  List<Draft> all() {
    return List.copyOf(drafts);
  }

  void add(Draft draft) {
    addAll(List.of(draft));
  }

  /** Adds what belongs together, or leaves all of it out where it has no room. */
  void addAll(List<Draft> together) {
    if (drafts.size() + together.size() <= MOST_OF_ALL) {
      drafts.addAll(together);
    } else if (!full) {
      full = true;
      log.warn("Not all that follows from {} has room in its append", attemptId);
    }
  }

  /** Returns how far before the next draft the outcome stands, as {@code source_offset} says it. */
  int outcomeOffset() {
    return -(drafts.size() + 1);
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
    return Draft.facts().put("attempt_id", attemptId).put("conversation_id", conversationId);
  }

  /** The mind after what was collected. */
  MindState after() {
    MindState after = mind;
    for (Draft draft : drafts) {
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

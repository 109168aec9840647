package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.ledger.Draft;
import pmm.mindstate.MindState;
import pmm.mindstate.Words;

/** Collects what follows from one attempt, in the order in which it is written. */
final class Drafts {
  /** Of each act, so that an append never holds more than the ledger takes. */
  private static final int MOST = 100;

  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_LINE = 500;

  private final MindState mind;
  private final String conversationId;
  private final String attemptId;
  private final List<Draft> drafts = new ArrayList<>();

  Drafts(MindState mind, String conversationId, String attemptId) {
    this.mind = mind;
    this.conversationId = conversationId;
    this.attemptId = attemptId;
  }

  /** The mind before all of it. */
  MindState mind() {
    return mind;
  }

  /** What was collected. */
  List<Draft> all() {
    return List.copyOf(drafts);
  }

  void add(Draft draft) {
    drafts.add(draft);
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

  /** Returns whether nobody has answered the message yet. */
  boolean isFirstAnswerTo(long messageId) {
    return mind.conversations()
        .find(conversationId)
        .map(talk -> talk.children(messageId).isEmpty())
        .orElse(false);
  }

  static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }
}

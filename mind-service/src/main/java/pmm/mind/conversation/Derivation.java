package pmm.mind.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Events;
import pmm.mindstate.Causes;
import pmm.mindstate.Commitments.Commitment;
import pmm.mindstate.Growth;
import pmm.mindstate.Marker;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.MindState;
import pmm.mindstate.NameGrammar;
import pmm.mindstate.NameGrammar.Naming;
import pmm.mindstate.RememberGrammar;
import pmm.mindstate.StateEvent;
import pmm.mindstate.TraitRules;
import pmm.mindstate.Words;

/** What follows from a message and its answer, to be written in one append with the outcome. */
final class Derivation {
  /** Of each kind of draft, so that an append never holds more than the ledger takes. */
  private static final int MOST = 100;

  private static final int LONGEST_TEXT = 2000;

  private final MindState mind;
  private final String conversationId;
  private final String attemptId;
  private final List<Draft> drafts = new ArrayList<>();

  Derivation(MindState mind, String conversationId, String attemptId) {
    this.mind = mind;
    this.conversationId = conversationId;
    this.attemptId = attemptId;
  }

  /** The message acts by its first outcome, whatever that is: another answer does not repeat it. */
  Derivation fromMessage(Event message) {
    boolean first =
        mind.conversations()
            .find(conversationId)
            .map(talk -> talk.children(message.getEventId()).isEmpty())
            .orElse(false);
    if (first && message.hasContent()) {
      names(message);
      for (String what : first(RememberGrammar.asked(message.getContent()))) {
        drafts.add(memory(what, subject(what), message.getEventId()));
      }
    }
    for (Commitment promise : first(mind.commitments().expiredAt(Events.millis(message)))) {
      drafts.add(new Draft("commitment_expired", null, facts().put("commitment_id", promise.id())));
    }
    return this;
  }

  /** The markers of a model's whole answer; the built-in voice has none. */
  Derivation fromAnswer(String answer) {
    List<Marker> markers = MarkerParser.parse(answer);
    Set<String> promised = new HashSet<>();
    Set<Long> closed = new HashSet<>();
    for (Marker marker : first(markers)) {
      switch (marker) {
        case Marker.Commit(String text) -> {
          if (text.length() > LONGEST_TEXT) {
            malformed(text, "too_long");
          } else if (!mind.commitments().isOpen(text) && promised.add(Words.normal(text))) {
            drafts.add(new Draft("commitment_opened", text, facts()));
          }
        }
        case Marker.Close(long id) -> {
          if (mind.commitments().isOpen(id).isEmpty() || !closed.add(id)) {
            malformed("CLOSE: " + id, "unknown_id");
          } else {
            drafts.add(new Draft("commitment_closed", null, facts().put("commitment_id", id)));
          }
        }
        case Marker.Remember(String text) -> {
          if (text.length() > LONGEST_TEXT) {
            malformed(text, "too_long");
          } else {
            drafts.add(
                new Draft(
                    "memory_proposed",
                    text,
                    facts().put("speaker", "mind").put("subject", "person")));
          }
        }
        // Claims and reflections stay in the text: nothing follows from them yet.
        case Marker.Claim claim -> {}
        case Marker.Reflect reflect -> {}
        case Marker.Malformed(String line, String reason) -> malformed(line, reason);
      }
    }
    return this;
  }

  /**
   * Returns the outcome with everything that follows from both, in the order in which it is
   * written.
   */
  List<Draft> with(Draft outcome, long tsMs) {
    List<Draft> all = new ArrayList<>();
    all.add(outcome);
    all.addAll(drafts);
    MindState after = mind;
    List<StateEvent> expected = new ArrayList<>();
    for (Draft draft : all) {
      expected.add(draft.expectedAs(after.through() + 1, tsMs));
      after = MindState.reduce(after, expected.getLast());
    }
    for (TraitRules.Change change : TraitRules.changes(mind, after, expected)) {
      ObjectNode meta = facts().put("delta", change.delta()).put("reason", change.reason());
      meta.put("rules", TraitRules.VERSION).put("trait", change.trait().id());
      Causes.write(meta, change.causes(), mind.through(), all.size());
      all.add(new Draft("trait_changed", null, meta));
    }
    if (after.growth().stage() != mind.growth().stage()) {
      ObjectNode meta = facts().put("from", mind.growth().stage());
      meta.put("rules", Growth.VERSION).put("to", after.growth().stage());
      all.add(new Draft("stage_changed", null, meta));
    }
    return all;
  }

  private void names(Event message) {
    for (Naming naming : first(NameGrammar.namings(message.getContent()))) {
      switch (naming) {
        case Naming.OfMind(String name) -> {
          if (!name.equals(mind.identity().name())) {
            drafts.add(
                new Draft(
                    "name_adopted", name, facts().put("source_event_id", message.getEventId())));
          }
        }
        case Naming.OfPerson(String name) -> {
          if (!name.equals(mind.identity().personName())) {
            Draft memory = memory("My name is " + name, "person", message.getEventId());
            memory.meta().put("attribute", "name");
            drafts.add(memory);
          }
        }
        case Naming.Unsure unsure -> {}
      }
    }
  }

  private Draft memory(String text, String subject, long sourceEventId) {
    ObjectNode meta = facts().put("source_event_id", sourceEventId);
    return new Draft("memory_kept", text, meta.put("speaker", "person").put("subject", subject));
  }

  private void malformed(String line, String reason) {
    drafts.add(
        new Draft("marker_malformed", Words.first(line, 500), facts().put("reason", reason)));
  }

  private ObjectNode facts() {
    return Draft.facts().put("attempt_id", attemptId).put("conversation_id", conversationId);
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static String subject(String text) {
    String words = " " + text.toLowerCase(Locale.ROOT) + " ";
    if (words.matches("(?s).*\\b(i|my|me|mine|we|our|us)\\b.*")) {
      return "person";
    }
    return words.matches("(?s).*\\b(you|your|yours)\\b.*") ? "mind" : "other";
  }
}

package pmm.mind.derivation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Given;
import pmm.mindstate.Marker;
import pmm.mindstate.MindState;

/** What follows from a message and its answer, to be written in one append with the outcome. */
public final class Derivation {
  private final Drafts drafts;
  private final PromiseActs promises;

  /**
   * Takes what the message does. It acts by its first outcome, whatever that is: another answer
   * does not repeat it.
   */
  public Derivation(
      MindState mind, String conversationId, String attemptId, Event message, DueTimes dueTimes) {
    drafts = new Drafts(mind, conversationId, attemptId, message);
    promises = new PromiseActs(mind, dueTimes, drafts.saidMs());
    if (drafts.isFirstAnswer() && message.hasContent()) {
      new MessageActs(drafts).take(message.getContent());
    }
  }

  /**
   * A model's whole answer acts by its markers and by the acts that it called as tools; the
   * built-in voice has none.
   *
   * @param called the acts that it called
   * @param given the events that its prompt was made from
   */
  public Derivation fromAnswer(String answer, List<Marker> called, List<Long> given) {
    Given known = new Given(drafts.seen(), Set.copyOf(given));
    new AnswerActs(drafts, promises, known).take(answer, called);
    return this;
  }

  /**
   * Returns the outcome with everything that follows from both, in the order in which it is
   * written.
   */
  public List<Draft> with(Draft outcome) {
    promises.expireTheRest(drafts.following());
    List<Draft> acts = new ArrayList<>();
    acts.add(outcome);
    acts.addAll(drafts.all());
    return Aftermath.of(drafts.mind(), drafts.facts(), acts, drafts.saidMs());
  }
}

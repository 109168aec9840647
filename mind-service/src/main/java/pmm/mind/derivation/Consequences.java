package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Causes;
import pmm.mindstate.Given;
import pmm.mindstate.MindState;
import pmm.mindstate.Reflection;
import pmm.mindstate.TraitRules;

/** What follows where the mind acts by itself, in no conversation. */
public final class Consequences {
  private Consequences() {}

  /**
   * Returns a reflection with all that follows from it, in the order of its append; nothing where
   * nothing came of it.
   *
   * @param given what the model knew
   * @param origin what is known of how it came about
   * @param nowMs when it is written, as far as is known
   */
  public static List<Draft> of(
      MindState mind,
      Reflection reflection,
      Given given,
      ObjectNode origin,
      DueTimes dueTimes,
      long nowMs) {
    PromiseActs promises = new PromiseActs(mind, dueTimes, nowMs);
    List<Draft> acts =
        new ReflectionActs(mind, Draft.facts(), given, promises, nowMs).of(reflection, origin);
    return acts.isEmpty() ? acts : Aftermath.of(mind, Draft.facts(), acts, nowMs);
  }

  /** Returns a step that follows from events which are stored. */
  public static Draft of(MindState mind, TraitRules.Change change) {
    ObjectNode meta = Aftermath.step(Draft.facts(), change);
    Causes.write(meta, change.causes(), mind.through(), 0);
    return new Draft("trait_changed", null, meta);
  }
}

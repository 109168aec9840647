package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Causes;
import pmm.mindstate.Growth;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.mindstate.TraitRules;

/** What an append does to the traits and the stage, by folding it before it is written. */
final class Aftermath {
  private Aftermath() {}

  /**
   * Returns the acts, and after them the changes that they cause.
   *
   * @param facts what every change says
   * @param tsMs when the acts are written, as far as is known
   */
  static List<Draft> of(MindState before, ObjectNode facts, List<Draft> acts, long tsMs) {
    MindState after = before;
    List<StateEvent> expected = new ArrayList<>();
    for (Draft act : acts) {
      if (act.kind().equals("commitment_opened") && after.growth().isPromised(words(act))) {
        act.meta().put(Growth.AGAIN, true);
      }
      expected.add(act.expectedAs(after.through() + 1, tsMs));
      after = MindState.reduce(after, expected.getLast());
    }
    List<Draft> all = new ArrayList<>(acts);
    for (TraitRules.Change change : TraitRules.changes(before, after, expected)) {
      ObjectNode meta = step(facts, change);
      Causes.write(meta, change.causes(), before.through(), all.size());
      all.add(new Draft("trait_changed", null, meta));
    }
    if (after.growth().stage() != before.growth().stage()) {
      ObjectNode meta = facts.deepCopy().put("from", before.growth().stage());
      meta.put("rules", Growth.VERSION).put("to", after.growth().stage());
      all.add(new Draft("stage_changed", null, meta));
    }
    return all;
  }

  private static String words(Draft act) {
    return act.content() == null ? "" : act.content();
  }

  /** Returns what a step is, without what caused it. */
  static ObjectNode step(ObjectNode facts, TraitRules.Change change) {
    ObjectNode meta = facts.deepCopy().put("delta", change.delta()).put("reason", change.reason());
    return meta.put("rules", TraitRules.VERSION).put("trait", change.trait().id());
  }
}

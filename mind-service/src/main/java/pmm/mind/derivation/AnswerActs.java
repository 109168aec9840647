package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Marker;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Memories;
import pmm.mindstate.PromiseGrammar;

/**
 * What a model's answer does: the acts that its markers stand for, and what it seems to promise.
 */
final class AnswerActs {
  private final Drafts drafts;
  private final PromiseActs promises;

  AnswerActs(Drafts drafts, PromiseActs promises) {
    this.drafts = drafts;
    this.promises = promises;
  }

  void take(String answer) {
    for (Marker marker : Drafts.first(MarkerParser.parse(answer))) {
      act(marker);
    }
    for (String sentence : Drafts.first(PromiseGrammar.proposed(answer))) {
      promises.propose(sentence);
    }
  }

  private void act(Marker marker) {
    switch (marker) {
      case Marker.Commit(String text) -> promises.open(text);
      case Marker.Close(long id) -> promises.close(id);
      case Marker.Remember(String text) -> remember(text);
      // Claims and reflections stay in the text: nothing follows from them yet.
      case Marker.Claim claim -> {}
      case Marker.Reflect reflect -> {}
      case Marker.Malformed(String line, String reason) -> drafts.malformed(line, reason);
    }
  }

  /** What stands already, or was called untrue, is not proposed again. */
  private void remember(String text) {
    Memories known = drafts.mind().memories();
    if (drafts.fits(text) && known.saying(text).isEmpty() && !known.isOutdated(text)) {
      ObjectNode meta = Drafts.telling(text, drafts.facts()).put("speaker", "mind");
      meta.put("source_offset", drafts.outcomeOffset()).put("subject", "person");
      drafts.add(new Draft("memory_proposed", text, meta));
    }
  }
}

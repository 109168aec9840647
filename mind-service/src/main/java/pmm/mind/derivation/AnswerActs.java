package pmm.mind.derivation;

import pmm.mind.ledger.Draft;
import pmm.mindstate.Marker;
import pmm.mindstate.MarkerParser;

/** What a model's answer does: the acts that its markers stand for. */
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

  private void remember(String text) {
    if (drafts.fits(text)) {
      drafts.add(
          new Draft(
              "memory_proposed",
              text,
              drafts.facts().put("speaker", "mind").put("subject", "person")));
    }
  }
}

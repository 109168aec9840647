package pmm.mind.derivation;

import java.util.HashSet;
import java.util.Set;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Commitments;
import pmm.mindstate.Commitments.Commitment;
import pmm.mindstate.Words;

/** Opens, closes and expires promises: each text opens one promise, and each promise ends once. */
final class PromiseActs {
  private final Drafts drafts;
  private final Commitments known;
  private final Set<String> opened = new HashSet<>();
  private final Set<Long> closed = new HashSet<>();

  PromiseActs(Drafts drafts) {
    this.drafts = drafts;
    this.known = drafts.mind().commitments();
  }

  void open(String text) {
    if (drafts.fits(text) && !known.isOpen(text) && opened.add(Words.normal(text))) {
      drafts.add(new Draft("commitment_opened", text, drafts.facts()));
    }
  }

  void close(long id) {
    if (known.isOpen(id).isEmpty() || !closed.add(id)) {
      drafts.malformed("CLOSE: " + id, "unknown_id");
    } else {
      drafts.add(new Draft("commitment_closed", null, drafts.facts().put("commitment_id", id)));
    }
  }

  /** Ends what nobody kept until then. */
  void expire(long nowMs) {
    for (Commitment promise : Drafts.first(known.expiredAt(nowMs))) {
      drafts.add(
          new Draft("commitment_expired", null, drafts.facts().put("commitment_id", promise.id())));
    }
  }
}

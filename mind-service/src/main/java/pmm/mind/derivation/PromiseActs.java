package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Commitment;
import pmm.mindstate.Commitments;
import pmm.mindstate.DueGrammar;
import pmm.mindstate.Words;

/** What an answer does to promises: each text opens one promise, and each promise ends once. */
final class PromiseActs {
  private final Drafts drafts;
  private final Commitments promises;
  private final Map<Long, Commitment> lapsing = new LinkedHashMap<>();
  private final Set<String> opened = new HashSet<>();
  private final Set<String> proposed = new HashSet<>();
  private final Set<Long> closed = new HashSet<>();

  PromiseActs(Drafts drafts) {
    this.drafts = drafts;
    this.promises = drafts.mind().commitments();
    Drafts.first(promises.expiredAt(drafts.saidMs()))
        .forEach(promise -> lapsing.put(promise.id(), promise));
  }

  /** What is promised already is not promised twice; what has expired is another promise. */
  void open(String text) {
    if (!drafts.fits(text) || !opened.add(Words.normal(text))) {
      return;
    }
    Optional<Commitment> same = promises.isOpen(text);
    Optional<Commitment> expired = same.filter(old -> lapsing.containsKey(old.id()));
    expired.ifPresent(this::expire);
    if (same.isEmpty() || expired.isPresent()) {
      drafts.add(new Draft("commitment_opened", text, source(text)));
    }
  }

  /**
   * Asks the person about a sentence. A model that opens promises by itself has said which of its
   * sentences are some.
   */
  void propose(String sentence) {
    boolean known =
        promises.isOpen(sentence).isPresent() || drafts.mind().proposals().isWaiting(sentence);
    if (opened.isEmpty() && !known && proposed.add(Words.normal(sentence))) {
      drafts.add(new Draft("commitment_proposed", sentence, source(sentence)));
    }
  }

  /** Where a promise comes from, and when it is due. */
  private ObjectNode source(String text) {
    ObjectNode facts = drafts.facts();
    OptionalLong due = DueGrammar.due(text, drafts.saidMs(), ZoneId.systemDefault());
    if (due.isPresent()) {
      facts.put("due_ms", due.getAsLong());
    }
    return facts.put("source_offset", drafts.outcomeOffset());
  }

  /** What is kept late is kept. */
  void close(long id) {
    if (promises.isOpen(id).isEmpty() || !closed.add(id)) {
      drafts.malformed("CLOSE: " + id, "unknown_id");
      return;
    }
    lapsing.remove(id);
    ObjectNode facts = drafts.facts().put("commitment_id", id);
    facts.put("evidence_offset", drafts.outcomeOffset());
    drafts.add(new Draft("commitment_closed", null, facts));
  }

  /** Ends what nobody has kept in time, nor now, be it by looking back. */
  void expireTheRest() {
    Commitments now = drafts.after().commitments();
    for (Commitment promise : List.copyOf(lapsing.values())) {
      if (now.isOpen(promise.id()).isPresent()) {
        expire(promise);
      }
    }
  }

  private void expire(Commitment promise) {
    lapsing.remove(promise.id());
    closed.add(promise.id());
    drafts.add(
        new Draft("commitment_expired", null, drafts.facts().put("commitment_id", promise.id())));
  }
}

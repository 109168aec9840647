package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Commitment;
import pmm.mindstate.Commitments;
import pmm.mindstate.MindState;
import pmm.mindstate.Words;

/**
 * What an append does to promises: the same words are one promise at a time, and each promise ends
 * once.
 */
final class PromiseActs {
  private final MindState mind;
  private final Commitments promises;
  private final DueTimes dueTimes;
  private final long saidMs;
  private final Map<Long, Commitment> lapsing = new LinkedHashMap<>();
  private final Set<String> opened = new HashSet<>();
  private final Set<String> proposed = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();
  private boolean promisesItself;

  /**
   * Acts on a mind.
   *
   * @param saidMs when the words were said, that promise and name a time
   */
  PromiseActs(MindState mind, DueTimes dueTimes, long saidMs) {
    this.mind = mind;
    this.promises = mind.commitments();
    this.dueTimes = dueTimes;
    this.saidMs = saidMs;
    Drafts.first(promises.expiredAt(saidMs)).forEach(each -> lapsing.put(each.id(), each));
  }

  /**
   * What is promised already is not promised twice; what has expired or was kept is another
   * promise.
   *
   * @param cited the events that it rests on
   */
  void open(String text, List<Long> cited, Following into) {
    promisesItself = true;
    Optional<Commitment> same = standing(text);
    same.filter(old -> lapsing.containsKey(old.id())).ifPresent(old -> expire(old, into));
    if (standing(text).isEmpty() && opened.add(Words.normal(text))) {
      ObjectNode facts = source(text, into);
      Drafts.cite(facts, cited);
      into.add(new Draft("commitment_opened", text, facts));
    }
  }

  /**
   * Asks the person about a sentence. A model that opens promises by itself has said which of its
   * sentences are some.
   */
  void propose(String sentence, Following into) {
    boolean known = standing(sentence).isPresent() || mind.proposals().isWaiting(sentence);
    if (!promisesItself && !known && proposed.add(Words.normal(sentence))) {
      into.add(new Draft("commitment_proposed", sentence, source(sentence, into)));
    }
  }

  /**
   * Ends a promise that was kept, be it late; returns whether it was open.
   *
   * @param facts what shows it
   */
  boolean close(long id, ObjectNode facts, Following into) {
    if (promises.findOpen(id).isEmpty() || !ended.add(id)) {
      return false;
    }
    lapsing.remove(id);
    into.add(new Draft("commitment_closed", null, facts.put("commitment_id", id)));
    return true;
  }

  /** Ends what nobody has kept in time, nor now. */
  void expireTheRest(Following into) {
    List.copyOf(lapsing.values()).forEach(promise -> expire(promise, into));
  }

  private Optional<Commitment> standing(String text) {
    return promises.findOpen(text).filter(promise -> !ended.contains(promise.id()));
  }

  /** Where a promise comes from, and when it is due. */
  private ObjectNode source(String text, Following into) {
    ObjectNode facts = into.facts().put("source_offset", into.offset());
    dueTimes.write(facts, text, saidMs);
    return facts;
  }

  private void expire(Commitment promise, Following into) {
    lapsing.remove(promise.id());
    ended.add(promise.id());
    into.add(
        new Draft("commitment_expired", null, into.facts().put("commitment_id", promise.id())));
  }
}

package pmm.mind.commitment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.derivation.DueTimes;
import pmm.mind.derivation.PersonActs;
import pmm.mind.derivation.PersonActs.By;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Commitment;
import pmm.mindstate.MindState;
import pmm.mindstate.Proposals.Proposal;
import pmm.rpc.Problem;

/** What the person does about promises. Told twice, an act is done once. */
final class CommitmentActs {
  private final PersonActs acts;
  private final DueTimes dueTimes;

  CommitmentActs(PersonActs acts, DueTimes dueTimes) {
    this.acts = acts;
    this.dueTimes = dueTimes;
  }

  /** Makes a promise of a proposal, in other words if there are any. */
  MindState confirm(long id, String text, By by) {
    return acts.write(
        by, mind -> decided(mind, id, by) ? List.of() : confirmed(mind, id, text, by));
  }

  /** Says that a proposal was no promise. */
  MindState reject(long id, By by) {
    return acts.write(
        by,
        mind ->
            decided(mind, id, by)
                ? List.of()
                : List.of(
                    new Draft("commitment_rejected", null, by.facts().put("proposal_id", id))));
  }

  /** Says that a promise was kept; by the person's word alone it ends, and moves nothing. */
  MindState close(long id, long evidence, By by) {
    return acts.write(
        by,
        mind -> {
          if (ended(mind, id, by)) {
            return List.of();
          }
          if (evidence < 0 || evidence > mind.through()) {
            throw Requests.bad(
                "evidence_event_id", Long.toString(evidence), "0 to " + mind.through());
          }
          ObjectNode facts = by.facts().put("commitment_id", id);
          if (evidence > 0) {
            facts.putArray("evidence_event_ids").add(evidence);
          }
          return List.of(new Draft("commitment_closed", null, facts));
        });
  }

  /** Gives a promise another due time. */
  MindState snooze(long id, long untilMs, By by) {
    return acts.write(
        by,
        mind -> {
          Commitment promise = promise(mind, id);
          if (acts.wrote(promise.movedEventId(), by)) {
            return List.of();
          }
          if (!promise.isOpen()) {
            throw over(promise);
          }
          ObjectNode facts = by.facts().put("commitment_id", id).put("until_ms", untilMs);
          return List.of(new Draft("commitment_snoozed", null, facts));
        });
  }

  private List<Draft> confirmed(MindState mind, long id, String text, By by) {
    Proposal proposal = proposal(mind, id);
    String promised = text.isEmpty() ? proposal.text() : text;
    mind.commitments()
        .findOpen(promised)
        .ifPresent(same -> {
          throw notPossible(id, "the same is promised already, as " + same.id());
        });
    ObjectNode facts = by.facts().put("proposal_id", id);
    boolean named = dueTimes.write(facts, promised, proposal.tsMs());
    if (!named && proposal.dueMs() > 0) {
      facts.put("due_ms", proposal.dueMs());
    }
    facts.put("source_event_id", proposal.sourceEventId());
    return List.of(new Draft("commitment_opened", promised, facts));
  }

  /** Returns whether this very act has decided a proposal before. */
  private boolean decided(MindState mind, long id, By by) {
    Proposal proposal = proposal(mind, id);
    if (proposal.isWaiting()) {
      return false;
    }
    if (acts.wrote(proposal.decidedEventId(), by)) {
      return true;
    }
    throw notPossible(
        id,
        "it was "
            + proposal.decision().name().toLowerCase(Locale.ROOT)
            + " by event "
            + proposal.decidedEventId());
  }

  /** Returns whether this very act has ended a promise before. */
  private boolean ended(MindState mind, long id, By by) {
    Commitment promise = promise(mind, id);
    if (promise.isOpen()) {
      return false;
    }
    if (acts.wrote(promise.endEventId(), by)) {
      return true;
    }
    throw over(promise);
  }

  private static Proposal proposal(MindState mind, long id) {
    if (mind.commitments().all().containsKey(id)) {
      throw notPossible(id, "it is a promise already (expected: a proposal that waits)");
    }
    return mind.proposals().find(id).orElseThrow(() -> notFound(id));
  }

  private static Commitment promise(MindState mind, long id) {
    Commitment promise = mind.commitments().all().get(id);
    if (promise != null) {
      return promise;
    }
    if (mind.proposals().find(id).isPresent()) {
      throw notPossible(id, "it is only proposed, so confirm it first (expected: an open promise)");
    }
    throw notFound(id);
  }

  private static Problem over(Commitment promise) {
    String state = promise.state().name().toLowerCase(Locale.ROOT);
    return notPossible(promise.id(), "it was " + state + " by event " + promise.endEventId());
  }

  private static Problem notPossible(long id, String why) {
    return new Problem(
        MindReason.ACT_NOT_POSSIBLE,
        "commitment_id: " + id + ": " + why,
        Map.of("commitment_id", Long.toString(id)));
  }

  /** Returns the failure of an id that no promise and no proposal has. */
  static Problem notFound(long id) {
    return new Problem(
        MindReason.COMMITMENT_NOT_FOUND,
        "commitment_id: " + id + " is no promise and no proposal",
        Map.of("commitment_id", Long.toString(id)));
  }
}

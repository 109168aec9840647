package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Given;
import pmm.mindstate.MisshapenException;
import pmm.mindstate.Refusal;
import pmm.mindstate.SelfClaim;

/** What a model says of the mind: recorded where the ledger bears it out, else refused. */
final class ClaimActs {
  private final Drafts drafts;
  private final Given given;

  ClaimActs(Drafts drafts, Given given) {
    this.drafts = drafts;
    this.given = given;
  }

  void take(String json) {
    SelfClaim claim;
    try {
      claim = SelfClaim.parse(json);
    } catch (MisshapenException wrong) {
      drafts.malformed("CLAIM: " + json, "bad_claim");
      return;
    }
    ObjectNode facts = drafts.facts();
    ArrayNode cited = facts.putArray("cited_event_ids");
    claim.events().forEach(cited::add);
    claim
        .refusal(drafts.mind(), given)
        .ifPresentOrElse(
            refusal -> drafts.add(refused(claim.text(), refusal, facts.put("of", "claim"))),
            () -> drafts.add(new Draft("claim_recorded", claim.text(), facts)));
  }

  /** Returns the event that says why words are not stood by. */
  static Draft refused(String words, Refusal refusal, ObjectNode facts) {
    facts.put("reason", refusal.reason());
    if (refusal.eventId() > 0) {
      facts.put("refused_event_id", refusal.eventId());
    }
    return new Draft("claim_refused", words, facts);
  }
}

package pmm.mindstate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import pmm.mindstate.Commitment.State;
import pmm.mindstate.Proposals.Decision;
import pmm.mindstate.Proposals.Proposal;

class CommitmentsTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private final Story story = new Story().add("mind_created", null, "{}");

  @Test
  void theSameWordsPromisedTwiceAreOnePromiseUntilItIsClosed() {
    story.add("commitment_opened", "I will check the map.", "{}");
    story.add("commitment_opened", "i will  check the map", "{}");
    assertEquals(1, promises().opened());
    story.add("commitment_closed", null, "{'commitment_id':99}");
    assertEquals(1, promises().open().size());
    story.add("commitment_closed", null, "{'commitment_id':2}");
    story.add("commitment_closed", null, "{'commitment_id':2}");
    assertEquals(1, promises().closed());
    story.add("commitment_opened", "I will check the map.", "{}");
    assertEquals(2, promises().opened());
    assertEquals(2, promises().open().getFirst().episode());
  }

  @Test
  void aPromiseWithoutATimeExpiresAfterThirtyDays() {
    story.add("commitment_opened", "check the map", "{}");
    assertEquals(List.of(), promises().expiredAt(2000 + 30 * DAY));
    assertEquals(2, promises().expiredAt(2001 + 30 * DAY).getFirst().id());
    assertFalse(promise(2).isOverdue(2001 + 30 * DAY));
    story.add("commitment_expired", null, "{'commitment_id':2}");
    assertEquals(1, promises().expired());
    assertEquals(List.of(), promises().open());
    assertEquals(State.EXPIRED, promise(2).state());
  }

  @Test
  void aPromiseWithATimeIsOverdueAfterItAndExpiresThreeDaysLater() {
    story.add("commitment_opened", "check the map", "{'due_ms':" + DAY + "}");
    assertEquals(List.of(), promises().overdueAt(DAY));
    assertEquals(2, promises().overdueAt(DAY + 1).getFirst().id());
    assertEquals(List.of(), promises().expiredAt(4 * DAY));
    assertEquals(2, promises().expiredAt(4 * DAY + 1).getFirst().id());
  }

  @Test
  void aSnoozeMovesTheDueTimeAndTheExpiryAndAsksForAnotherReminder() {
    story.add("commitment_opened", "check the map", "{'due_ms':" + DAY + "}");
    story.add("commitment_reminded", null, "{'commitment_id':2,'due_ms':" + (DAY - 1) + "}");
    assertTrue(promise(2).isToBeRemindedOf(DAY + 1));
    story.add("commitment_reminded", null, "{'commitment_id':2,'due_ms':" + DAY + "}");
    assertFalse(promise(2).isToBeRemindedOf(DAY + 1));
    story.add("commitment_snoozed", null, "{'commitment_id':2,'until_ms':" + 9 * DAY + "}");
    assertEquals(9 * DAY, promise(2).dueMs());
    assertEquals(12 * DAY, promise(2).expiryMs());
    assertFalse(promise(2).isOverdue(DAY + 1));
    assertTrue(promise(2).isToBeRemindedOf(9 * DAY + 1));
    story.add("commitment_closed", null, "{'commitment_id':2,'evidence_event_id':1}");
    story.add("commitment_snoozed", null, "{'commitment_id':2,'until_ms':" + 99 * DAY + "}");
    assertEquals(9 * DAY, promise(2).dueMs());
    assertEquals(List.of(1L), promise(2).evidence());
    assertFalse(promise(2).isOverdue(99 * DAY));
  }

  @Test
  void whatShowsThatOneWasKeptIsOneEventOrAList() {
    story.add("commitment_opened", "check the map", "{}").add("commitment_opened", "call", "{}");
    story.add(
        "commitment_closed",
        null,
        "{'commitment_id':2,'evidence_event_ids':[1,3],'evidence_offsets':[-1]}");
    story.add("commitment_closed", null, "{'commitment_id':3,'evidence_offset':-1}");
    assertEquals(List.of(1L, 3L, 3L), promise(2).evidence());
    assertEquals(List.of(4L), promise(3).evidence());
  }

  @Test
  void anAnswerOfTheSameAppendIsNamedByHowFarItStandsBefore() {
    story.add("commitment_opened", "check the map", "{'source_offset':-1}");
    assertEquals(1, promise(2).sourceEventId());
  }

  @Test
  void aProposalIsNoPromiseUntilItIsConfirmed() {
    story.add("commitment_proposed", "I'll check the map.", "{'source_offset':-1,'due_ms':5}");
    story.add("commitment_proposed", "I'll check the map", "{}");
    Proposals proposals = story.state().proposals();
    Proposal waiting = new Proposal(2, "I'll check the map.", 2000, 5, 1, Decision.NONE, 0);
    assertEquals(waiting, proposals.find(2).orElseThrow());
    assertEquals(1, proposals.all().size());
    assertEquals(0, promises().opened());
    story.add("commitment_opened", "I'll check the map.", "{'proposal_id':2,'source_event_id':1}");
    Proposal confirmed = story.state().proposals().find(2).orElseThrow();
    assertEquals(Decision.CONFIRMED, confirmed.decision());
    assertEquals(4, confirmed.decidedEventId());
    assertEquals(1, promise(4).sourceEventId());
  }

  @Test
  void aRejectedProposalStaysRejectedAndItsWordsMayBeProposedAgain() {
    story.add("commitment_proposed", "I'll check the map.", "{}");
    story.add("commitment_rejected", null, "{'proposal_id':2}");
    story.add("commitment_opened", "something else", "{'proposal_id':2}");
    assertEquals(Decision.REJECTED, story.state().proposals().find(2).orElseThrow().decision());
    assertFalse(story.state().proposals().isWaiting("I'll check the map."));
    story.add("commitment_proposed", "I'll check the map.", "{}");
    assertTrue(story.state().proposals().isWaiting("i'll check the map"));
  }

  private Commitments promises() {
    return story.state().commitments();
  }

  private Commitment promise(long id) {
    return requireNonNull(promises().all().get(id));
  }
}

package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Holds the form of the folded mind to its version: whoever changes what a ledger folds to raises
 * {@link MindState#VERSION}, as a snapshot of the other reducers would be taken for one of these.
 */
class GoldenStateTest {
  private static final String META =
      """
      {'conversation_id':'c','attempt_id':'a','model_id':'m','context_tokens':4096,'to':{'model_id':'m','digest':'d'},
       'parent_event_id':0,'user_event_id':5,'leaf_event_id':5,'through_event_id':5,'cited_event_ids':[5],
       'commitment_id':20,'proposal_id':18,'due_ms':90000,'until_ms':80000,'source_offset':-1,'evidence_event_id':5,
       'memory_id':27,'source_event_id':5,'subject':'person','trait':'openness','delta':0.02,'reason':'more',
       'observations':[{'subject':'mind'}],'usage':{'prompt_tokens':7},'of':'reflection','purpose':'reflection',
       'network_id':'n','body_bytes':9,'answer_event_id':7,'feedback':'kind','cause_event_ids':[5],
       'probes':[{'probe':'name','score_milli':0}],'state':'on','quiet':'22:00-07:00'}\
      """;

  @Test
  void aLedgerWithEveryKindFoldsToThisUnderThisVersion() {
    Story story = new Story();
    for (String kind : ReplayPropertyTest.KINDS) {
      story.add(kind, "I will look after the tomatoes.", META);
    }
    story.exchange("c", 0, "Hello.", "I will check.");
    for (String kind : ReplayPropertyTest.KINDS) {
      // As it is once its words are forgotten.
      story.add(kind, null, META);
    }
    MindState mind = story.state();
    assertEquals(
        "pmm-state/16 5c54f5e24e14838d031ae6dfe1277f6dff277f735ab1ac8b0f0047b0995e0740"
            + " ceecd2e0",
        String.join(
            " ",
            MindState.VERSION,
            mind.projectionHash(),
            Integer.toHexString(mind.toJson().toString().hashCode())));
  }
}

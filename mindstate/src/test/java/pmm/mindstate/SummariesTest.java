package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummariesTest {
  /** Two exchanges: messages 3 and 6, answers 5 and 8. */
  private final Story story =
      new Story()
          .add("mind_created", null, "{}")
          .add("conversation_started", null, "{'conversation_id':'c'}")
          .exchange("c", 0, "Where is Porto?", "In Portugal.")
          .exchange("c", 5, "And Lisbon?", "In Portugal, too.");

  @Test
  void standsForTheBranchDownToTheMessageItNames() {
    summary("5", "3,5");
    assertEquals(5, talk().summarizedThrough(8));
    assertEquals(5, talk().summarizedThrough(5));
    assertEquals(0, talk().summarizedThrough(3), "what ends above it");
    assertEquals(2, talk().turns(talk().summarizedThrough(8)));
    assertEquals(9L, talk().summaries().get(5L));
  }

  @Test
  void goesOnFromTheOneBeforeIt() {
    summary("5", "3,5");
    summary("8", "9,6,8");
    assertEquals(8, talk().summarizedThrough(8));
    assertEquals(10L, talk().summaries().get(8L));
  }

  @Test
  void saysNothingOfABranchBesideIt() {
    summary("8", "3,5,6,8");
    story.exchange("c", 5, "And Faro?", "In Portugal as well.");
    assertEquals(12, talk().leaf());
    assertEquals(0, talk().summarizedThrough(12));
    assertEquals(8, talk().summarizedThrough(8));
  }

  @Test
  void oneFurtherUpLeavesWhatALaterOneStandsFor() {
    story.exchange("c", 8, "And Faro?", "In Portugal as well.");
    summary("8", "3,5,6,8");
    summary("5", "3,5");
    story.exchange("c", 11, "And Braga?", "Too.").exchange("c", 5, "And Evora?", "Too.");
    assertEquals(8, talk().summarizedThrough(11));
    assertEquals(8, talk().summarizedThrough(16));
    assertEquals(5, talk().summarizedThrough(6));
    assertEquals(5, talk().summarizedThrough(19));
    assertEquals(0, talk().summarizedThrough(3));
  }

  @Test
  void standsForEachBranchBelowItInALongTalk() {
    for (int i = 0; i < 100; i++) {
      story.exchange("c", 5, "And again?", "Well.");
      story.exchange("c", story.last(), "And then?", "Well.");
    }
    summary("5", "3,5");
    Conversation talk = talk();
    for (Node node : talk.nodes()) {
      assertEquals(node.id() < 5 ? 0 : 5, talk.summarizedThrough(node.id()));
      assertEquals(node.summarizedThrough(), talk.summarizedThrough(node.id()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'through_event_id':5,'cited_event_ids':[5]",
        "'through_event_id':5,'cited_event_ids':[3,5,6]",
        "'through_event_id':5,'cited_event_ids':[3,'x']",
        "'through_event_id':5,'cited_event_ids':3",
        "'through_event_id':5",
        "'through_event_id':4,'cited_event_ids':[3]",
        "'through_event_id':99,'cited_event_ids':[3,5]",
        "'cited_event_ids':[3,5]",
        "'through_event_id':8,'cited_event_ids':[9,6,8]",
      })
  void countsForNothingIfItDoesNotStandForWhatItCites(String meta) {
    story.add("summary", "Of towns.", "{'conversation_id':'c'," + meta + "}");
    assertTrue(talk().summaries().isEmpty());
  }

  @Test
  void countsForNothingWithoutWordsOrElsewhere() {
    story.add(
        "summary", null, "{'conversation_id':'c','through_event_id':5,'cited_event_ids':[3,5]}");
    story.add("summary", "Of towns.", "{'through_event_id':5,'cited_event_ids':[3,5]}");
    assertTrue(talk().summaries().isEmpty());
  }

  @Test
  void countsNoMoreOnceAMessageOfItIsForgotten() {
    summary("5", "3,5");
    summary("8", "9,6,8");
    List<StateEvent> forgotten = new ArrayList<>(story.events());
    StateEvent third = forgotten.get(2);
    forgotten.set(2, new StateEvent(3, third.tsMs(), third.kind(), null, third.meta()));
    Conversation talk =
        Story.fold(MindState.EMPTY, forgotten).conversations().find("c").orElseThrow();
    assertTrue(talk.summaries().isEmpty());
    assertEquals(3, talk.turns(8));
  }

  @Test
  void aSnapshotPlusTheRestEqualsTheWholeForEveryPrefix() throws Exception {
    summary("5", "3,5");
    story.exchange("c", 8, "And Faro?", "In Portugal as well.");
    summary("8", "9,6,8");
    List<StateEvent> events = story.events();
    for (int n = 0; n <= events.size(); n++) {
      MindState prefix = Story.fold(MindState.EMPTY, events.subList(0, n));
      MindState stored =
          MindState.fromJson(new JsonMapper().readTree(prefix.toJson().toString())).orElseThrow();
      assertEquals(prefix, stored);
      prefix
          .conversations()
          .find("c")
          .ifPresent(talk ->
              talk.nodes()
                  .forEach(node ->
                      assertEquals(
                          node, stored.conversations().find("c").orElseThrow().node(node.id()))));
      assertEquals(story.state(), Story.fold(stored, events.subList(n, events.size())));
    }
    assertEquals(2, talk().summaries().size());
  }

  private void summary(String through, String cited) {
    story.add(
        "summary",
        "Of towns.",
        "{'conversation_id':'c','through_event_id':"
            + through
            + ",'cited_event_ids':["
            + cited
            + "]}");
  }

  private Conversation talk() {
    return story.state().conversations().find("c").orElseThrow();
  }
}

package pmm.mindstate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private final Story story =
      new Story()
          .add("mind_created", null, "{}")
          .add("conversation_started", null, "{'conversation_id':'c'}")
          .exchange(
              "c",
              0,
              "Where is Porto, and how far away is it from here by train these days?",
              "In Portugal.");

  @Test
  void theFirstWordsAreTheTitleUntilItIsRenamed() {
    assertEquals("Where is Porto, and how far away is it from here by train…", talk().title());
    story.add("conversation_renamed", "Porto", "{'conversation_id':'c'}");
    assertEquals("Porto", talk().title());
  }

  @Test
  void anAnswerHangsUnderItsMessageAndIsShown() {
    assertEquals(5, talk().leaf());
    assertEquals(3, node(5).parent());
    assertEquals(List.of(3L), talk().roots());
  }

  @Test
  void anEditIsASibling() {
    story.exchange("c", 0, "Where is Lisbon?", "In Portugal, too.");
    assertEquals(List.of(3L, 6L), talk().roots());
    assertEquals(8, talk().leaf());
    story.add("branch_selected", null, "{'conversation_id':'c','leaf_event_id':5}");
    assertEquals(5, talk().leaf());
    assertEquals(8, talk().latestLeaf(6));
  }

  @Test
  void aFailedSecondAttemptLeavesTheFirstAnswerShown() {
    start("again");
    assertEquals(3, talk().leaf());
    story.add("generation_failed", null, "{'conversation_id':'c','attempt_id':'again'}");
    assertEquals(5, talk().leaf());
    assertEquals(List.of(5L, 7L), talk().children(3));
  }

  @Test
  void onlyTheFirstOutcomeOfAnAttemptCounts() {
    start("again");
    assertEquals(1, state().attempts().withoutOutcome().size());
    story.add("generation_stopped", "In Po", "{'conversation_id':'c','attempt_id':'again'}");
    story.add("assistant_message", "In Portugal!", "{'conversation_id':'c','attempt_id':'again'}");
    assertTrue(state().attempts().withoutOutcome().isEmpty());
    assertEquals(7, talk().leaf());
    assertEquals(3, talk().nodes().size());
    assertEquals(7, state().attempt("again").orElseThrow().outcomeEventId());
  }

  @Test
  void whatCameOfAnAnswerIsNotedAtIt() {
    start("again");
    story.add("assistant_message", "I will.", "{'conversation_id':'c','attempt_id':'again'}");
    story.add("commitment_opened", "check the map", "{'attempt_id':'again'}");
    assertEquals(List.of(8L), node(7).notes());
  }

  @Test
  void importedTalkHangsTogetherByWhereItStandsInItsAppend() {
    String from = ",'source':{'format':'chatgpt','original_time_us':%d}}";
    story
        .add(
            "conversation_started", null, "{'conversation_id':'i'" + from.formatted(1_000_250_000L))
        .add("user_message", "Hello?", "{'conversation_id':'i'" + from.formatted(2_000_000_000L))
        .add(
            "assistant_message",
            "Hello!",
            "{'conversation_id':'i','parent_offset':-1" + from.formatted(3_000_000_000L))
        .add(
            "assistant_message",
            "Hi!",
            "{'conversation_id':'i','parent_offset':-2" + from.formatted(4_000_000_000L))
        .add("branch_selected", null, "{'conversation_id':'i','leaf_offset':-2}");
    Conversation imported = state().find("i").orElseThrow();
    long hello = imported.roots().getFirst();
    assertEquals(List.of(hello + 1, hello + 2), imported.children(hello));
    assertEquals(hello + 1, imported.leaf());
    assertEquals(1_000_250, imported.createMs());
    assertEquals(4_000_000, imported.updateMs());
  }

  @Test
  void whatWasTakenOutAndCameAgainStandsWhereItStood() {
    String talk = "{'conversation_id':'i','source':{'format':'x'}";
    story
        .add("conversation_started", null, talk + "}")
        .add("user_message", "Shall we?", talk + ",'parent_offset':0}")
        .add("assistant_message", null, talk + ",'parent_offset':-1}")
        .add("user_message", "Why?", talk + ",'parent_offset':-1}")
        .add("user_message", "When?", "{'conversation_id':'i','parent_offset':-2}");
    long first = state().find("i").orElseThrow().roots().getFirst();
    story.add(
        "assistant_message",
        "No.",
        talk + ",'parent_offset':-4,'in_place_of_event_id':" + (first + 1) + "}");
    Conversation again = state().find("i").orElseThrow();
    long now = first + 4;
    assertEquals(List.of(now), again.children(first));
    assertEquals(List.of(first + 2, first + 3), again.children(now));
    assertEquals(now, requireNonNull(again.node(first + 3)).parent());
    assertEquals(now, requireNonNull(again.node(first + 1)).id(), "by its old name too");
    Conversation stored =
        MindState.fromJson(story.state().toJson())
            .orElseThrow()
            .conversations()
            .find("i")
            .orElseThrow();
    assertEquals(List.of(first + 2, first + 3), stored.children(now));
  }

  private void start(String attempt) {
    story.add(
        "generation_started",
        null,
        "{'conversation_id':'c','attempt_id':'" + attempt + "','user_event_id':3}");
  }

  private Conversations state() {
    return story.state().conversations();
  }

  private Node node(long id) {
    return requireNonNull(talk().node(id));
  }

  private Conversation talk() {
    return state().find("c").orElseThrow();
  }
}

package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import pmm.mindstate.Memory.State;

class MemoriesTest {
  private final Story story = new Story().add("mind_created", null, "{}");

  private Memories memories() {
    MindState state = story.state();
    assertEquals(state, MindState.fromJson(state.toJson()).orElseThrow());
    return state.memories();
  }

  private List<String> kept() {
    return StreamSupport.stream(memories().kept().spliterator(), false)
        .map(entry -> entry.getValue().text())
        .toList();
  }

  @Test
  void aCorrectionEndsTheOldWordsWhereverTheyStand() {
    story.add("memory_kept", "Ana lives in Porto", "{'source_event_id':1}");
    assertFalse(memories().isOutdated("Well: “Ana lives in Porto” (event 2)."));
    story.add("memory_corrected", "Ana lives in Lisbon", "{'memory_id':2}");

    assertEquals(List.of("Ana lives in Lisbon"), kept());
    assertTrue(memories().isOutdated("Well: “ana  lives in Porto” (event 2)."));
    assertFalse(memories().isOutdated("Ana lives in Portofino"));
    assertFalse(memories().isOutdated("Ana lives in Lisbon"));
    assertEquals(3, memories().today(2).orElseThrow().id());
    story.add("memory_corrected", "Ana lives in Porto", "{'memory_id':3}");
    assertFalse(memories().isOutdated("Ana lives in Porto"));
    assertTrue(memories().isOutdated("Ana lives in Lisbon"));
    assertEquals(4, memories().today(2).orElseThrow().id());
  }

  @Test
  void wordsWithoutSpacesBetweenThemAreFoundToo() {
    story.add("memory_kept", "彼は東京に住む", "{}");
    story.add("memory_corrected", "彼は京都に住む", "{'memory_id':2}");
    assertTrue(memories().isOutdated("覚えて：彼は東京に住む。"));
    assertFalse(memories().isOutdated("覚えて：彼は京都に住む。"));
  }

  @Test
  void whatIsNotTrueIsHeldNoLonger() {
    story.add("memory_proposed", "The person likes tea", "{'speaker':'mind'}");
    story.add("memory_rejected", null, "{'memory_id':2}");
    assertEquals(0, memories().proposed().size());
    assertEquals(State.REJECTED, memories().find(2).orElseThrow().state());
    assertTrue(memories().today(2).isEmpty());
    assertFalse(memories().isNew("the person likes tea."));
  }

  @Test
  void whatWasOnlyProposedHidesNoTalk() {
    story.add("memory_proposed", "the", "{}").add("memory_rejected", null, "{'memory_id':2}");
    story.add("memory_proposed", "coffee", "{}");
    story.add("memory_kept", "I drink coffee at noon", "{'proposal_id':4}");
    story.add("memory_proposed", "tea", "{}");
    story.add("memory_corrected", "I drink tea at five", "{'memory_id':6}");
    for (String text : List.of("the", "coffee", "tea")) {
      assertFalse(memories().isOutdated("Is there any in the house? " + text), text);
      assertFalse(memories().isNew(text), text);
    }
    assertTrue(memories().isNew("coffee and tea"));
    story.add("memory_rejected", null, "{'memory_id':5}");
    assertTrue(memories().isOutdated("I said: I drink coffee at noon."));
    assertFalse(memories().isOutdated("Some coffee?"));
  }

  @Test
  void whatIsPartOfKeptWordsIsNotOutdatedThere() {
    story.add("memory_kept", "I live in Porto", "{}");
    story.add("memory_corrected", "I live in Porto Alegre", "{'memory_id':2}");
    assertFalse(memories().isOutdated("As I said, I live in Porto Alegre."));
    assertTrue(memories().isOutdated("I live in Porto Alegre. No: I live in Porto."));
    story.add("memory_corrected", "They say I live in Porto", "{'memory_id':3}");
    assertFalse(memories().isOutdated("They say I live in Porto"));
    assertTrue(memories().isOutdated("I live in Porto Alegre"));
  }

  @Test
  void longWordsEndWhereTheyEnd() {
    String long1 = "list of " + "word ".repeat(80) + "one";
    String long2 = "list of " + "word ".repeat(80) + "two";
    story.add("memory_kept", long1, "{}").add("memory_corrected", long2, "{'memory_id':2}");
    assertTrue(memories().isOutdated(long1));
    assertFalse(memories().isOutdated(long2));
  }

  @Test
  void aProposalIsKeptOrCorrectedOnce() {
    story.add("memory_proposed", "The person likes tea", "{'speaker':'mind','source_offset':-1}");
    assertEquals(1, memories().find(2).orElseThrow().sourceEventId());
    story.add("memory_kept", "The person likes tea", "{'proposal_id':2,'speaker':'mind'}");
    assertEquals(0, memories().proposed().size());
    assertEquals(State.REPLACED, memories().find(2).orElseThrow().state());
    assertFalse(memories().isOutdated("The person likes tea"));
    story.add("memory_rejected", null, "{'memory_id':2}");
    assertEquals(State.REPLACED, memories().find(2).orElseThrow().state());
    assertEquals(1, memories().kept().size());
  }

  @Test
  void aProposalGoesWithItsKeptWordsForgotten() {
    story.add("memory_proposed", "The person likes tea", "{}");
    story.add("memory_kept", null, "{'proposal_id':2}");
    assertEquals(0, memories().proposed().size());
    assertEquals(0, memories().kept().size());
  }

  @Test
  void theSameWordsStandOnce() {
    story.add("memory_proposed", "I like C++.", "{}");
    story.add("memory_proposed", "i like  c++", "{}");
    assertEquals(1, memories().proposed().size());
    story.add("memory_kept", "I like C++", "{}");
    assertEquals(0, memories().proposed().size());
    story.add("memory_kept", "I like C", "{}").add("memory_kept", "I like C++!", "{}");
    assertEquals(List.of("I like C", "I like C++!"), kept());
    assertFalse(memories().isOutdated("I like C++"));
  }

  @Test
  void oneOfTwoTakesThePlaceOfTheOther() {
    story.add("memory_kept", "I live in Porto", "{}").add("memory_kept", "I live in Lisbon", "{}");
    Memories both = memories();
    assertEquals(
        List.of(2L),
        both.contradicting(both.find(3).orElseThrow()).stream().map(Memory::id).toList());
    story.add("memory_corrected", "I live in Lisbon", "{'memory_id':2,'true_memory_id':3}");
    Memories after = memories();
    assertEquals(List.of("I live in Lisbon"), kept());
    assertEquals(List.of(), after.contradicting(after.find(4).orElseThrow()));
    assertEquals(4, after.today(3).orElseThrow().id());
  }

  @Test
  void thePersonsNameIsCorrectedLikeAnyMemory() {
    story.add("memory_kept", "My name is Scott", "{'attribute':'name'}");
    story.add("memory_corrected", "My name is Robin", "{'memory_id':2,'attribute':'name'}");
    assertEquals("Robin", story.state().identity().personName());
    assertEquals(3, story.state().identity().personNameEventId());
    story.add("memory_rejected", null, "{'memory_id':2}");
    assertEquals("Robin", story.state().identity().personName());
    story.add("memory_rejected", null, "{'memory_id':3}");
    assertEquals("", story.state().identity().personName());
  }
}

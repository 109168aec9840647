package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class MindStateTest {
  private final Story story = new Story().add("mind_created", null, "{}");

  @Test
  void aSwitchOfModelsLeavesTheProjectionsEqual() {
    story.add("name_adopted", "Echo", "{'source_event_id':1}");
    MindState named = story.state();
    String before = named.projectionHash();
    story.add("model_selected", null, "{'to':{'model_id':'ollama:tiny','digest':'abc'}}");
    assertEquals(before, story.state().projectionHash());
    assertTrue(named.isSameAs(story.state()));
    assertEquals("ollama:tiny", story.state().models().selected().modelId());
    assertEquals(1, story.state().models().switches());
    story.add("name_adopted", "Nova", "{'source_event_id':1}");
    assertNotEquals(before, story.state().projectionHash());
    assertFalse(named.isSameAs(story.state()));
  }

  @Test
  void aCorrectedMemoryTakesTheOldOnesPlace() {
    story.add("memory_kept", "Ana lives in Porto", "{'source_event_id':1,'subject':'person'}");
    story.add("memory_corrected", "Ana lives in Lisbon", "{'memory_id':2}");
    Memories memories = story.state().memories();
    assertEquals(1, memories.kept().size());
    assertEquals(
        "Ana lives in Lisbon",
        memories.kept().get(3L) == null ? "" : memories.kept().get(3L).text());
  }

  @Test
  void thePersonsNameComesFromAMemoryAndNamesNeverMix() {
    story.add("memory_kept", "My name is Scott", "{'attribute':'name','subject':'person'}");
    story.add("name_adopted", "Echo", "{}");
    assertEquals("Scott", story.state().identity().personName());
    assertEquals("Echo", story.state().identity().name());
  }

  @Test
  void thePersonsNameStandsWhereItsEventSays() throws Exception {
    ObjectNode told = Memory.telling("My name is Zoë Ann.", JsonNodeFactory.instance.objectNode());
    assertEquals("name", told.path("attribute").asText());
    assertEquals("[11,7]", told.path("name_at").toString());
    story.add("memory_kept", "My name is Zoë Ann.", told.toString());
    assertEquals("Zoë Ann", story.state().identity().personName());
    // Whatever a grammar would read, the event decides.
    story.add(
        "memory_kept", "🧠 call me Sue, my name is Li", "{'attribute':'name','name_at':[10,3]}");
    assertEquals("Sue", story.state().identity().personName());
    story.add("memory_kept", "My name is Rex", "{'attribute':'name','name_at':[]}");
    story.add("memory_kept", "My name is Rex", "{'attribute':'name','name_at':[11,9]}");
    assertEquals("Sue", story.state().identity().personName());
    story.add("memory_kept", null, "{'attribute':'name','name_at':[11,5]}");
    assertEquals("", story.state().identity().personName());
  }

  @Test
  void pulsesWithANameRaiseTheStageAndIdleTimeDoesNot() {
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    story.add("name_adopted", "Echo", "{}");
    for (int i = 0; i < 80; i++) {
      story.exchange("c", 0, "hello", "hello");
    }
    MindState mind = story.state();
    assertEquals(80, mind.growth().pulses());
    assertEquals(1, mind.growth().stage());
    assertTrue(mind.growth().ias() > 0.38 && mind.growth().ias() < 0.48);
    story.add("note", "a year later", "{}");
    assertEquals(mind.growth(), story.state().growth());
  }

  @Test
  void traitsMoveOnlyWithANameAndRarely() {
    MindState nameless = story.state();
    story.add("name_adopted", "Echo", "{}").add("marker_malformed", "COMMIT:", "{}");
    List<StateEvent> last = List.of(story.events().getLast());
    assertTrue(TraitRules.changes(nameless, nameless, last).isEmpty());
    MindState named = story.state();
    assertEquals(
        List.of(new TraitRules.Change(Trait.NEUROTICISM, 0.01, "malformed", List.of(3L))),
        TraitRules.changes(named, named, last));
    story.add("trait_changed", null, "{'trait':'neuroticism','delta':0.01,'reason':'malformed'}");
    MindState moved = story.state();
    assertEquals(0.51, moved.traits().score(Trait.NEUROTICISM), 1e-9);
    assertTrue(TraitRules.changes(moved, moved, last).isEmpty());
  }

  @Test
  void threeCalmPulsesCalm() {
    story.add("name_adopted", "Echo", "{}");
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    story.exchange("c", 0, "a", "b").exchange("c", 0, "a", "b");
    assertEquals(List.of(), calming());
    story.exchange("c", 0, "a", "b");
    assertEquals(List.of(6L, 9L, 12L), calming());
    story.exchange("c", 0, "a", "b");
    assertEquals(List.of(9L, 12L, 15L), calming());
    story.add("marker_malformed", "COMMIT:", "{}");
    assertEquals(List.of(), calming());
  }

  /** Returns what calms the mind now. */
  private List<Long> calming() {
    MindState mind = story.state();
    return TraitRules.changes(mind, mind, story.events()).stream()
        .filter(change -> change.reason().equals("calm"))
        .flatMap(change -> change.causes().stream())
        .toList();
  }
}

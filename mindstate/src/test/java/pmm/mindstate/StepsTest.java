package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pmm.mindstate.Step.Figure;

class StepsTest {
  private static final Set<Figure> ALL = EnumSet.allOf(Figure.class);
  private static final Set<Figure> RARE = EnumSet.of(Figure.TRAIT, Figure.STAGE);

  /** Six hundred exchanges, in each of which the commonest figures take a step. */
  private static MindState longLife() {
    Story story = new Story().add("mind_created", null, "{}").add("name_adopted", "Echo", "{}");
    story.add("trait_changed", null, "{'trait':'openness','delta':0.01,'reason':'more'}");
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    story.add("commitment_opened", "look", "{}");
    for (int i = 0; i < 600; i++) {
      story.exchange("c", 0, "hello", "hello");
    }
    return story.state();
  }

  @Test
  void theRareStepsOfALifeStayAtHandWhileTheFrequentOnesGo() {
    Steps steps = longLife().steps();
    assertTrue(steps.areAll(RARE));
    List<Step> rare = steps.before(Long.MAX_VALUE, RARE);
    assertEquals(Figure.TRAIT, rare.getLast().figure());
    assertTrue(rare.stream().anyMatch(step -> step.figure() == Figure.STAGE), rare.toString());
    assertFalse(steps.areAll(EnumSet.of(Figure.GAS)));
    assertEquals(200, steps.before(Long.MAX_VALUE, EnumSet.of(Figure.GAS)).size());
  }

  @Test
  void stepsOfSeveralFiguresGoBackToWhereOneIsMissing() {
    Steps steps = longLife().steps();
    List<Step> newest = steps.before(Long.MAX_VALUE, ALL);
    assertEquals(steps.count(), newest.getFirst().number());
    for (int i = 1; i < newest.size(); i++) {
      assertEquals(newest.get(i - 1).number() - 1, newest.get(i).number());
    }
    assertTrue(newest.size() >= 200);
    assertEquals(newest.subList(1, newest.size()), steps.before(steps.count(), ALL));
    assertEquals(List.of(), steps.before(100, ALL));
  }

  @Test
  void areTheSameInASnapshotAndGoOnAlike() throws Exception {
    MindState mind = longLife();
    MindState stored =
        MindState.fromJson(new JsonMapper().readTree(mind.toJson().toString())).orElseThrow();
    assertEquals(mind, stored);
    StateEvent next =
        new StateEvent(
            mind.through() + 1,
            1,
            "commitment_opened",
            "again",
            JsonNodeFactory.instance.objectNode());
    MindState further = MindState.reduce(mind, next);
    assertEquals(mind.steps().count() + 1, further.steps().count());
    assertEquals(further, MindState.reduce(stored, next));
  }
}

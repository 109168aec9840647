package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void eachStepNamesItsEventsAndTheModelOfItsTime() {
    Story story = new Story().add("mind_created", null, "{}").add("name_adopted", "Echo", "{}");
    story.add("model_selected", null, "{'to':{'model_id':'ollama:tiny','digest':'one'}}");
    story.add("marker_malformed", "COMMIT:", "{}");
    story.add(
        "trait_changed",
        null,
        "{'trait':'neuroticism','delta':0.01,'reason':'malformed','cause_offsets':[-1]}");
    story.add("model_selected", null, "{'to':{'model_id':'ollama:big','digest':'two'}}");
    story.add("commitment_opened", "look", "{}");
    List<String> steps = new ArrayList<>();
    MindState mind = MindState.EMPTY;
    for (StateEvent event : story.events()) {
      MindState next = MindState.reduce(mind, event);
      for (Step step : Step.of(mind, event, next)) {
        steps.add(
            String.format(
                Locale.ROOT,
                "%s %s %.2f %.2f %s %d %s %s",
                step.figure(),
                step.trait(),
                step.before(),
                step.after(),
                step.reason(),
                step.eventId(),
                step.causes(),
                step.model().modelId()));
      }
      mind = next;
    }
    assertEquals(
        List.of(
            "TRAIT neuroticism 0.50 0.51 malformed 5 [4] ollama:tiny",
            "GAS  0.00 0.07 commitment_opened 7 [7] ollama:big"),
        steps);
  }
}

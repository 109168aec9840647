package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.mindstate.PromiseFigures.Health;

class PromiseFiguresTest {
  private static final long NOW = 1_000_000;

  @Test
  void countsWhatTheEventsSay() {
    Story story = new Story().add("conversation_started", null, "{'conversation_id':'c'}");
    story.exchange("c", 0, "hello", "COMMIT: a");
    story.add("commitment_opened", "a", "{'due_ms':5}").add("commitment_opened", "b", "{}");
    story.add("commitment_opened", "c", "{}").add("commitment_opened", "d", "{'due_ms':9000000}");
    story.add("commitment_closed", null, "{'commitment_id':7}");
    story.add("commitment_closed", null, "{'commitment_id':6}");
    story.add("commitment_expired", null, "{'commitment_id':8}");
    story.add("commitment_proposed", "e", "{}").add("commitment_opened", "f", "{'due_ms':9000000}");
    story.exchange("c", 4, "hello", "hello");
    story.add("assistant_message", "hi", "{'attempt_id':'x','model_id':'" + Models.BUILT_IN + "'}");
    PromiseFigures figures = PromiseFigures.of(story.state(), NOW);
    assertEquals(new PromiseFigures(5, 2, 1, 2, 1, 1, 2, List.of(2L, 4L)), figures);
    assertEquals(OptionalDouble.empty(), figures.success());
    assertEquals(OptionalDouble.of(2.5), figures.extractionRate());
    assertEquals(OptionalDouble.of(3), figures.meanLifeSpan());
    assertEquals(OptionalDouble.of(3), figures.medianLifeSpan());
    assertEquals(Health.TOO_EARLY, figures.health());
    assertEquals("Too early to say: 3 have ended, and it takes 5", figures.inWords());
  }

  @Test
  void saysNothingWhereThereIsNothingToWorkItOutFrom() {
    PromiseFigures none = PromiseFigures.of(MindState.EMPTY, NOW);
    assertEquals(OptionalDouble.empty(), none.success());
    assertEquals(OptionalDouble.empty(), none.extractionRate());
    assertEquals(OptionalDouble.empty(), none.medianLifeSpan());
    assertEquals(Health.TOO_EARLY, none.health());
  }

  @Test
  void theMedianIsTheMiddleOne() {
    PromiseFigures figures = new PromiseFigures(3, 3, 0, 0, 0, 0, 3, List.of(1L, 2L, 90L));
    assertEquals(OptionalDouble.of(2), figures.medianLifeSpan());
    assertEquals(OptionalDouble.of(31), figures.meanLifeSpan());
  }

  @Test
  void saysWhyInWords() {
    PromiseFigures figures = new PromiseFigures(12, 8, 3, 1, 1, 0, 12, List.of());
    assertEquals(OptionalDouble.of(8.0 / 11), figures.success());
    assertEquals("At risk: 8 of 11 were kept (73 %), 1 is overdue", figures.inWords());
  }

  @ParameterizedTest
  @CsvSource({
    "4,0,0,TOO_EARLY",
    "3,2,0,HEALTHY",
    "5,0,1,AT_RISK",
    "5,0,2,AT_RISK",
    "5,0,3,NEEDS_CARE",
    "59,41,0,AT_RISK",
    "3,7,0,AT_RISK",
    "3,7,2,AT_RISK",
    "29,71,0,NEEDS_CARE",
    "0,5,1,NEEDS_CARE"
  })
  void theWorseOfSuccessAndOverdueDecides(int closed, int expired, int overdue, Health health) {
    int opened = closed + expired + overdue;
    assertEquals(
        health,
        new PromiseFigures(opened, closed, expired, overdue, overdue, 0, opened, List.of())
            .health());
  }
}

package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import pmm.mindstate.Step.Figure;

/** A life of any length is seen whole, in as many steps as were asked for. */
class CourseTest {
  private static final EnumSet<Figure> GAS = EnumSet.of(Figure.GAS);
  private static final EnumSet<Figure> EVERY = EnumSet.allOf(Figure.class);

  @Property(tries = 60)
  void keepsBothEndsAndTheChangesOfStageAndModelInNoMoreThanAskedFor(
      @ForAll @LongRange(min = 0, max = 1000) long seed,
      @ForAll @IntRange(min = 1, max = 5000) int length,
      @ForAll @IntRange(min = 0, max = 300) int most) {
    List<Step> all = new ArrayList<>();
    List<Step> turns = new ArrayList<>();
    Steps steps = life(new Random(seed), length, all, turns);
    List<Step> shown = steps.course(GAS, most).reversed();
    int room = Math.max(most, Course.LEAST);
    assertTrue(shown.size() <= room, () -> shown.size() + " of " + room);
    assertEquals(all.getFirst(), shown.getFirst());
    assertEquals(all.getLast(), shown.getLast());
    assertTrue(all.size() > room / 2 || shown.equals(all), "nothing to thin");
    assertTrue(turns.size() > room / 2 || shown.containsAll(turns), "every turn has room");
    assertEquals(shown, all.stream().filter(shown::contains).toList(), "each once, in order");
    assertEquals(all.size(), steps.count(GAS));
  }

  @Test
  void theStepsBetweenAreEvenlyApart() {
    Steps steps = Steps.EMPTY;
    for (int number = 1; number <= 100_000; number++) {
      steps = steps.and(List.of(step(number, Figure.GAS, "a")));
    }
    List<Long> numbers = steps.course(GAS, 200).reversed().stream().map(Step::number).toList();
    assertTrue(numbers.size() > 100, () -> numbers.size() + " points");
    for (int i = 1; i < numbers.size() - 1; i++) {
      assertEquals(512, numbers.get(i) - numbers.get(i - 1));
    }
    assertEquals(100_000, numbers.getLast());
  }

  @Test
  void eachTraitIsALineOfItsOwn() {
    Steps steps = Steps.EMPTY;
    for (int number = 1; number <= 600; number++) {
      String trait = number % 3 == 0 ? "openness" : "neuroticism";
      steps = steps.and(List.of(trait(number, trait)));
    }
    List<Step> shown = steps.course(EVERY, 40);
    assertTrue(shown.size() <= 80, () -> shown.size() + " points");
    for (long number : List.of(1L, 3L, 599L, 600L)) {
      assertTrue(shown.stream().anyMatch(step -> step.number() == number), number + " is an end");
    }
  }

  /** Steps of one figure, with a change of stage or model here and there. */
  private static Steps life(Random random, int length, List<Step> all, List<Step> turns) {
    Steps steps = Steps.EMPTY;
    String model = "a";
    boolean turn = false;
    for (int i = 0; i < length; i++) {
      if (i > 0 && random.nextInt(200) == 0) {
        steps = steps.and(List.of(step(steps.count() + 1, Figure.STAGE, model)));
        turn = true;
      }
      if (i > 0 && random.nextInt(400) == 0) {
        model += "a";
        turn = true;
      }
      Step step = step(steps.count() + 1, Figure.GAS, model);
      steps = steps.and(List.of(step));
      all.add(step);
      if (turn) {
        turns.add(step);
      }
      turn = false;
    }
    return steps;
  }

  private static Step step(long number, Figure figure, String model) {
    Models.Ref ref = new Models.Ref(model, "", "unspecified");
    return new Step(number, figure, "", 0, 1, "any", number, List.of(number), number, ref);
  }

  private static Step trait(long number, String trait) {
    Step step = step(number, Figure.TRAIT, "a");
    return new Step(
        number, step.figure(), trait, 0, 1, "any", number, step.causes(), number, step.model());
  }
}

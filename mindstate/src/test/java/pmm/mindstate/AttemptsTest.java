package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AttemptsTest {
  @Test
  void forgetsTheOldestOutcomesAndNothingThatIsOpen() {
    Attempts attempts = Attempts.NONE.with(new Attempt("open", "c", 1, 2, 0));
    for (int i = 0; i < 1500; i++) {
      Attempt attempt = new Attempt("a" + i, "c", 3 * i + 3, 3 * i + 4, 0);
      attempts = attempts.with(attempt).with(attempt.ended(3 * i + 5));
    }

    assertEquals(1001, attempts.all().size());
    assertTrue(attempts.find("a499").isEmpty());
    assertTrue(attempts.find("a500").isPresent());
    assertEquals("open", attempts.withoutOutcome().getFirst().id());
    assertEquals(attempts, Attempts.fromJson(attempts.toJson()));
  }
}

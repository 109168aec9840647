package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RushTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long TENTH = SECOND / 10;

  private final Rush rush = new Rush();

  @Test
  void manyAtOnceAreOneUntilNoMoreComeForASecond() {
    for (int i = 0; i < 30; i++) {
      rush.came(500L * i, i * TENTH);
    }
    long last = 29 * TENTH;
    assertTrue(rush.left(last) > SECOND / 2);
    assertTrue(rush.left(last + SECOND) <= 0);
    rush.came(14_501, last + 10 * SECOND);
    assertTrue(rush.left(last + 10 * SECOND) <= 0, "what came long before counts no more");
  }

  @Test
  void talkIsNoneHoweverLongItGoesOn() {
    for (int i = 0; i < 10_000; i++) {
      rush.came(5L * i, i * TENTH);
      assertTrue(rush.left(i * TENTH) <= 0);
    }
  }

  @Test
  void aLongLifeThatIsOpenedIsNone() {
    assertEquals(0, rush.left(-SECOND));
    rush.came(1_000_000, -SECOND);
    assertEquals(0, rush.left(-SECOND));
  }
}

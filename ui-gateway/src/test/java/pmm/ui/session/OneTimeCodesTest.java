package pmm.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OneTimeCodesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestClock clock = new TestClock();
  private final OneTimeCodes codes = new OneTimeCodes(clock);

  @Test
  void opensOnce() {
    String code = codes.issue(MINUTE).code();
    assertEquals(43, code.length());
    assertTrue(codes.redeem(code));
    assertFalse(codes.redeem(code));
  }

  @Test
  void doesNotOpenAfterItsTime() {
    String code = codes.issue(MINUTE).code();
    clock.pass(MINUTE);
    assertFalse(codes.redeem(code));
  }

  @Test
  void wrongCodesLockNobodyOut() {
    String code = codes.issue(MINUTE).code();
    for (int i = 0; i < 1000; i++) {
      assertFalse(codes.redeem("guess" + i));
    }
    assertTrue(codes.redeem(code));
  }
}

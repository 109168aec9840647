package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.GetLedgerInfoResponse;

class CopyHealthTest {
  private static final Instant BORN = Instant.parse("2026-03-10T12:00:00Z");

  private static GetLedgerInfoResponse.Builder mind(long events) {
    return GetLedgerInfoResponse.newBuilder()
        .setEventCount(events)
        .setCreateTime(When.timestamp(BORN));
  }

  private static CopyHealth.Words backup(GetLedgerInfoResponse.Builder mind, Duration after) {
    return CopyHealth.backup(mind.build(), BORN.plus(after));
  }

  @Test
  void remindsAfterSevenDaysWithoutAnyCopy() {
    assertTrue(backup(mind(10), Duration.ofDays(7).minusSeconds(1)).well());
    CopyHealth.Words due = backup(mind(10), Duration.ofDays(7));
    assertFalse(due.well());
    assertTrue(due.due(), due.text());
    assertTrue(backup(mind(0), Duration.ofDays(100)).well());
  }

  @Test
  void remindsAfterTwoHundredEvents() {
    assertTrue(backup(mind(199), Duration.ofHours(1)).well());
    assertFalse(backup(mind(200), Duration.ofHours(1)).well());
  }

  @Test
  void countsFromTheLastCopy() {
    GetLedgerInfoResponse.Builder mind =
        mind(1000)
            .setLastBackup(
                Copy.newBuilder()
                    .setEventCount(900)
                    .setCreateTime(When.timestamp(BORN.plus(Duration.ofDays(30)))));
    assertEquals(
        new CopyHealth.Words(
            true, "the last copy outside the home is 3 days old and 100 events behind.", false),
        backup(mind, Duration.ofDays(33)));
    assertFalse(backup(mind, Duration.ofDays(37)).well());
    assertFalse(backup(mind.setEventCount(1100), Duration.ofDays(33)).well());
    assertFalse(
        backup(mind.setEventCount(900), Duration.ofDays(29)).well(), "a clock was set back");
    // After a restore there can be fewer events than in the copy.
    assertTrue(backup(mind.setEventCount(500), Duration.ofDays(33)).well());
  }
}

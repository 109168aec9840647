package pmm.cli;

import java.time.Duration;
import java.time.Instant;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.mindfile.CopyLog;

/** Whether enough copies of the mind are left if its disk is lost, in words. */
final class CopyHealth {
  private CopyHealth() {}

  /**
   * A judgement.
   *
   * @param well whether nothing needs care
   * @param text sentences
   * @param due whether the person should do it now
   */
  record Words(boolean well, String text, boolean due) {}

  /** The last verified copy outside the home: not older than 7 days and not 200 events behind. */
  static Words backup(GetLedgerInfoResponse file, Instant now) {
    if (file.getEventCount() == 0) {
      return new Words(true, "nothing to copy yet.", false);
    }
    Copy last = file.getLastBackup();
    boolean never = !file.hasLastBackup();
    Duration age =
        Duration.between(When.instant(never ? file.getCreateTime() : last.getCreateTime()), now);
    long behind = Math.max(0, file.getEventCount() - last.getEventCount());
    boolean due = CopyLog.isDue(age, behind);
    String state =
        never
            ? "no copy of this mind outside its home was ever verified; it holds "
                + Text.count(behind, "event")
            : "the last copy outside the home is "
                + (age.isNegative() ? "dated in the future" : When.span(age) + " old")
                + " and "
                + Text.count(behind, "event")
                + " behind";
    return new Words(!due, due ? state + ". Make one with:" : state + ".", due);
  }

  /** The newest snapshot, and when it was last tried to restore one. */
  static Words snapshots(GetLedgerInfoResponse file, Instant now) {
    String newest =
        file.hasNewestSnapshot()
            ? "the newest is "
                + When.span(
                    Duration.between(When.instant(file.getNewestSnapshot().getCreateTime()), now))
                + " old"
            : "none yet";
    String drill =
        file.hasLastDrill()
            ? "; restoring was last tried at "
                + When.minute(file.getLastDrill().getCreateTime())
                + "."
            : "; restoring one was never tried. Try it with:";
    return new Words(true, newest + drill, !file.hasLastDrill());
  }
}

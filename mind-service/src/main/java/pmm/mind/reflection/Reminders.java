package pmm.mind.reflection;

import java.util.List;
import java.util.UUID;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.Commitment;
import pmm.mindstate.MindState;

/** Reminds of each promise once it is due, where autonomy is on: one event for each due time. */
final class Reminders {
  private static final int MOST = 100;

  private final Ledger ledger;
  private final MindKeeper keeper;
  private final WriteOrder order;

  Reminders(Ledger ledger, MindKeeper keeper, WriteOrder order) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.order = order;
  }

  void raise(long nowMs) {
    if (!due(keeper.state(), nowMs).isEmpty()) {
      order.inTurn(() -> write(nowMs));
    }
  }

  private MindState write(long nowMs) {
    MindState mind = keeper.levelState();
    List<Draft> drafts = due(mind, nowMs).stream().limit(MOST).map(Reminders::reminder).toList();
    return drafts.isEmpty()
        ? mind
        : keeper.take(ledger.append(UUID.randomUUID().toString(), drafts, List.of()));
  }

  /** What has expired is not reminded of: it is let go in the next turn. */
  private static List<Commitment> due(MindState mind, long nowMs) {
    if (!mind.autonomy().isOn()) {
      return List.of();
    }
    return mind.commitments().open().stream()
        .filter(promise -> promise.isToBeRemindedOf(nowMs) && nowMs <= promise.expiryMs())
        .toList();
  }

  private static Draft reminder(Commitment promise) {
    return new Draft(
        "commitment_reminded",
        null,
        Draft.facts().put("commitment_id", promise.id()).put("due_ms", promise.dueMs()));
  }
}

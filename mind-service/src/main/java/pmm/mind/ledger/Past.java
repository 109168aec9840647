package pmm.mind.ledger;

import java.util.function.LongSupplier;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mindstate.MindState;
import pmm.rpc.Problem;

/** The mind as it is, and as it was: the same fold, stopped early. */
public final class Past {
  private final MindKeeper keeper;
  private final History history;
  private final EventReader reader;

  /** The past of the mind that this keeper holds. */
  public Past(MindKeeper keeper, History history, EventReader reader) {
    this.keeper = keeper;
    this.history = history;
    this.reader = reader;
  }

  /** Returns the mind as it is, once it has taken in its ledger. */
  public MindState now() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    return keeper.state();
  }

  /** Returns the mind as it was after an event, or as it is for 0. */
  public MindState at(long eventId) {
    MindState now = now();
    if (eventId < 0 || eventId > now.through()) {
      throw Requests.bad("at_event_id", Long.toString(eventId), "0 to " + now.through());
    }
    return eventId == 0 || eventId == now.through() ? now : history.at(eventId);
  }

  /** Returns the time of an event in milliseconds, or that of the clock for 0. */
  public long millis(long eventId, LongSupplier clock) {
    return eventId == 0
        ? clock.getAsLong()
        : reader.find(eventId).map(Events::millis).orElseGet(clock::getAsLong);
  }
}

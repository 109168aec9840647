package pmm.mind.ledger;

import io.grpc.Context;
import java.util.function.Consumer;
import java.util.function.Predicate;
import pmm.ledger.v1.Event;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;

/** What is stored now, read from the first event on; nothing of it comes from a snapshot. */
public final class History {
  private final Ledger ledger;

  /** The history in this ledger. */
  public History(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Returns the mind as it was after an event, or after the last one if there are fewer. */
  public MindState at(long eventId) {
    MindState[] mind = {MindState.EMPTY};
    if (eventId > 0) {
      read(
          0,
          event -> {
            mind[0] = MindState.reduce(mind[0], event);
            return mind[0].through() < eventId;
          });
    }
    return mind[0];
  }

  /** Goes through every event, oldest first. */
  public void each(Consumer<StateEvent> reader) {
    read(
        0,
        event -> {
          reader.accept(event);
          return true;
        });
  }

  /** Goes through the events after one, oldest first, as long as the reader says so. */
  public void read(long after, Predicate<StateEvent> goesOn) {
    ledger.watch(
        after,
        Context.current().withCancellation(),
        new Ledger.Taker() {
          @Override
          public boolean event(Event event) {
            return goesOn.test(Events.toState(event));
          }

          @Override
          public boolean level() {
            return false;
          }
        });
  }
}

package pmm.mind.importing;

import java.util.List;
import java.util.UUID;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mindstate.MindState;

/** Puts the appends of a run into the ledger. */
final class Appends implements Batch.Sink {
  private final Ledger ledger;
  private final MindKeeper keeper;
  private final Runnable beforeFirst;
  private volatile long last;

  /**
   * Appends to this ledger.
   *
   * @param beforeFirst what is done before anything is stored
   */
  Appends(Ledger ledger, MindKeeper keeper, Runnable beforeFirst) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.beforeFirst = beforeFirst;
  }

  /** Returns what numbers the events of a dry run, behind all that there are, and stores none. */
  static Batch.Sink nowhere() {
    return new Batch.Sink() {
      private long next = Integer.MAX_VALUE / 2;

      @Override
      public Batch.Ready ready(List<Draft> drafts, List<byte[]> blobs) {
        return (from, to, fromBlob, toBlob) -> {
          next += to - from;
          return next - (to - from);
        };
      }
    };
  }

  @Override
  public Batch.Ready ready(List<Draft> drafts, List<byte[]> blobs) {
    List<EventDraft> events = drafts.stream().map(Draft::toProto).toList();
    return (from, to, fromBlob, toBlob) ->
        append(events.subList(from, to), blobs.subList(fromBlob, toBlob));
  }

  /** Stores them; a retry stores nothing twice. */
  private long append(List<EventDraft> drafts, List<byte[]> blobs) {
    if (last == 0) {
      beforeFirst.run();
    }
    List<Event> stored = ledger.appendBriefly(UUID.randomUUID().toString(), drafts, blobs);
    last = stored.getLast().getEventId();
    return stored.getFirst().getEventId();
  }

  /** The mind with all that was stored. */
  MindState mind() {
    return keeper.await(last);
  }
}

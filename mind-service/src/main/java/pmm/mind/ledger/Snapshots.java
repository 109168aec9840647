package pmm.mind.ledger;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Projection;
import pmm.mindstate.MindState;
import pmm.mindstate.Snapshot;

/**
 * Snapshots of the mind among the ledger's projections: they save a fold, and anyone can rebuild
 * them.
 */
final class Snapshots {
  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);
  private static final long LEAST_EVENTS = 1000;

  private final Ledger ledger;
  private volatile long storedThrough;

  Snapshots(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Returns the stored mind, or an empty one where there is none that fits and can be read: what is
   * derived never keeps a mind from starting.
   */
  MindState load() {
    try {
      Optional<Projection> first = ledger.projection(Snapshot.key(0));
      MindState stored = first.flatMap(this::read).orElse(MindState.EMPTY);
      storedThrough = stored.through();
      return stored;
    } catch (RuntimeException e) {
      log.warn("The snapshot cannot be read, the mind is folded anew: {}", e.toString());
      forget();
      return MindState.EMPTY;
    }
  }

  /**
   * Stores a mind that has gone far enough since the last time; ever farther, so that the cost
   * stays small.
   */
  void storeIfDue(MindState state) {
    long due = storedThrough + Math.max(LEAST_EVENTS, storedThrough / 2);
    if (state.through() >= due) {
      storeSoon(state);
    }
  }

  /** Stores a mind without keeping the caller waiting. */
  void storeSoon(MindState state) {
    storedThrough = state.through();
    Thread.ofVirtual().name("snapshot").start(() -> store(state));
  }

  /** Those that were stored are gone, or no longer hold. */
  void forget() {
    storedThrough = 0;
  }

  /** Stores a mind, or leaves it: the next start then folds a little more. */
  synchronized void store(MindState state) {
    try {
      Snapshot.write(
          state,
          (part, number) ->
              ledger.put(
                  Projection.newBuilder()
                      .setKey(Snapshot.key(number))
                      .setValueJson(part.toString())
                      .setThroughEventId(state.through())
                      .setReducerVersion(MindState.VERSION)
                      .build()));
    } catch (StatusRuntimeException e) {
      log.info("The snapshot was not stored: {}", e.getStatus().getCode());
    }
  }

  private Optional<MindState> read(Projection first) {
    return Snapshot.read(number ->
        (number == 0 ? Optional.of(first) : ledger.projection(Snapshot.key(number)))
            .filter(part -> sameSnapshot(part, first))
            .map(Projection::getValueJson)
            .map(Events::parse)
            .orElseGet(MissingNode::getInstance));
  }

  /** A part of another snapshot is left where storing one was cut short. */
  private static boolean sameSnapshot(Projection part, Projection first) {
    return part.getThroughEventId() == first.getThroughEventId()
        && part.getReducerVersion().equals(MindState.VERSION);
  }
}

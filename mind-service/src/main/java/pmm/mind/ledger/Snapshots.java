package pmm.mind.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
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

  /** Returns the stored mind, or an empty one where there is none that fits. */
  MindState load() {
    try {
      Optional<Projection> first = ledger.projection(Snapshot.key(0));
      MindState stored = first.flatMap(this::join).orElse(MindState.EMPTY);
      storedThrough = stored.through();
      return stored;
    } catch (StatusRuntimeException e) {
      log.info("No snapshot could be read: {}", e.getStatus().getCode());
      return MindState.EMPTY;
    }
  }

  /**
   * Stores a mind that has gone far enough since the last time; ever farther, so that the cost
   * stays small.
   */
  void storeIfDue(MindState state) {
    long due = storedThrough + Math.max(LEAST_EVENTS, storedThrough / 5);
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
    List<JsonNode> rows = Snapshot.rows(state);
    try {
      for (int i = rows.size() - 1; i >= 0; i--) {
        ledger.put(
            Projection.newBuilder()
                .setKey(Snapshot.key(i))
                .setValueJson(rows.get(i).toString())
                .setThroughEventId(state.through())
                .setReducerVersion(MindState.VERSION)
                .build());
      }
    } catch (StatusRuntimeException e) {
      log.info("The snapshot was not stored: {}", e.getStatus().getCode());
    }
  }

  private Optional<MindState> join(Projection first) {
    List<JsonNode> parts = new ArrayList<>();
    int count = Events.parse(first.getValueJson()).path("parts").asInt();
    for (int i = 0; i < count; i++) {
      Optional<Projection> part = i == 0 ? Optional.of(first) : ledger.projection(Snapshot.key(i));
      if (part.isEmpty() || !sameSnapshot(part.get(), first)) {
        return Optional.empty();
      }
      parts.add(Events.parse(part.get().getValueJson()).path("state"));
    }
    return Snapshot.join(parts);
  }

  private static boolean sameSnapshot(Projection part, Projection first) {
    return part.getThroughEventId() == first.getThroughEventId()
        && part.getReducerVersion().equals(MindState.VERSION);
  }
}

package pmm.ledger.read;

import java.util.List;
import java.util.Map;
import pmm.ledger.store.EventProto;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Projection;
import pmm.rpc.Problem;

/** Values derived from the events, kept so that they need not be derived again. */
public final class Projections {
  private final Ledger ledger;

  /** Keeps them in this ledger. */
  public Projections(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The value of this name. */
  public Projection get(String key) {
    return ledger
        .file()
        .projection(key)
        .map(Projections::proto)
        .orElseThrow(
            () -> new Problem(LedgerReason.NOT_FOUND, "no projection " + key, Map.of("key", key)));
  }

  /** Stores a value, unless a later one of the same reducer is there. */
  public void put(Projection projection) {
    requireText(projection.getKey(), "projection.key");
    requireText(projection.getReducerVersion(), "projection.reducer_version");
    requireText(projection.getValueJson(), "projection.value_json");
    boolean outdated =
        ledger
            .file()
            .projection(projection.getKey())
            .filter(stored -> stored.reducerVersion().equals(projection.getReducerVersion()))
            .filter(stored -> stored.appliedThrough() > projection.getThroughEventId())
            .isPresent();
    if (!outdated) {
      ledger
          .file()
          .putProjections(
              List.of(
                  pmm.mindfile.Projection.of(
                      projection.getKey(),
                      projection.getValueJson(),
                      projection.getThroughEventId(),
                      projection.getReducerVersion())))
          .join();
    }
  }

  private static Projection proto(pmm.mindfile.Projection stored) {
    return Projection.newBuilder()
        .setKey(stored.key())
        .setValueJson(stored.valueJson())
        .setThroughEventId(stored.appliedThrough())
        .setReducerVersion(stored.reducerVersion())
        .setUpdateTime(EventProto.timestamp(stored.updatedAtMs()))
        .build();
  }

  private static void requireText(String value, String field) {
    if (value.isBlank()) {
      throw new Problem(LedgerReason.INVALID, field + " is empty (expected: a value)")
          .inField(field);
    }
  }
}

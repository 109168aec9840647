package pmm.ledger.read;

import pmm.ledger.copy.SnapshotKeeper;
import pmm.ledger.store.EventProto;
import pmm.ledger.store.Ledger;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.verify.Standing;
import pmm.mindfile.Event;
import pmm.mindfile.FileInfo;
import pmm.mindfile.Head;

/** What the ledger is, and how it fares. */
public final class LedgerInfo {
  private static final String SCHEMA = "schema";

  private final Ledger ledger;
  private final SnapshotKeeper snapshots;
  private final Standing standing;

  /** Describes this ledger, its copies and what was seen of it. */
  public LedgerInfo(Ledger ledger, SnapshotKeeper snapshots, Standing standing) {
    this.ledger = ledger;
    this.snapshots = snapshots;
    this.standing = standing;
  }

  /** The file as it is now. */
  public GetLedgerInfoResponse get() {
    FileInfo info = ledger.file().info();
    GetLedgerInfoResponse.Builder response =
        GetLedgerInfoResponse.newBuilder()
            .setPath(info.path().toString())
            .setSizeBytes(info.sizeBytes())
            .setEventCount(info.eventCount())
            .setHeadHash(info.head().map(Head::hash).orElse(""))
            .setMindId(info.mindId().orElse(""))
            .setProblem(ledger.problem())
            .setSchemaVersion(Integer.parseInt(ledger.file().config().getOrDefault(SCHEMA, "0")));
    info.lastVerified()
        .ifPresent(time -> response.setVerifyTime(EventProto.timestamp(time.toEpochMilli())));
    ledger
        .file()
        .get(1)
        .map(Event::tsMs)
        .ifPresent(time -> response.setCreateTime(EventProto.timestamp(time)));
    snapshots.describe(response);
    standing.describe(response);
    return response.build();
  }
}

package pmm.ledger.copy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.CreateSnapshotResponse;
import pmm.ledger.v1.DrillSnapshotResponse;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.v1.ListSnapshotsResponse;
import pmm.ledger.v1.PruneSnapshotsResponse;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.ledger.v1.RestoreSnapshotResponse;
import pmm.mindfile.CopyLog;
import pmm.mindfile.Drill;
import pmm.mindfile.MindFileException;
import pmm.mindfile.Options;
import pmm.mindfile.Restorer;
import pmm.mindfile.Snapshot;
import pmm.mindfile.Snapshots;
import pmm.rpc.Home;
import pmm.rpc.Problem;

/** The snapshots of a running ledger. */
public final class SnapshotKeeper {
  private final Ledger ledger;
  private final Snapshots snapshots;
  private final CopyLog copies;
  private final Clock clock;

  /** Keeps the snapshots of this ledger in its home. */
  public SnapshotKeeper(Ledger ledger, Home home, Clock clock) {
    this.ledger = ledger;
    this.snapshots = new Snapshots(home.root(), clock);
    this.copies = new CopyLog(home.root());
    this.clock = clock;
  }

  /** Makes one now. */
  public CreateSnapshotResponse create() {
    Snapshot made =
        ledger.readWhole(file -> {
          requireEvents();
          return snapshots.create();
        });
    return CreateSnapshotResponse.newBuilder().setSnapshot(CopyProto.snapshot(made)).build();
  }

  /** Makes one if it is time for it, and removes those whose time is over. */
  void roll() {
    ledger.readWhole(file -> snapshots.createIfDue()).ifPresent(made -> snapshots.prune());
  }

  /** All of them. */
  public ListSnapshotsResponse list() {
    return ListSnapshotsResponse.newBuilder()
        .addAllSnapshots(CopyProto.snapshots(snapshots.list()))
        .setBudgetBytes(snapshots.budget())
        .build();
  }

  /** Removes those that the rules do not keep. */
  public PruneSnapshotsResponse prune() {
    List<Snapshot> removed = snapshots.prune();
    return PruneSnapshotsResponse.newBuilder()
        .addAllRemoved(CopyProto.snapshots(removed))
        .addAllKept(CopyProto.snapshots(snapshots.list()))
        .build();
  }

  /** Goes on from one of them. */
  public RestoreSnapshotResponse restore(RestoreSnapshotRequest request, String actor) {
    String name = request.getName();
    Snapshot snapshot = snapshots.find(name).orElseThrow(() -> unknown(name));
    return CopyProto.restored(
        ledger.replace(home ->
            new Restorer(home.root(), Options.defaults().withClock(clock))
                .expecting(request.getExpectedHeadHash())
                .restore(snapshot.path(), actor)));
  }

  /** Tries to restore the newest. */
  public DrillSnapshotResponse drill() {
    Drill drill = ledger.readWhole(file -> Drill.run(file.path(), clock));
    return DrillSnapshotResponse.newBuilder()
        .setSnapshot(CopyProto.snapshot(drill.snapshot()))
        .setContinued(drill.continued())
        .setDrill(CopyProto.copy(drill.entry()))
        .build();
  }

  /**
   * Says which copies there are; a backup of a history that was left is none of this one.
   *
   * @param info what is known of the file already: its events, and when it began
   */
  public void describe(GetLedgerInfoResponse.Builder info) {
    snapshots.newest().map(CopyProto::snapshot).ifPresent(info::setNewestSnapshot);
    Optional<CopyLog.Entry> backup =
        copies.read().reversed().stream()
            .filter(entry -> entry.what() == CopyLog.What.BACKUP && isOfThisHistory(entry))
            .findFirst();
    backup.map(CopyProto::copy).ifPresent(info::setLastBackup);
    copies.last(CopyLog.What.DRILL).map(CopyProto::copy).ifPresent(info::setLastDrill);
    Instant since =
        backup
            .map(CopyLog.Entry::time)
            .orElseGet(() -> Instant.ofEpochSecond(info.getCreateTime().getSeconds()));
    long behind = info.getEventCount() - backup.map(entry -> entry.copy().events()).orElse(0L);
    info.setBackupDue(
        info.getEventCount() > 0
            && CopyLog.isDue(Duration.between(since, clock.instant()), behind));
  }

  private boolean isOfThisHistory(CopyLog.Entry entry) {
    try {
      return ledger
          .file()
          .get(entry.copy().events())
          .filter(event -> event.hash().equals(entry.copy().hash()))
          .isPresent();
    } catch (MindFileException unreadable) {
      return false;
    }
  }

  private void requireEvents() {
    if (ledger.headId() == 0) {
      throw new Problem(LedgerReason.NOT_FOUND, "no event yet (expected: at least one)");
    }
  }

  private static Problem unknown(String name) {
    return new Problem(
            LedgerReason.NOT_FOUND, "no snapshot " + name + " (expected: one of ListSnapshots)")
        .inField("name");
  }
}

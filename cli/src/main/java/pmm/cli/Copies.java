package pmm.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.DrillSnapshotRequest;
import pmm.ledger.v1.DrillSnapshotResponse;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.ListSnapshotsRequest;
import pmm.ledger.v1.PruneSnapshotsRequest;
import pmm.ledger.v1.PruneSnapshotsResponse;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.ledger.v1.RestoreSnapshotResponse;
import pmm.mindfile.CopyLog;
import pmm.mindfile.Drill;
import pmm.mindfile.Head;
import pmm.mindfile.Options;
import pmm.mindfile.RestoreReport;
import pmm.mindfile.Restorer;
import pmm.mindfile.Snapshot;
import pmm.mindfile.Snapshots;
import pmm.mindfile.VerifiedCopy;
import pmm.rpc.Deadlines;

/** The snapshots of a mind: by its ledger where that runs, by its files where nothing does. */
interface Copies {
  /** Makes one. */
  Snapshot create();

  /** All, oldest first. */
  List<Snapshot> list();

  /** The hash of the last event, which a restore would leave; empty where nothing is written. */
  String head();

  /** Goes on from one, unless another last event than this would be left; any, if empty. */
  RestoreReport restore(Snapshot snapshot, String left);

  /** Removes what the rules do not keep; answers with that. */
  List<Snapshot> prune();

  /** Tries to restore the newest. */
  Drill drill();

  /** Those of this home. */
  static Copies of(Shell shell) {
    return shell.reachesServices()
        ? new OfLedger(Deadlines.within(OfLedger.LONG, shell.mesh().ledger()))
        : new OfHome(shell.homeFolder(), shell);
  }

  /** By the running ledger. */
  record OfLedger(LedgerServiceBlockingStub ledger) implements Copies {
    private static final Duration LONG = Duration.ofHours(2);

    @Override
    public Snapshot create() {
      return snapshot(
          ledger.createSnapshot(CreateSnapshotRequest.getDefaultInstance()).getSnapshot());
    }

    @Override
    public List<Snapshot> list() {
      return snapshots(
          ledger.listSnapshots(ListSnapshotsRequest.getDefaultInstance()).getSnapshotsList());
    }

    @Override
    public String head() {
      return ledger.getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()).getHeadHash();
    }

    @Override
    public RestoreReport restore(Snapshot snapshot, String left) {
      RestoreSnapshotResponse done =
          ledger.restoreSnapshot(
              RestoreSnapshotRequest.newBuilder()
                  .setName(snapshot.name())
                  .setExpectedHeadHash(left)
                  .build());
      return new RestoreReport(
          done.getThroughEventId(),
          new Head(done.getEventCount(), done.getHeadHash()),
          done.getLeftEventId() == 0
              ? Optional.empty()
              : Optional.of(new Head(done.getLeftEventId(), done.getLeftHash())),
          Optional.of(done.getKeptPath()).filter(path -> !path.isEmpty()).map(Path::of),
          done.getForgottenAgainCount(),
          done.getForgottenUnknown());
    }

    @Override
    public List<Snapshot> prune() {
      PruneSnapshotsResponse done =
          ledger.pruneSnapshots(PruneSnapshotsRequest.getDefaultInstance());
      return snapshots(done.getRemovedList());
    }

    @Override
    public Drill drill() {
      DrillSnapshotResponse done = ledger.drillSnapshot(DrillSnapshotRequest.getDefaultInstance());
      Copy drill = done.getDrill();
      return new Drill(
          snapshot(done.getSnapshot()),
          done.getContinued(),
          new CopyLog.Entry(
              CopyLog.What.DRILL,
              When.instant(drill.getCreateTime()),
              new VerifiedCopy(drill.getEventCount(), drill.getRoot(), drill.getHeadHash()),
              drill.getPath()));
    }

    private static List<Snapshot> snapshots(List<pmm.ledger.v1.Snapshot> snapshots) {
      return snapshots.stream().map(OfLedger::snapshot).toList();
    }

    private static Snapshot snapshot(pmm.ledger.v1.Snapshot snapshot) {
      return new Snapshot(
          Path.of(snapshot.getName()),
          When.instant(snapshot.getCreateTime()),
          snapshot.getEventCount(),
          snapshot.getSizeBytes());
    }
  }

  /** By the files of a home in which nothing runs. */
  record OfHome(Path home, Shell shell) implements Copies {
    private Snapshots snapshots() {
      return new Snapshots(home, shell.clock());
    }

    @Override
    public Snapshot create() {
      return snapshots().create();
    }

    @Override
    public List<Snapshot> list() {
      return snapshots().list();
    }

    @Override
    public String head() {
      return "";
    }

    @Override
    public RestoreReport restore(Snapshot snapshot, String left) {
      return new Restorer(home, Options.defaults().withClock(shell.clock()))
          .expecting(left)
          .restore(snapshot.path(), Mesh.ACTOR);
    }

    @Override
    public List<Snapshot> prune() {
      return snapshots().prune();
    }

    @Override
    public Drill drill() {
      return Drill.run(home, shell.clock());
    }
  }

  /** Says what became of forgotten words where another state of a mind came in. */
  static void tellForgotten(Screen screen, int again, boolean unknown) {
    if (again > 0) {
      screen.result("Forgotten again: " + Text.count(again, "part") + " of events");
    }
    if (unknown) {
      screen.result(
          "What was forgotten in the mind that was left could not be read: words of it may be back."
              + " Look for them, and forget them again.");
    }
  }

  /** How long ago, in words. */
  static String ago(Instant time, Instant now) {
    return When.span(Duration.between(time, now)) + " ago";
  }
}

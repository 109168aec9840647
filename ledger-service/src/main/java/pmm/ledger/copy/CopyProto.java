package pmm.ledger.copy;

import java.nio.file.Path;
import java.util.List;
import pmm.ledger.store.EventProto;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.RestoreSnapshotResponse;
import pmm.mindfile.CopyLog;
import pmm.mindfile.Head;
import pmm.mindfile.RestoreReport;
import pmm.mindfile.Snapshot;
import pmm.mindfile.VerifiedCopy;

/** Copies, as they travel. */
public final class CopyProto {
  private CopyProto() {}

  /** A snapshot. */
  public static pmm.ledger.v1.Snapshot snapshot(Snapshot snapshot) {
    return pmm.ledger.v1.Snapshot.newBuilder()
        .setName(snapshot.name())
        .setCreateTime(EventProto.timestamp(snapshot.time().toEpochMilli()))
        .setEventCount(snapshot.events())
        .setSizeBytes(snapshot.sizeBytes())
        .build();
  }

  static List<pmm.ledger.v1.Snapshot> snapshots(List<Snapshot> snapshots) {
    return snapshots.stream().map(CopyProto::snapshot).toList();
  }

  /** A copy that is remembered. */
  public static Copy copy(CopyLog.Entry entry) {
    return copy(entry.copy()).toBuilder()
        .setCreateTime(EventProto.timestamp(entry.time().toEpochMilli()))
        .setPath(entry.path())
        .build();
  }

  static Copy copy(VerifiedCopy copy) {
    return Copy.newBuilder()
        .setEventCount(copy.events())
        .setRoot(copy.root())
        .setHeadHash(copy.hash())
        .build();
  }

  static RestoreSnapshotResponse restored(RestoreReport report) {
    return RestoreSnapshotResponse.newBuilder()
        .setThroughEventId(report.through())
        .setEventCount(report.head().id())
        .setHeadHash(report.head().hash())
        .setLeftEventId(report.left().map(Head::id).orElse(0L))
        .setLeftHash(report.left().map(Head::hash).orElse(""))
        .setKeptPath(report.kept().map(Path::toString).orElse(""))
        .setForgottenAgainCount(report.forgottenAgain())
        .setForgottenUnknown(report.forgottenUnknown())
        .build();
  }
}

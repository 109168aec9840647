package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.CopyLedgerRequest;
import pmm.ledger.v1.CopyLedgerResponse;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.DrillSnapshotRequest;
import pmm.ledger.v1.DrillSnapshotResponse;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.Fence;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.v1.ListSnapshotsRequest;
import pmm.ledger.v1.NoteCopyRequest;
import pmm.ledger.v1.PruneSnapshotsRequest;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.ledger.v1.RestoreSnapshotResponse;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.ledger.v1.Snapshot;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.mindfile.VerifiedCopy;
import pmm.mindfile.proof.Sha256;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

@Timeout(60)
class SnapshotsTest {
  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  private Snapshot create() {
    return ledger
        .as(Role.CLI)
        .createSnapshot(CreateSnapshotRequest.getDefaultInstance())
        .getSnapshot();
  }

  private RestoreSnapshotResponse restore(Snapshot snapshot) {
    return ledger
        .as(Role.CLI)
        .restoreSnapshot(RestoreSnapshotRequest.newBuilder().setName(snapshot.getName()).build());
  }

  private GetLedgerInfoResponse info() {
    return ledger.as(Role.CLI).getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
  }

  @Test
  void goesOnFromASnapshotWhileItRuns() throws InterruptedException {
    ledger.say("one");
    Snapshot snapshot = create();
    assertEquals(2, snapshot.getEventCount());
    Event left = ledger.say("left behind");

    RestoreSnapshotResponse restored = restore(snapshot);

    assertEquals(2, restored.getThroughEventId());
    assertEquals(left.getHash(), restored.getLeftHash());
    assertTrue(Files.exists(Path.of(restored.getKeptPath())));
    Event event =
        ledger.as(Role.UI).getEvent(GetEventRequest.newBuilder().setEventId(3).build()).getEvent();
    assertEquals("restored_from", event.getKind());
    assertTrue(event.getMetaJson().contains("\"actor\""), event.getMetaJson());
    assertEquals(restored.getHeadHash(), info().getHeadHash());
    assertEquals(4, ledger.say("on").getEventId());
    assertEquals(0, hits("behind"));
    assertEquals("", info().getProblem());
    assertEquals(2, list().size(), "one was made of what was left");
  }

  private int hits(String word) throws InterruptedException {
    SearchEventsRequest request = SearchEventsRequest.newBuilder().setQuery(word).build();
    return ledger.as(Role.UI).searchEvents(request).getHitsCount();
  }

  @Test
  void leavesNoOtherHeadThanTheExpectedOne() {
    String before = ledger.say("one").getHash();
    RestoreSnapshotRequest request =
        RestoreSnapshotRequest.newBuilder()
            .setName(create().getName())
            .setExpectedHeadHash(before)
            .build();
    String head = ledger.say("meanwhile").getHash();
    assertRefused(LedgerReason.HEAD_MOVED, () -> ledger.as(Role.CLI).restoreSnapshot(request));
    assertEquals(head, info().getHeadHash());
    assertEquals(4, ledger.say("on").getEventId());

    RestoreSnapshotRequest right =
        request.toBuilder().setExpectedHeadHash(info().getHeadHash()).build();
    assertEquals(2, ledger.as(Role.CLI).restoreSnapshot(right).getThroughEventId());
    assertRefused(LedgerReason.HEAD_MOVED, () -> ledger.as(Role.CLI).restoreSnapshot(right));
  }

  @Test
  void tellsThoseWhoWatchToStartAnew() {
    ledger.say("one");
    Snapshot snapshot = create();
    ledger.say("two");
    ledger.say("three");
    Iterator<WatchEventsResponse> watch =
        ledger.as(Role.MIND).watchEvents(WatchEventsRequest.getDefaultInstance());
    for (int i = 0; i < 5; i++) {
      watch.next();
    }

    restore(snapshot);

    assertRefused(LedgerReason.HISTORY_REPLACED, watch::hasNext);
    Iterator<WatchEventsResponse> again =
        ledger.as(Role.MIND).watchEvents(WatchEventsRequest.getDefaultInstance());
    for (int i = 1; i <= 3; i++) {
      assertEquals(i, again.next().getEvent().getEventId());
    }
    assertEquals(3, again.next().getLevelEventId());
    ledger.say("four");
    assertEquals(4, again.next().getEvent().getEventId());
  }

  @Test
  void letsNoFenceOfAnotherHistoryThrough() {
    ledger.say("one");
    AppendEventsRequest request =
        LedgerExtension.request(LedgerExtension.draft("user_message", "late")).toBuilder()
            .setFence(Fence.newBuilder().addKinds("consent_revoked").setAfterEventId(3))
            .build();
    assertRefused(LedgerReason.FENCED, () -> ledger.as(Role.MIND).appendEvents(request));
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    ledger.say("one");
    assertRefused(
        LedgerReason.NOT_FOUND, () -> restore(Snapshot.newBuilder().setName("../mind.db").build()));
    for (Role role : List.of(Role.MIND, Role.PROVIDER, Role.OTHER)) {
      assertRefused(
          RpcReason.ROLE_NOT_ALLOWED,
          () ->
              ledger
                  .as(role)
                  .restoreSnapshot(RestoreSnapshotRequest.newBuilder().setName("x").build()));
      assertRefused(
          RpcReason.ROLE_NOT_ALLOWED,
          () -> ledger.as(role).copyLedger(CopyLedgerRequest.getDefaultInstance()).hasNext());
    }
    assertRefused(
        RpcReason.ROLE_NOT_ALLOWED,
        () -> ledger.as(Role.UI).pruneSnapshots(PruneSnapshotsRequest.getDefaultInstance()));
  }

  @Test
  void triesARestoreAndRemembersWhen() {
    ledger.say("one");
    assertRefused(
        LedgerReason.INVALID,
        () -> ledger.as(Role.CLI).drillSnapshot(DrillSnapshotRequest.getDefaultInstance()));
    Snapshot snapshot = create();
    ledger.say("two");

    DrillSnapshotResponse drill =
        ledger.as(Role.CLI).drillSnapshot(DrillSnapshotRequest.getDefaultInstance());

    assertEquals(snapshot, drill.getSnapshot());
    assertTrue(drill.getContinued());
    assertEquals(drill.getDrill(), info().getLastDrill());
    assertEquals(snapshot, info().getNewestSnapshot());
    assertFalse(info().hasLastBackup());
    assertEquals(
        0, ledger.home().file("cache").toFile().list((d, name) -> name.contains("drill")).length);
    assertEquals(3, info().getEventCount());
  }

  @Test
  void handsOutACopyAndRemembersIt() throws IOException {
    ledger.say("one");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Copy copy = Copy.getDefaultInstance();
    String sha256 = "";
    Iterator<CopyLedgerResponse> parts =
        ledger.as(Role.CLI).copyLedger(CopyLedgerRequest.getDefaultInstance());
    while (parts.hasNext()) {
      CopyLedgerResponse part = parts.next();
      bytes.writeBytes(part.getData().toByteArray());
      copy = part.getCopy();
      sha256 = part.getSha256();
    }
    assertEquals(HexFormat.of().formatHex(Sha256.digest().digest(bytes.toByteArray())), sha256);
    Path file = Files.write(ledger.home().file("received.db"), bytes.toByteArray());
    VerifiedCopy found = VerifiedCopy.check(file);
    assertEquals(copy.getRoot(), found.root());
    assertEquals(2, copy.getEventCount());

    Copy noted = copy.toBuilder().setPath("/media/stick").build();
    ledger.as(Role.CLI).noteCopy(NoteCopyRequest.newBuilder().setCopy(noted).build());

    assertEquals("/media/stick", info().getLastBackup().getPath());
    assertEquals(copy.getRoot(), info().getLastBackup().getRoot());
    assertTrue(info().getLastBackup().hasCreateTime());
    Copy foreign = noted.toBuilder().setHeadHash("0".repeat(64)).setPath("/other").build();
    ledger.as(Role.CLI).noteCopy(NoteCopyRequest.newBuilder().setCopy(foreign).build());
    assertEquals("/media/stick", info().getLastBackup().getPath(), "the other is of no mind here");
    assertRefused(
        LedgerReason.INVALID,
        () -> ledger.as(Role.CLI).noteCopy(NoteCopyRequest.getDefaultInstance()));
  }

  @Test
  void saysWhenACopyElsewhereIsDue() {
    assertFalse(info().getBackupDue(), "nothing to copy");
    ledger.say("one");
    assertFalse(info().getBackupDue());
    ledger.append(
        Collections.nCopies(200, LedgerExtension.draft("user_message", "more"))
            .toArray(EventDraft[]::new));
    assertTrue(info().getBackupDue());
    GetLedgerInfoResponse now = info();
    Copy copy =
        Copy.newBuilder()
            .setEventCount(now.getEventCount())
            .setHeadHash(now.getHeadHash())
            .setRoot("0".repeat(64))
            .setPath("saved by a browser")
            .build();

    ledger.as(Role.UI).noteCopy(NoteCopyRequest.newBuilder().setCopy(copy).build());

    assertFalse(info().getBackupDue());
  }

  @Test
  void prunesAndLists() {
    ledger.say("one");
    Snapshot snapshot = create();
    assertEquals(List.of(snapshot), list());
    assertEquals(
        List.of(snapshot),
        ledger
            .as(Role.CLI)
            .pruneSnapshots(PruneSnapshotsRequest.getDefaultInstance())
            .getKeptList());
  }

  private List<Snapshot> list() {
    return ledger
        .as(Role.CLI)
        .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
        .getSnapshotsList();
  }
}

package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.Refusals.assertRefused;

import com.google.common.collect.Lists;
import com.google.protobuf.Timestamp;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.ledger.v1.VerifyLedgerRequest;
import pmm.ledger.v1.VerifyLedgerResponse;
import pmm.ledger.v1.VerifyResult;
import pmm.ledger.v1.VerifyResult.HeadState;
import pmm.ledger.v1.VerifyResult.Verdict;
import pmm.rpc.Role;

@Timeout(60)
class VerifyLedgerTest {
  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  @Test
  void findsAnUntouchedLedgerWholeAndRemembersWhen() {
    Event head = ledger.say("one");

    List<VerifyLedgerResponse> messages = verify();

    VerifyResult result = messages.getLast().getResult();
    assertEquals(Verdict.VERDICT_WHOLE, result.getVerdict());
    assertEquals(head.getEventId(), result.getCheckedCount());
    assertEquals(head.getEventId(), result.getIntactThroughEventId());
    assertEquals(head.getHash(), result.getHeadHash());
    assertEquals(64, result.getMerkleRoot().length());
    assertTrue(
        messages.stream().limit(messages.size() - 1L).allMatch(VerifyLedgerResponse::hasProgress));
    assertTrue(info().hasVerifyTime());
  }

  @Test
  void checksBesideItsWorkAfterTheFirstEventAndEachReplacement() throws InterruptedException {
    ledger.say("one");
    Timestamp first = awaitCheck(Timestamp.getDefaultInstance());
    String snapshot =
        ledger
            .as(Role.CLI)
            .createSnapshot(CreateSnapshotRequest.getDefaultInstance())
            .getSnapshot()
            .getName();
    RestoreSnapshotRequest restore = RestoreSnapshotRequest.newBuilder().setName(snapshot).build();

    ledger.as(Role.CLI).restoreSnapshot(restore);

    Timestamp second = awaitCheck(first);
    ledger.as(Role.CLI).restoreSnapshot(restore);
    awaitCheck(second);
  }

  /** When the ledger was found whole, once that is later than at {@code before}. */
  private Timestamp awaitCheck(Timestamp before) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    GetLedgerInfoResponse info = info();
    while (!info.hasVerifyTime() || info.getVerifyTime().equals(before)) {
      assertTrue(System.nanoTime() < deadline, "no check: " + info);
      TimeUnit.MILLISECONDS.sleep(20);
      info = info();
    }
    return info.getVerifyTime();
  }

  @Test
  void findsAnEmptyLedgerWhole() {
    VerifyResult result = verify().getLast().getResult();
    assertEquals(Verdict.VERDICT_WHOLE, result.getVerdict());
    assertEquals(0, result.getCheckedCount());
  }

  @Test
  void namesTheEventThatWasChangedAndStopsAppends() throws Exception {
    Event victim = ledger.say("one");
    ledger.say("two");
    tamper(victim.getEventId());

    VerifyResult result = verify().getLast().getResult();

    assertEquals(Verdict.VERDICT_BROKEN, result.getVerdict());
    assertEquals(victim.getEventId(), result.getFault().getEventId());
    assertEquals("content", result.getFault().getFault());
    assertEquals("events", result.getFault().getTable());
    assertEquals(victim.getEventId() - 1, result.getIntactThroughEventId());
    assertBrokenButReadable();
  }

  @Test
  void saysAtItsStartThatTheChainIsBroken() throws Exception {
    Event victim = ledger.say("one");
    ledger.say("two");
    ledger.stop();
    tamper(victim.getEventId());
    ledger.start();

    assertBrokenButReadable();
  }

  @Test
  void flagsAnOlderCopyThatWasPutBackAndGoesOn() throws Exception {
    ledger.say("one");
    ledger.stop();
    Path copy = Files.copy(ledger.home().file("mind.db"), ledger.home().file("copy"));
    ledger.start();
    ledger.say("two");
    ledger.stop();
    Files.move(copy, ledger.home().file("mind.db"), StandardCopyOption.REPLACE_EXISTING);
    ledger.start();

    VerifyResult result = verify().getLast().getResult();

    assertEquals(Verdict.VERDICT_BROKEN, result.getVerdict());
    assertEquals(HeadState.HEAD_STATE_TRUNCATED, result.getHeadState());
    assertEquals("truncated", result.getFault().getFault());
    assertEquals("", info().getProblem());
    assertEquals("another two", ledger.say("another two").getContent());
  }

  private void assertBrokenButReadable() {
    assertFalse(info().getProblem().isEmpty());
    assertEquals(ServingStatus.NOT_SERVING, health("ledger"));
    assertEquals(ServingStatus.SERVING, health(""));
    var problem =
        assertRefused(
            LedgerReason.LEDGER_BROKEN, () -> ledger.append(draft("user_message", "more")));
    assertEquals(info().getProblem(), problem.message());
    assertEquals(
        1,
        ledger
            .as(Role.UI)
            .getEvent(GetEventRequest.newBuilder().setEventId(1).build())
            .getEvent()
            .getEventId());
  }

  private List<VerifyLedgerResponse> verify() {
    return Lists.newArrayList(
        ledger.as(Role.CLI).verifyLedger(VerifyLedgerRequest.getDefaultInstance()));
  }

  private GetLedgerInfoResponse info() {
    return ledger.as(Role.UI).getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
  }

  private ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(ledger.channel(Role.OTHER).channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private void tamper(long eventId) throws Exception {
    try (Connection db =
            DriverManager.getConnection("jdbc:sqlite:" + ledger.home().file("mind.db"));
        Statement statement = db.createStatement()) {
      String trigger;
      try (var row =
          statement.executeQuery(
              "SELECT sql FROM sqlite_schema WHERE name = 'events_only_forget'")) {
        trigger = row.getString(1);
      }
      statement.execute("DROP TRIGGER events_only_forget");
      statement.execute("UPDATE events SET content = 'forged' WHERE id = " + eventId);
      statement.execute(trigger);
    }
  }
}

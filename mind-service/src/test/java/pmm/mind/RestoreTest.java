package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.ListConversationsRequest;
import pmm.rpc.Role;

/** The mind goes on when its ledger is put back to an older state below it. */
@Timeout(60)
class RestoreTest {

  @TempDir Path folder;

  @Test
  void foldsAnewAndTalksOn() {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      LedgerServiceBlockingStub ledger =
          LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger", Role.CLI));
      String kept = mesh.say("", "My name is Ana.").started().getConversationId();
      String snapshot =
          ledger.createSnapshot(CreateSnapshotRequest.getDefaultInstance()).getSnapshot().getName();
      long through = mesh.events().size();
      String left = mesh.say("", "Remember: the secret is 42.").started().getConversationId();

      var restored =
          ledger.restoreSnapshot(RestoreSnapshotRequest.newBuilder().setName(snapshot).build());
      assertEquals(through, restored.getThroughEventId());
      awaitThrough(mesh, restored.getEventCount());

      assertEquals("restored_from", mesh.kinds().getLast());
      MindFixture.Heard heard = mesh.say("", "What is my name?");
      assertTrue(heard.text().contains("Ana"), heard.text());
      String all =
          mesh.talks().listConversations(ListConversationsRequest.getDefaultInstance()).toString();
      assertTrue(all.contains(kept), all);
      assertTrue(all.contains(heard.started().getConversationId()), all);
      assertFalse(all.contains(left), all);
    }
  }

  /** The mind hears of it by its watch, and is away until it has folded anew. */
  private static void awaitThrough(MindFixture mesh, long eventId) {
    long through = -1;
    while (through != eventId) {
      try {
        through =
            mesh.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId();
      } catch (StatusRuntimeException away) {
        assertEquals(Status.Code.UNAVAILABLE, away.getStatus().getCode());
      }
    }
    mesh.awaitReady();
  }
}

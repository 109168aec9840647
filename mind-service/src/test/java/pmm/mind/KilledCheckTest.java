package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.CheckIdentityRequest;
import pmm.mind.v1.IdentityServiceGrpc;
import pmm.rpc.Role;

/** Kills the mind's real process, as kill -9 does, in the middle of an identity check. */
@Timeout(180)
class KilledCheckTest {
  private static final String TONE = "I am Echo, and I look after what we have said so far.";

  @TempDir Path folder;

  @Test
  void aCheckIsThereWholeOrNotAtAllAndNeverTwice() throws Exception {
    try (MindFixture mind = new MindFixture(folder)) {
      Process process = mind.startProcess();
      mind.awaitReady().withModel();
      mind.gateway.answer("Gladly.");
      mind.say("", "Your name is Echo.");
      int events = mind.events().size();
      String id = UUID.randomUUID().toString();

      Process killed = process;
      mind.gateway.answer("I am Echo.");
      mind.gateway.next((request, sender) -> {
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        killed.destroyForcibly();
      });
      try {
        check(mind, id);
      } catch (StatusRuntimeException gone) {
        // The process is gone, and with it the call.
      }
      killed.waitFor();
      mind.gateway.forget();
      process = mind.startProcess();
      mind.awaitReady();
      assertEquals(events, mind.events().size());

      mind.gateway.answer("I am Echo.");
      mind.gateway.answer(TONE);
      check(mind, id);
      process.destroyForcibly().waitFor();
      process = mind.startProcess();
      mind.awaitReady();
      check(mind, id);
      assertEquals(1, mind.events("identity_checked").size());
      process.destroyForcibly().waitFor();
    }
  }

  private static void check(MindFixture mind, String requestId) {
    IdentityServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .checkIdentity(CheckIdentityRequest.newBuilder().setRequestId(requestId).build())
        .forEachRemaining(part -> {});
  }
}

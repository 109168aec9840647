package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ContextServiceGrpc;
import pmm.mind.v1.SummarizeConversationRequest;
import pmm.rpc.Role;

/** Kills the mind's real process, as kill -9 does, while a summary is written. */
@Timeout(180)
class KilledSummaryTest {
  @TempDir Path folder;

  @Test
  void aSummaryIsThereOnceOrNotAtAll() throws Exception {
    try (MindFixture mind = new MindFixture(folder)) {
      Process process = mind.startProcess();
      mind.awaitReady().withModel();
      String talk = "";
      for (int i = 0; i < 4; i++) {
        mind.gateway.answer("Gladly.");
        talk = mind.say(talk, "Hello").started().getConversationId();
      }
      String requestId = UUID.randomUUID().toString();
      for (int step = 1; step <= 2; step++) {
        killAt(mind, process, step, requestId, talk);
        process = mind.startProcess();
        mind.awaitReady();
        assertTrue(mind.events("summary").size() <= 1);
      }
      mind.gateway.answer("They greet each other.");
      summarize(mind, talk, requestId);
      mind.gateway.forget();
      summarize(mind, talk, requestId);
      assertEquals(List.of("summary"), mind.kinds().stream().filter("summary"::equals).toList());
      process.destroyForcibly().waitFor();
    }
  }

  private static void killAt(
      MindFixture mind, Process process, int step, String requestId, String talk)
      throws InterruptedException {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(ScriptedGateway.text("They greet each other."));
      if (step == 1) {
        process.destroyForcibly();
      }
      sender.send(ScriptedGateway.finish());
      process.destroyForcibly();
    });
    try {
      summarize(mind, talk, requestId);
    } catch (StatusRuntimeException killed) {
      // Whether the client still hears the end is a matter of luck; the ledger is what counts.
    }
    process.destroyForcibly().waitFor();
    mind.gateway.forget();
  }

  private static void summarize(MindFixture mind, String talk, String requestId) {
    ContextServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .summarizeConversation(
            SummarizeConversationRequest.newBuilder()
                .setConversationId(talk)
                .setRequestId(requestId)
                .build())
        .forEachRemaining(part -> {});
  }
}

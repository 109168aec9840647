package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.SelectModelRequest;
import pmm.rpc.Role;

/** Kills the mind's real process, as kill -9 does, while the person switches the model. */
@Timeout(300)
class KilledSwitchTest {
  private static final int KILLS = 4;
  private static final List<String> MODELS = List.of("local:one", "local:two");

  @TempDir Path folder;

  @Test
  void aSwitchIsMadeOrNotAndNeverTwice() throws Exception {
    try (MindFixture mind = new MindFixture(folder)) {
      Process process = mind.startProcess();
      mind.awaitReady();
      for (String model : MODELS) {
        mind.appendAs(
            Role.PROVIDER,
            "model_added",
            null,
            "{\"model_id\":\"" + model + "\",\"actor\":\"cli\"}");
      }
      for (int round = 1; round <= KILLS; round++) {
        SelectModelRequest request =
            SelectModelRequest.newBuilder()
                .setModelId(MODELS.get(round % 2))
                .setRequestId(UUID.randomUUID().toString())
                .build();
        Thread asking = Thread.ofVirtual().start(() -> ask(mind, request));
        killWhen(mind, process, round);
        asking.join();
        process = mind.startProcess();
        mind.awaitReady();

        List<Event> switches = mind.events("model_selected");
        assertEquals(to(switches), selected(mind));

        mind.mind().selectModel(request);
        mind.mind().selectModel(request);
        assertEquals(request.getModelId(), selected(mind));
        assertEquals(round, mind.events("model_selected").size());
      }
      process.destroyForcibly().waitFor();
    }
  }

  /** In odd rounds at once, in even ones as soon as the ledger holds the switch. */
  private static void killWhen(MindFixture mind, Process process, int round) throws Exception {
    while (round % 2 == 0 && mind.events("model_selected").size() < round) {}
    process.destroyForcibly().waitFor();
  }

  private static void ask(MindFixture mind, SelectModelRequest request) {
    try {
      mind.mind().selectModel(request);
    } catch (StatusRuntimeException killed) {
      // Whether the client still hears the end is a matter of luck; the ledger is what counts.
    }
  }

  private static String to(List<Event> switches) {
    return switches.isEmpty()
        ? "builtin:voice"
        : Events.meta(switches.getLast()).path("to").path("model_id").asText();
  }

  private static String selected(MindFixture mind) {
    return mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getModelId();
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Memory;

/** Kills the mind's real process, as kill -9 does, while a memory is being corrected. */
@Timeout(300)
class KilledCorrectionTest {
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Test
  void aCorrectionIsWholeOrNotThereAndNeverTwice() throws Exception {
    try (MindFixture mind = new MindFixture(folder)) {
      Process process = mind.startProcess();
      mind.awaitReady();
      Memory now =
          mind.memories()
              .addMemory(AddMemoryRequest.newBuilder().setText("I live in place 0").build())
              .getMemory();
      for (int round = 1; round <= KILLS; round++) {
        CorrectMemoryRequest request =
            CorrectMemoryRequest.newBuilder()
                .setMemoryId(now.getEventId())
                .setText("I live in place " + round)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        Thread asking = Thread.ofVirtual().start(() -> ask(mind, request));
        killWhen(mind, process, round);
        asking.join();
        process = mind.startProcess();
        mind.awaitReady();

        int stored = mind.events("memory_corrected").size();
        List<Memory> kept = kept(mind);
        assertEquals(1, kept.size());
        assertEquals(
            "I live in place " + (stored == round ? round : round - 1), kept.getFirst().getText());

        now = mind.memories().correctMemory(request).getMemory();
        assertEquals(now, mind.memories().correctMemory(request).getMemory());
        assertEquals(List.of(now), kept(mind));
        assertEquals(round, mind.events("memory_corrected").size());
      }
      process.destroyForcibly().waitFor();
    }
  }

  /** In odd rounds at once, in even ones as soon as the ledger holds the correction. */
  private static void killWhen(MindFixture mind, Process process, int round) throws Exception {
    while (round % 2 == 0 && mind.events("memory_corrected").size() < round) {}
    process.destroyForcibly().waitFor();
  }

  private static void ask(MindFixture mind, CorrectMemoryRequest request) {
    try {
      mind.memories().correctMemory(request);
    } catch (StatusRuntimeException killed) {
      // Whether the client still hears the end is a matter of luck; the ledger is what counts.
    }
  }

  private static List<Memory> kept(MindFixture mind) {
    return mind.mind().listMemories(ListMemoriesRequest.getDefaultInstance()).getMemoriesList();
  }
}

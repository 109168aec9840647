package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.v1.ReflectRequest;
import pmm.mind.v1.ReflectionServiceGrpc;
import pmm.rpc.Role;

/** Kills the mind's real process, as kill -9 does, at each step of a reflection. */
@Timeout(180)
class KilledReflectionTest {
  private static final int STEPS = 4;
  private static final List<String> WHOLE =
      List.of("reflection", "commitment_opened", "memory_proposed");

  @TempDir Path folder;

  @Test
  void aReflectionIsThereWithAllThatFollowsFromItOrNotAtAll() throws Exception {
    try (MindFixture mind = new MindFixture(folder)) {
      Process process = mind.startProcess();
      mind.awaitReady().withModel();
      mind.gateway.answer("Gladly.");
      mind.say("", "Your name is Echo.");
      for (int step = 1; step <= STEPS; step++) {
        killAt(mind, process, step);
        process = mind.startProcess();
        mind.awaitReady();
        check(mind.events());
      }
      long before = mind.events("reflection").size();
      assertTrue(before < STEPS, "reflections that no kill has hit: " + before);
      mind.gateway.forget();
      mind.gateway.answerCiting(reflection(0));
      reflect(mind);
      check(mind.events());
      assertEquals(before + 1, mind.events("reflection").size());
      process.destroyForcibly().waitFor();
    }
  }

  private static void killAt(MindFixture mind, Process process, int step) throws Exception {
    mind.gateway.next((request, sender) -> {
      String json = reflection(step).formatted(request.getSourceEventIdsList().getLast());
      List<Runnable> sending = new ArrayList<>();
      sending.add(
          () -> sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false)));
      sending.add(() -> sender.send(ScriptedGateway.text(json.substring(0, 20))));
      sending.add(() -> sender.send(ScriptedGateway.text(json.substring(20))));
      sending.add(() -> sender.send(ScriptedGateway.finish()));
      for (int i = 0; i < sending.size(); i++) {
        sending.get(i).run();
        if (i + 1 == step) {
          process.destroyForcibly();
        }
      }
    });
    try {
      reflect(mind);
    } catch (StatusRuntimeException killed) {
      // Whether the client still hears the end is a matter of luck; the ledger is what counts.
    }
    process.destroyForcibly().waitFor();
    mind.gateway.forget();
  }

  private static void check(List<Event> events) {
    List<String> kinds = events.stream().map(Event::getKind).toList();
    int whole = 0;
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).equals("reflection")) {
        assertEquals(WHOLE, kinds.subList(i, i + WHOLE.size()));
        whole++;
      }
    }
    for (String kind : WHOLE) {
      assertEquals(whole, kinds.stream().filter(kind::equals).count(), kind);
    }
  }

  private static void reflect(MindFixture mind) {
    ReflectionServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .reflect(ReflectRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build())
        .forEachRemaining(part -> {});
  }

  private static String reflection(int step) {
    return """
    {"observations":[{"text":"Step STEP.","subject":"other","events":[%1$d]}],
     "open":[{"text":"look at step STEP","events":[%1$d]}],
     "memories":[{"text":"There is a step STEP","subject":"other","events":[%1$d]}]}\
    """
        .replace("STEP", Integer.toString(step));
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.v1.ConverseRequest;

/** Kills the mind's real process, as kill -9 does, at each message of a turn. */
@Timeout(120)
class KilledMindTest {
  private static final Set<String> OUTCOMES =
      Set.of("assistant_message", "generation_stopped", "generation_failed");
  private static final int KILLS = 7;

  @TempDir Path folder;
  private int interrupted;

  @Test
  void everyAttemptHasOneOutcomeAndPromisesAreNeverApartFromIt() throws Exception {
    try (MindFixture mind = new MindFixture(folder)) {
      Process process = mind.startProcess();
      mind.awaitReady().withModel();
      for (int at = 1; at <= KILLS; at++) {
        killAt(mind, process, at);
        process = mind.startProcess();
        mind.awaitReady();
        check(mind.events());
      }
      assertTrue(interrupted > 1, "kills that hit a turn: " + interrupted);
      assertEquals(KILLS, mind.events("generation_started").size());
      mind.gateway.answer("Still here.");
      assertEquals("Still here.", mind.say("", "Are you there?").text());
      process.destroyForcibly().waitFor();
    }
  }

  private static void killAt(MindFixture mind, Process process, int message) throws Exception {
    mind.gateway.answer("I will", " look.\n", "COMMIT: look at turn " + message + "\n");
    int[] seen = {0};
    try {
      mind.converse(
          MindFixture.request("")
              .setSay(ConverseRequest.Say.newBuilder().setText("Turn " + message)),
          response -> {
            if (++seen[0] == message) {
              process.destroyForcibly();
            }
          });
    } catch (StatusRuntimeException killed) {
      // Whether the client still hears the end is a matter of luck; the ledger is what counts.
    }
    process.destroyForcibly().waitFor();
    mind.gateway.forget();
  }

  private void check(List<Event> events) {
    Map<String, String> outcomes = new HashMap<>();
    Set<String> promised = new HashSet<>();
    Set<String> started = new HashSet<>();
    for (Event event : events) {
      String attempt = MindFixture.meta(event).path("attempt_id").asText();
      if (event.getKind().equals("generation_started")) {
        started.add(attempt);
      } else if (event.getKind().equals("commitment_opened")) {
        promised.add(attempt);
      } else if (OUTCOMES.contains(event.getKind())) {
        assertEquals(null, outcomes.put(attempt, event.getKind()), "a second outcome");
      }
    }
    assertEquals(started, outcomes.keySet());
    outcomes.forEach((attempt, kind) ->
        assertEquals(kind.equals("assistant_message"), promised.contains(attempt), kind));
    interrupted = (int) outcomes.values().stream().filter("generation_failed"::equals).count();
  }
}

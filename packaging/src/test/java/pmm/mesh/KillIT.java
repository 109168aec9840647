package pmm.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceBlockingStub;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.provider.scripted.ScriptedServer;

/**
 * Any process may die at any moment: nothing acknowledged is lost, and every attempt has exactly
 * one outcome.
 */
class KillIT {

  private static final int TURNS = Integer.getInteger("pmm.kill.turns", 200);
  private static final long SEED = Long.getLong("pmm.kill.seed", 20261122L);
  private static final int TURNS_A_KILL = 4;

  private final Random random = new Random(SEED);
  private final Map<Long, String> acknowledged = new HashMap<>();
  private int kills;
  private int killsInFlight;

  @Test
  void losesNothingAcknowledgedWhenProcessesAreKilled(@TempDir Path home) throws Exception {
    try (ScriptedServer model = ScriptedServer.start(0)) {
      try (Mesh mesh = Mesh.start(home)) {
        mesh.pmm("model", "add", "local:scripted", "--api", "openai", "--url", model.url() + "/v1")
            .orFail();
        mesh.pmm("model", "use", "local:scripted").orFail();
        ConversationServiceBlockingStub mind =
            ConversationServiceGrpc.newBlockingStub(mesh.channel("mind"));
        for (int turn = 0; turn < TURNS; turn++) {
          turn(mesh, mind, turn);
        }
      }
      System.out.printf(
          "seed %d: %d turns, %d kills, %d of them in flight%n", SEED, TURNS, kills, killsInFlight);
      check(home);
    }
  }

  /**
   * One message; at every fourth turn a random process dies at a random moment of it. The same
   * request is retried until it ends.
   */
  private void turn(Mesh mesh, ConversationServiceBlockingStub mind, int turn) throws Exception {
    String text =
        "!slow=40 !paced=20 !say I heard you and will see to it.\\nCOMMIT: call about turn %d"
            .formatted(turn);
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(new UUID(SEED, turn).toString())
            .setSay(ConverseRequest.Say.newBuilder().setText(text))
            .build();
    AtomicBoolean inFlight = new AtomicBoolean();
    CompletableFuture<Void> killer = CompletableFuture.completedFuture(null);
    if (turn % TURNS_A_KILL == 0) {
      // Still starting again after an earlier kill, it would not be hit at all.
      ProcessHandle victim = mesh.process(Mesh.SERVICES.get(random.nextInt(Mesh.SERVICES.size())));
      int after = random.nextInt(350);
      killer =
          CompletableFuture.runAsync(
              () -> kill(victim, inFlight),
              CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS));
    }
    boolean ended = false;
    for (int attempt = 0; !ended && attempt < 600; attempt++) {
      inFlight.set(true);
      try {
        ended = converse(mind, request, text);
      } catch (StatusRuntimeException e) {
        CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
            .join();
      } finally {
        inFlight.set(false);
      }
    }
    killer.get(60, TimeUnit.SECONDS);
    assertTrue(ended, () -> "turn " + turn + " never ended");
  }

  private boolean converse(
      ConversationServiceBlockingStub mind, ConverseRequest request, String text) {
    boolean finished = false;
    Iterator<ConverseResponse> parts =
        mind.withDeadlineAfter(60, TimeUnit.SECONDS).converse(request);
    while (parts.hasNext()) {
      ConverseResponse part = parts.next();
      switch (part.getPartCase()) {
        case STARTED -> acknowledged.put(part.getStarted().getUserEventId(), text);
        case FINISHED -> {
          acknowledged.put(part.getFinished().getOutcomeEventId(), request.getRequestId());
          finished = true;
        }
        default -> {}
      }
    }
    return finished;
  }

  private void kill(ProcessHandle victim, AtomicBoolean inFlight) {
    boolean hit = inFlight.get();
    Mesh.kill(victim);
    kills++;
    killsInFlight += hit ? 1 : 0;
  }

  private void check(Path home) throws IOException, InterruptedException {
    Mesh.Result verify = Mesh.run(home, "verify");
    assertEquals(0, verify.exit(), verify.out() + verify.err());
    assertTrue(
        killsInFlight * 2 >= kills,
        killsInFlight + " of " + kills + " kills hit a turn in flight (expected: at least half)");

    Map<Long, JsonNode> events = export(home);
    acknowledged.forEach((id, what) -> {
      JsonNode event = events.get(id);
      assertNotNull(event, () -> "acknowledged event " + id + " is missing");
      if (event.get("kind").asText().equals("user_message")) {
        assertEquals(what, event.get("content").asText());
      } else {
        assertEquals(what, meta(event).get("attempt_id").asText());
      }
    });
    checkOutcomes(events);
  }

  /**
   * One outcome an attempt; and an answer that promises stands together with its promise, or
   * neither does.
   */
  private static void checkOutcomes(Map<Long, JsonNode> events) {
    Map<String, List<String>> outcomes = new HashMap<>();
    Set<String> promising = new HashSet<>();
    Set<String> promised = new HashSet<>();
    for (JsonNode event : events.values()) {
      String kind = event.get("kind").asText();
      switch (kind) {
        case "generation_started" ->
            outcomes.computeIfAbsent(attempt(event), id -> new ArrayList<>());
        case "assistant_message", "generation_stopped", "generation_failed" -> {
          outcomes.computeIfAbsent(attempt(event), id -> new ArrayList<>()).add(kind);
          if (kind.equals("assistant_message")
              && event.get("content").asText().contains("\nCOMMIT: ")) {
            promising.add(attempt(event));
          }
        }
        case "commitment_opened" -> promised.add(attempt(event));
        default -> {}
      }
    }
    outcomes.forEach((attempt, kinds) ->
        assertEquals(1, kinds.size(), () -> "outcomes of attempt " + attempt + ": " + kinds));
    assertTrue(!promising.isEmpty(), "no answer held a promise: the test shows nothing");
    assertEquals(promising, promised);
  }

  private static String attempt(JsonNode event) {
    return meta(event).get("attempt_id").asText();
  }

  private static JsonNode meta(JsonNode event) {
    return read(event.get("meta").asText());
  }

  private static Map<Long, JsonNode> export(Path home) throws IOException, InterruptedException {
    try (Mesh mesh = Mesh.start(home)) {
      Map<Long, JsonNode> events = new HashMap<>();
      mesh.pmm("export", "--jsonl")
          .orFail()
          .out()
          .lines()
          .map(KillIT::read)
          .filter(line -> line.has("id"))
          .forEach(line -> events.put(line.get("id").asLong(), line));
      return events;
    }
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

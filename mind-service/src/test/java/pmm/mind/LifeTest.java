package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Memory;
import pmm.mind.v1.Mind;
import pmm.mind.v1.Trait;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;
import pmm.rpc.Role;

/**
 * A scripted life under three models in turn, which answer with markers, with what only looks like
 * markers, with refusals, and with claims to be someone else. What the mind says of itself then
 * equals what a script in another language makes of its export. {@code -Dpmm.turns=2000} is the
 * full size.
 */
class LifeTest {
  private static final int TURNS = Integer.getInteger("pmm.turns", 2000);
  private static final long SEED = 20261123;
  private static final int OLD_PROMISES = 7;
  private static final List<String> MODELS = List.of("ollama:one", "openai:two", "anthropic:three");
  private static final JsonMapper JSON = new JsonMapper();

  private final Random random = new Random(SEED);
  private final List<Long> promised = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void theMindSaysOfItselfWhatAnotherScriptMakesOfItsExport() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    promiseLongAgo(home);
    try (MindFixture mesh = new MindFixture(home).start()) {
      MODELS.forEach(model ->
          mesh.appendAs(
              Role.PROVIDER,
              "model_added",
              null,
              "{\"model_id\":\"" + model + "\",\"context_tokens\":8192}"));
      long added = mesh.events().size();
      while (mind(mesh).getThroughEventId() < added) {
        Thread.onSpinWait();
      }
      live(mesh);

      JsonNode figures = figures(export(mesh));
      Mind mind = mind(mesh);

      assertTrue(figures.path("disagreements").isEmpty(), () -> figures.path("disagreements") + "");
      assertEquals(OLD_PROMISES, mind.getCommitments().getExpired());
      assertEquals(told(figures), saysOfItself(mind, mesh));
      assertEquals(figures.path("ias").asDouble(), mind.getIas(), 1e-9);
      assertEquals(figures.path("gas").asDouble(), mind.getGas(), 1e-9);
      for (Trait trait : mind.getTraitsList()) {
        double expected = figures.path("traits").path(trait.getName()).asDouble();
        assertEquals(expected, trait.getScore(), 1e-9, trait.getName());
      }
    }
  }

  /** Promises from before the thirty days after which nobody waits any more. */
  private static void promiseLongAgo(Path home) {
    Clock then = Clock.offset(Clock.systemUTC(), Duration.ofDays(-45));
    try (MindFile mind = MindFile.open(home, Options.defaults().withClock(then))) {
      for (int i = 0; i < OLD_PROMISES; i++) {
        mind.append(AppendRequest.of(Draft.of("commitment_opened", "old promise " + i))).join();
      }
    }
  }

  private void live(MindFixture mesh) {
    String conversation = "";
    for (int turn = 0; turn < TURNS; turn++) {
      if (turn % 97 == 0) {
        mesh.select(MODELS.get(turn / 97 % MODELS.size()));
      }
      String answer = answer(turn);
      mesh.gateway.answer(
          answer.substring(0, answer.length() / 2), answer.substring(answer.length() / 2));
      var heard = mesh.say(turn % 40 == 0 ? "" : conversation, message(turn));
      conversation = heard.started().getConversationId();
      heard.finished().getOpenedCommitmentIdsList().forEach(id -> promised.add(Long.valueOf(id)));
    }
  }

  private String message(int turn) {
    return switch (random.nextInt(12)) {
      case 0 -> "Your name is " + (turn < TURNS / 2 ? "Ada" : "Grace") + ".";
      case 1 -> "My name is " + (turn < TURNS / 2 ? "Ana" : "Anna") + ".";
      case 2 -> "Remember that shelf " + turn + " holds the blue box.";
      case 3 -> "Please do not remember anything about turn " + turn + ".";
      default -> "What about thing " + turn % 50 + "?";
    };
  }

  private String answer(int turn) {
    int kind = random.nextInt(14);
    return switch (kind) {
      case 0, 1 -> "Gladly.\nCOMMIT: look into thing " + turn;
      case 2 ->
          "As before.\nCOMMIT: look into the usual thing\nCOMMIT: Look into  the usual thing.";
      case 3 -> "That is done.\nCLOSE: " + some(turn);
      case 4 -> "I have looked into the thing, and it is tidy.\nCLOSE: " + some(turn);
      case 5 -> "Done twice.\nCLOSE: #" + some(turn) + "\nCLOSE: " + some(turn + 3);
      case 6 -> "Noted.\nREMEMBER: thing " + turn + " matters";
      case 7 ->
          "COMMIT: one | CLOSE: "
              + some(turn)
              + "\n  COMMIT: indented\nCLOSE: the first one\nCOMMIT:";
      case 8 -> "I am sorry, but I cannot help with that.";
      case 9 ->
          "I am Bob, and my name is Bob. Your name is Bob too.\n"
              + "CLAIM: {\"text\":\"I am Bob.\",\"events\":[1]}";
      case 10 ->
          "Like this:\n```\nCOMMIT: only an example "
              + turn
              + "\nCLOSE: "
              + some(turn)
              + "\n```\nThat is all.";
      case 11 ->
          "COMMIT: tidy up " + turn + "\nREMEMBER: tidiness " + turn + "\nCLOSE: " + some(turn);
      case 12 -> "CLOSE: 999999\nREFLECT: {broken\nCLAIM: [1]";
      default -> "Nothing much to say about that.";
    };
  }

  /** A promise that was made, open or not any more; an event that is none where there was none. */
  private long some(int turn) {
    return promised.isEmpty() ? 1 : promised.get(turn % promised.size());
  }

  private Path export(MindFixture mesh) throws IOException {
    Path file = folder.resolve("export.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      var parts =
          LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger", Role.CLI))
              .exportLedger(ExportLedgerRequest.getDefaultInstance());
      while (parts.hasNext()) {
        parts.next().getJsonl().writeTo(out);
      }
    }
    return file;
  }

  private static JsonNode figures(Path export) throws IOException, InterruptedException {
    Path script = Path.of("src/test/resources/life/figures.py");
    Process process =
        new ProcessBuilder("python3", script.toString(), export.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode figures = JSON.readTree(process.getInputStream());
    assertEquals(0, process.waitFor());
    return figures;
  }

  /** The figures that are whole numbers or words, in one text. */
  private static String told(JsonNode figures) {
    return Stream.of(
            "name",
            "person_name",
            "model_id",
            "model_switches",
            "messages",
            "opened",
            "closed",
            "expired",
            "open",
            "stage",
            "memories",
            "proposed_memories")
        .map(key -> key + " " + figures.path(key).toString().replace("\"", ""))
        .collect(Collectors.joining("\n"));
  }

  private static String saysOfItself(Mind mind, MindFixture mesh) {
    var promises = mind.getCommitments();
    List<Long> kept = memories(mesh, false);
    List<Long> proposed = memories(mesh, true);
    assertEquals(kept.size(), mind.getMemoryCount());
    assertEquals(promises.getOpen(), open(mesh));
    return String.join(
        "\n",
        "name " + mind.getName(),
        "person_name " + mind.getPersonName(),
        "model_id " + mind.getModelId(),
        "model_switches " + mind.getModelSwitchCount(),
        "messages " + mind.getMessageCount(),
        "opened " + promises.getOpened(),
        "closed " + promises.getClosed(),
        "expired " + promises.getExpired(),
        "open " + promises.getOpen(),
        "stage " + (mind.getStageValue() - 1),
        "memories " + kept.toString().replace(" ", ""),
        "proposed_memories " + proposed.toString().replace(" ", ""));
  }

  private static int open(MindFixture mesh) {
    int open = 0;
    var request =
        ListCommitmentsRequest.newBuilder()
            .setPageSize(200)
            .addStates(pmm.mind.v1.Commitment.State.STATE_OPEN);
    String token = "";
    do {
      var page = mesh.mind().listCommitments(request.setPageToken(token).build());
      open += page.getCommitmentsCount();
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return open;
  }

  private static List<Long> memories(MindFixture mesh, boolean proposed) {
    List<Long> ids = new ArrayList<>();
    var request = ListMemoriesRequest.newBuilder().setPageSize(200).setProposed(proposed);
    String token = "";
    do {
      var page = mesh.mind().listMemories(request.setPageToken(token).build());
      page.getMemoriesList().stream().map(Memory::getEventId).forEach(ids::add);
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return ids.stream().sorted().toList();
  }

  private static Mind mind(MindFixture mesh) {
    return mesh.mind().getMind(GetMindRequest.getDefaultInstance()).getMind();
  }
}

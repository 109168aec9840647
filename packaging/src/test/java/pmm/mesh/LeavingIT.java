package pmm.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetMindResponse;
import pmm.mind.v1.MindServiceGrpc;
import pmm.mind.v1.Outcome;
import pmm.provider.scripted.Received;
import pmm.provider.scripted.ScriptedServer;

/**
 * Whoever leaves ends the call to the model, before the first word and in the middle; and a model
 * that hangs is left, and what it said stays.
 */
class LeavingIT {

  /** Longer than a server waits for a reader to leave: no timer does what leaving should. */
  private static final String FIRST_TOKEN_MILLIS = "20000";

  private static final String IDLE_MILLIS = "2000";

  /** The exit code of whoever Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private static final String BEFORE = "!silent";
  private static final String MIDWAY = "!paced=20 !endless";

  private static final BlockingQueue<Received> arrived = new LinkedBlockingQueue<>();
  private static ScriptedServer model;
  private static Mesh mesh;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    Path _ =
        Files.writeString(
            home.resolve("config.toml"),
            "[provider]\nfirst_token_ms = %s\nidle_ms = %s\n"
                .formatted(FIRST_TOKEN_MILLIS, IDLE_MILLIS));
    model = ScriptedServer.start(0);
    model.onRequest(arrived::add);
    mesh = Mesh.start(home);
    mesh.pmm("model", "add", "local:scripted", "--api", "openai", "--url", model.url() + "/v1")
        .orFail();
    mesh.pmm("model", "use", "local:scripted").orFail();
  }

  @AfterAll
  static void stop() {
    mesh.close();
    model.close();
  }

  /** After a kill it is on its way back. */
  @BeforeEach
  void awaitMind() throws Exception {
    arrived.clear();
    eventually(LeavingIT::answers);
  }

  private static boolean answers() {
    try {
      GetMindResponse _ =
          MindServiceGrpc.newBlockingStub(mesh.channel("mind"))
              .getMind(GetMindRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BEFORE, MIDWAY})
  void aClosedStreamEndsTheCall(String script) throws Exception {
    Context.CancellableContext leaving = Context.current().withCancellation();
    CompletableFuture<Void> firstWord = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(
            leaving.wrap(() -> {
              try {
                ConverseResponse _ = converse(script, firstWord);
              } catch (StatusRuntimeException e) {
                assertEquals(Status.Code.CANCELLED, e.getStatus().getCode());
              }
            }));
    awaitCall(script, firstWord);
    leftWithin("A closed stream", script, () -> leaving.cancel(null));
    reader.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {BEFORE, MIDWAY})
  void ctrlCEndsTheCall(String script) throws Exception {
    Process chat = mesh.begin("chat", "-m", script);
    try {
      CompletableFuture<Void> firstWord = new CompletableFuture<>();
      Thread reader =
          Thread.startVirtualThread(() -> {
            if (readsSomething(chat)) {
              boolean _ = firstWord.complete(null);
            }
          });
      awaitCall(script, firstWord);
      leftWithin("Ctrl-C at pmm chat", script, () -> Mesh.interrupt(chat));
      assertTrue(chat.waitFor(10, TimeUnit.SECONDS), "pmm chat goes on");
      assertEquals(INTERRUPTED, chat.exitValue());
      reader.join();
    } finally {
      Mesh.kill(chat.toHandle());
    }
  }

  private static boolean readsSomething(Process process) {
    try {
      return process.getInputStream().read() >= 0;
    } catch (IOException ended) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BEFORE, MIDWAY})
  void aKilledMindEndsTheCall(String script) throws Exception {
    CompletableFuture<Void> firstWord = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(() -> {
          try {
            ConverseResponse _ = converse(script, firstWord);
          } catch (StatusRuntimeException e) {
            assertEquals(Status.Code.UNAVAILABLE, e.getStatus().getCode());
          }
        });
    awaitCall(script, firstWord);
    ProcessHandle mind = mesh.process("mind");
    leftWithin("kill -9 of mind-service", script, () -> Mesh.kill(mind));
    reader.join();
  }

  @ParameterizedTest
  @CsvSource({
    "!silent,                    ''",
    "!hang=0 !words=9,           ''",
    "!hang=3 !words=9,           'word1 word2 word3 '",
    "!midchar=3 !words=9,        'word1 word2 word3 '"
  })
  void aModelThatHangsIsLeftAndWhatItSaidStays(String script, String kept) throws Exception {
    ConverseResponse last = converse(script, new CompletableFuture<>());
    assertEquals(Outcome.OUTCOME_FAILED, last.getFinished().getOutcome());
    String message = last.getFinished().getFailure().getMessage();
    assertTrue(message.contains("in time"), message);
    assertFalse(message.contains("Exception"), message);
    assertEquals("TIMED_OUT", last.getFinished().getFailure().getReason());
    assertEquals(kept, content(last.getFinished().getOutcomeEventId()));
    assertTrue(model.awaitLeftReader(), "the connection to the model stays");
  }

  private void leftWithin(String who, String script, Act leave) throws Exception {
    model.forgetLeftReaders();
    long start = System.nanoTime();
    leave.run();
    assertTrue(model.awaitLeftReader(), "the call to the model goes on");
    System.out.printf(
        "%s ended the call %s after %.0f ms%n",
        who,
        script.equals(BEFORE) ? "before the first word" : "in the middle",
        (System.nanoTime() - start) / 1e6);
  }

  /** Something that may fail. */
  private interface Act {
    void run() throws Exception;
  }

  private void awaitCall(String script, CompletableFuture<Void> firstWord) throws Exception {
    Received _ = arrival();
    if (script.equals(MIDWAY)) {
      firstWord.get(30, TimeUnit.SECONDS);
    }
  }

  private Received arrival() throws InterruptedException {
    Received request = arrived.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came to the model");
    }
    return request;
  }

  private ConverseResponse converse(String text, CompletableFuture<Void> firstWord) {
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSay(ConverseRequest.Say.newBuilder().setText(text))
            .build();
    ConverseResponse last = ConverseResponse.getDefaultInstance();
    for (Iterator<ConverseResponse> parts =
            ConversationServiceGrpc.newBlockingStub(mesh.channel("mind")).converse(request);
        parts.hasNext(); ) {
      last = parts.next();
      if (last.hasText()) {
        boolean _ = firstWord.complete(null);
      }
    }
    return last;
  }

  private String content(long eventId) throws IOException, InterruptedException {
    for (String line : mesh.pmm("export", "--jsonl").orFail().out().lines().toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (event.path("id").asLong() == eventId) {
        return event.path("content").asText("");
      }
    }
    throw new AssertionError("no event " + eventId);
  }

  /** Something that becomes true. */
  private interface Fact {
    boolean holds() throws Exception;
  }

  private static void eventually(Fact fact) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!fact.holds()) {
      assertTrue(System.nanoTime() < end, "not within 30 s");
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
          .join();
    }
  }
}

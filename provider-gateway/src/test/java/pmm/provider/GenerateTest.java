package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.scripted.ScriptedServer;
import pmm.provider.v1.Api;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.HashKind;
import pmm.provider.v1.Image;
import pmm.provider.v1.Locality;
import pmm.provider.v1.Phase;
import pmm.provider.v1.ProviderError;
import pmm.provider.v1.Role;
import pmm.provider.v1.Turn;
import pmm.rpc.RemoteProblem;

class GenerateTest {

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension()
          .with("provider.first_token_ms", "1500")
          .with("provider.idle_ms", "400")
          .with("provider.breaker_rest_ms", "60000");

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void streamsInEachFormatWhatThePromptHolds(Api api) {
    Heard heard =
        mesh.hear(
            ask(mesh.declared("scripted+think+split=3", api), "Where does Ana live?")
                .addTurns(
                    0,
                    Turn.newBuilder()
                        .setRole(Role.ROLE_SYSTEM)
                        .setText("My sister Ana lives in Porto. Grüße, 日本.")));
    assertEquals("From what I was given: My sister Ana lives in Porto.", heard.text());
    assertEquals("Let me think. ", heard.reasoning.toString());
    assertEquals(Finish.Reason.REASON_STOP, heard.finish.getReason());
    assertFalse(heard.finish.getUsage().getEstimated());
    assertTrue(heard.finish.getUsage().getAnswerTokens() > 5);
    assertTrue(heard.finish.hasFirstToken());
    assertTrue(heard.phases.contains(Phase.PHASE_CHECKING), heard.phases::toString);
  }

  @Test
  void saysWhoAnswersAndNoticesAnotherDigest() {
    String model = mesh.proved("scripted");
    Heard heard = mesh.hear(ask(model, "Hi"));
    assertEquals(Locality.LOCALITY_PROVED, heard.opened.getLocality());
    assertEquals(ScriptedServer.DIGEST, heard.opened.getModelDigest());
    assertEquals(HashKind.HASH_KIND_MANIFEST, heard.opened.getHashKind());
    mesh.select(model, ScriptedServer.DIGEST);
    assertFalse(mesh.hear(ask(model, "Hi")).opened.getDigestDrifted());
    mesh.model().setDigest("b".repeat(64));
    assertTrue(mesh.hear(ask(model, "Hi")).opened.getDigestDrifted());
  }

  @Test
  void anOllamaThatForwardsIsRemote() {
    refused(ProviderReason.STEP_UP_METHOD, () -> mesh.proved("scripted+cloud"));
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
  }

  @Test
  void aModelThatForwardsOnlyLaterNeedsConsentForWhereItForwardsTo() {
    String model = mesh.proved("scripted");
    mesh.model().setForwarding(true);
    var problem = refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hi")));
    assertEquals("ollama.example", problem.metadata().get("host"));
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
  }

  @Test
  void reachesForAModelOnlyOnceTheCallIsAdmitted() {
    List<Phase> phases = new ArrayList<>();
    Iterator<GenerateResponse> answer =
        mesh.provider().generate(ask(mesh.remote("scripted"), "Hi").build());
    refused(
        ProviderReason.CONSENT_REQUIRED,
        () -> answer.forEachRemaining(response -> phases.add(response.getPhase())));
    assertEquals(Set.of(Phase.PHASE_CHECKING), Set.copyOf(phases));
    Heard heard = mesh.hear(ask(mesh.declared("scripted", Api.API_OPENAI), "Hi"));
    assertTrue(heard.phases.contains(Phase.PHASE_CONNECTING), heard.phases::toString);
  }

  @Test
  void retriesBeforeTheFirstWordAndRecordsEachTry() {
    String model = mesh.declared("scripted+first=2+status=500", Api.API_OPENAI);
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    assertEquals(3, mesh.events("network_attempt").size());
    assertEquals(
        List.of("failed", "failed", "done"),
        mesh.events("network_result").stream().map(entry -> entry.text("outcome")).toList());
  }

  @Test
  void retriesAnOverloadThatComesAsTheFirstEventOfASuccess() {
    String model = mesh.declared("scripted+first=1+error=0", Api.API_ANTHROPIC);
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
  }

  @Test
  void waitsAsLongAsTheProviderAsks() {
    String model = mesh.declared("scripted+first=1+limit=1", Api.API_OPENAI);
    long begin = System.nanoTime();
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    assertTrue(System.nanoTime() - begin >= Duration.ofSeconds(1).toNanos());
  }

  @Test
  void doesNotRetryWhatCannotHelp() {
    refused(
        ProviderReason.QUOTA_EXHAUSTED,
        () -> mesh.hear(ask(mesh.declared("scripted+quota", Api.API_OPENAI), "Hi")));
    refused(
        ProviderReason.RATE_LIMITED,
        () -> mesh.hear(ask(mesh.declared("scripted+limit=90", Api.API_OPENAI), "Hi")));
    refused(
        ProviderReason.ADDRESS_REFUSED,
        () -> mesh.hear(ask(mesh.declared("scripted+redirect", Api.API_OPENAI), "Hi")));
    assertEquals(3, mesh.model().requests().size());
  }

  @Test
  void followsNoRedirectAndSaysWhy() {
    RemoteProblem problem =
        refused(
            ProviderReason.ADDRESS_REFUSED,
            () -> mesh.hear(ask(mesh.declared("scripted+redirect", Api.API_OPENAI), "Hi")));
    assertEquals(
        "local:scripted+redirect at 127.0.0.1: It redirects to another address, to which nothing is"
            + " sent. If it has moved, add the model again in place of this one.",
        problem.message());
    assertEquals(1, mesh.model().begun());
  }

  @Test
  void saysWhichModelFailedHowLongToWaitAndWhatToDo() {
    RemoteProblem limited =
        refused(
            ProviderReason.RATE_LIMITED,
            () -> mesh.hear(ask(mesh.declared("scripted+limit=90", Api.API_OPENAI), "Hi")));
    assertTrue(
        limited.message().startsWith("local:scripted+limit=90 at 127.0.0.1: "), limited::message);
    assertTrue(
        limited.message().endsWith(" Try again in 90 seconds, or choose another model."),
        limited::message);
    assertEquals(Duration.ofSeconds(90), limited.retryAfter().orElseThrow());
    assertEquals("local:scripted+limit=90", limited.metadata().get("model_id"));
    Heard cut = mesh.hear(ask(mesh.declared("scripted+cut=3", Api.API_OPENAI), "!words=9"));
    assertEquals(
        "local:scripted+cut=3 at 127.0.0.1: The connection ended before the answer did."
            + " Try again, or choose another model.",
        cut.finish.getError().getMessage());
  }

  @Test
  void keepsTheWordsBeforeTheBreakAndNeverStartsAnew() {
    Heard cut = mesh.hear(ask(mesh.declared("scripted+cut=3", Api.API_OPENAI), "!words=9"));
    assertEquals("word1 word2 word3 ", cut.text());
    assertEquals(ProviderError.Type.TYPE_CUT_OFF, cut.finish.getError().getType());
    assertTrue(cut.finish.getUsage().getEstimated());
    Heard error = mesh.hear(ask(mesh.declared("scripted+error=3", Api.API_OLLAMA), "!words=9"));
    assertEquals("word1 word2 word3 ", error.text());
    assertEquals(ProviderError.Type.TYPE_OVERLOADED, error.finish.getError().getType());
    Heard hang = mesh.hear(ask(mesh.declared("scripted+hang=3", Api.API_ANTHROPIC), "!words=9"));
    assertEquals(ProviderError.Type.TYPE_TIMED_OUT, hang.finish.getError().getType());
    assertEquals(
        3,
        mesh.model().requests("/v1/chat/completions").size()
            + mesh.model().requests("/api/chat").size()
            + mesh.model().requests("/v1/messages").size());
  }

  @Test
  void repeatsThePhaseWhileItWaitsAndGivesUpInTime() {
    Heard slow = mesh.hear(ask(mesh.declared("scripted+slow=900", Api.API_OPENAI), "Hi"));
    assertTrue(
        slow.phases.stream().filter(Phase.PHASE_WAITING::equals).count() >= 4,
        slow.phases::toString);
    refused(
        ProviderReason.TIMED_OUT,
        () -> mesh.hear(ask(mesh.declared("scripted+silent", Api.API_OPENAI), "Hi")));
  }

  @Test
  void cancellingEndsTheConnectionAtOnce() throws InterruptedException {
    String model = mesh.declared("scripted+endless+paced=10", Api.API_OPENAI);
    Context.CancellableContext call = Context.current().withCancellation();
    call.run(() -> {
      Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Hi").build());
      while (!answer.next().hasText()) {
        // Phases come first.
      }
      call.cancel(null);
    });
    assertTrue(mesh.model().awaitLeftReader());
  }

  @Test
  void cancellingBeforeTheFirstWordEndsTheConnectionToo() throws Exception {
    String model = mesh.declared("scripted+slow=1200+endless+paced=1", Api.API_OPENAI);
    // A call that is cancelled before it has arrived ends no connection that the server knows of.
    CountDownLatch arrived = new CountDownLatch(1);
    mesh.model().onRequest(_ -> arrived.countDown());
    Context.CancellableContext call = Context.current().withCancellation();
    Callable<Boolean> untilArrived =
        () -> {
          Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Hi").build());
          while (answer.next().getPhase() != Phase.PHASE_WAITING) {
            // Checking and connecting come first.
          }
          return arrived.await(10, TimeUnit.SECONDS);
        };
    assertTrue(call.call(untilArrived));
    call.cancel(null);
    assertTrue(mesh.model().awaitLeftReader());
  }

  @Test
  void aSlowReaderSlowsTheServerDown() throws InterruptedException {
    String model = mesh.declared("scripted+endless", Api.API_OPENAI);
    Context.CancellableContext call = Context.current().withCancellation();
    call.run(() -> {
      Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Hi").build());
      while (!answer.next().hasText()) {
        // Phases come first.
      }
      // Nobody reads on; the idle timer of the gateway is not the reader's.
      long sent = settled();
      assertTrue(sent < 16 << 20, () -> sent + " bytes were sent to a reader that stopped");
    });
    call.cancel(null);
    assertTrue(mesh.model().awaitLeftReader());
  }

  @Test
  void endsALongAnswerAtOneMebibyte() {
    Heard heard = mesh.hear(ask(mesh.declared("scripted+endless", Api.API_OLLAMA), "Hi"));
    assertEquals(1 << 20, heard.text().getBytes(StandardCharsets.UTF_8).length);
    Heard thinking = mesh.hear(ask(mesh.declared("scripted+endless+think", Api.API_OLLAMA), "Hi"));
    assertEquals(1 << 20, thinking.reasoning.length());
    assertEquals(Finish.Reason.REASON_LENGTH, thinking.finish.getReason());
    assertEquals(Finish.Reason.REASON_LENGTH, heard.finish.getReason());
    assertEquals("done", mesh.events("network_result").getFirst().text("outcome"));
  }

  @Test
  void survivesAMaliciousServer() {
    refused(
        ProviderReason.MALFORMED,
        () -> mesh.hear(ask(mesh.declared("scripted+longline=10", Api.API_OPENAI), "Hi")));
    Heard heard = mesh.hear(ask(mesh.declared("scripted", Api.API_OPENAI), "!malicious"));
    assertTrue(heard.text().startsWith("<script>"));
    assertFalse(heard.text().contains("\0"));
  }

  @Test
  void takesToolCallsAndAnswersThatDoNotStream() {
    Heard tool = mesh.hear(ask(mesh.declared("scripted+tool", Api.API_OLLAMA), "Hi"));
    assertEquals(1, tool.toolCalls);
    assertEquals(Finish.Reason.REASON_TOOL_CALLS, tool.finish.getReason());
    Heard document = mesh.hear(ask(mesh.declared("scripted+document", Api.API_OPENAI), "Hi"));
    assertEquals("I heard: Hi", document.text());
  }

  @Test
  void countsToTheTokenAndGuessesOnlyWhatIsNotSaid() {
    for (Api api : List.of(Api.API_OPENAI, Api.API_ANTHROPIC, Api.API_OLLAMA)) {
      Heard counted = mesh.hear(ask(mesh.declared(api + "", api), "!words=7"));
      assertEquals(1, counted.finish.getUsage().getPromptTokens());
      assertEquals(7, counted.finish.getUsage().getAnswerTokens());
      assertFalse(counted.finish.getUsage().getEstimated());
      Heard guessed = mesh.hear(ask(mesh.declared(api + "+nousage", api), "!words=7"));
      assertEquals(2, guessed.finish.getUsage().getPromptTokens());
      assertTrue(guessed.finish.getUsage().getEstimated());
      Heard cut = mesh.hear(ask(mesh.declared(api + "+cut=3", api), "!words=7"));
      assertTrue(cut.finish.getUsage().getEstimated());
      assertEquals(5, cut.finish.getUsage().getAnswerTokens());
    }
  }

  @Test
  void saysThatAnOllamaCutThePrompt() {
    String model = mesh.proved("scripted");
    assertFalse(mesh.hear(ask(model, "Hi")).finish.getPromptCut());
    assertTrue(mesh.hear(ask(model, "!prompt=16384 Hi")).finish.getPromptCut());
    assertTrue(mesh.hear(ask(model, "!prompt=2 " + "word ".repeat(50))).finish.getPromptCut());
  }

  @Test
  void showsImagesToAModelThatSeesAndRefusesThemBeforeAnythingIsSentToOneThatDoesNot() {
    Image image =
        Image.newBuilder()
            .setData(ByteString.copyFromUtf8("picture"))
            .setMediaType("image/png")
            .build();
    var shown = ask(mesh.proved("scripted"), "What is this?").addDataClasses("attachment");
    shown.getTurnsBuilder(0).addImages(image);
    assertEquals("I heard: What is this?", mesh.hear(shown).text());
    assertTrue(mesh.model().requests("/api/chat").getFirst().body().contains("cGljdHVyZQ=="));
    refused(
        ProviderReason.INVALID_FIELD,
        () -> mesh.hear(shown.clone().clearDataClasses().addDataClasses("message")));
    int attempts = mesh.events("network_attempt").size();
    refused(
        ProviderReason.IMAGES_NOT_TAKEN,
        () -> mesh.hear(shown.clone().setModelId(mesh.proved("scripted+blind"))));
    assertEquals(1, mesh.model().requests("/api/chat").size());
    assertEquals(attempts, mesh.events("network_attempt").size());
  }

  @Test
  void leavesAProviderAloneThatKeepsFailing() {
    String model = mesh.declared("scripted+status=500", Api.API_OPENAI);
    for (int i = 0; i < 2; i++) {
      refused(
          ProviderReason.valueOf(i == 0 ? "PROVIDER_FAILED" : "BREAKER_OPEN"),
          () -> mesh.hear(ask(model, "Hi")));
    }
    int before = mesh.model().requests().size();
    refused(ProviderReason.BREAKER_OPEN, () -> mesh.hear(ask(model, "Hi")));
    assertEquals(before, mesh.model().requests().size());
  }

  /** How many bytes the scripted server could send until it had to stop. */
  private long settled() {
    long last = -1;
    long now = mesh.model().sentBytes();
    while (now != last) {
      last = now;
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
      now = mesh.model().sentBytes();
    }
    return now;
  }
}

package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static pmm.provider.Refusals.refused;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Entry;
import pmm.provider.scripted.ScriptedServer;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.Consent;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.GrantConsentRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.OllamaModel;
import pmm.provider.v1.PullModelRequest;
import pmm.provider.v1.PullModelResponse;
import pmm.provider.v1.PullProgress;
import pmm.provider.v1.PullSpace;
import pmm.provider.v1.RevokeConsentRequest;
import pmm.rpc.RemoteProblem;

class PullTest {

  private static final String REGISTRY = "registry.ollama.ai";
  private static final String ATTEMPT = "6f1b3e0a-4a1d-4c68-9e2c-0d9a0a4f0b11";

  @TempDir static Path models;

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension()
          .with("provider.in_container", "false")
          .with("provider.ollama_models", models.toString());

  @Test
  void needsConsentForTheRegistryThatOllamaAsks() {
    String model = "ollama:scripted+absent";
    RemoteProblem problem = refused(ProviderReason.CONSENT_REQUIRED, () -> pull(model));
    assertEquals(REGISTRY, problem.metadata().get("host"));
    assertEquals("pull", problem.metadata().get("purpose"));
    assertEquals(List.of(), mesh.model().requests("/api/pull"));
    var _ =
        mesh.consents()
            .grantConsent(
                GrantConsentRequest.newBuilder()
                    .setHost(REGISTRY)
                    .setPurpose("pull")
                    .addDataClasses("none")
                    .setScope(Consent.Scope.SCOPE_ONCE)
                    .setBoundTo(ATTEMPT)
                    .build());
    assertTrue(pull(model).getLast().hasDone());
    refused(ProviderReason.CONSENT_REQUIRED, () -> pull(model));
  }

  @Test
  void isRecordedAsAUseOfTheNetwork() {
    allow();
    List<PullModelResponse> heard = pull("ollama:scripted+absent");
    assertEquals("scripted+absent:latest", heard.getLast().getDone().getModel().getName());
    Entry attempt = mesh.events("network_attempt").getLast();
    assertEquals(REGISTRY, attempt.text("host"));
    assertEquals("127.0.0.1:" + mesh.model().port(), attempt.text("via"));
    assertFalse(attempt.meta().has("port") || attempt.meta().has("address_class"));
    assertEquals(
        REGISTRY,
        mesh.network()
            .listAttempts(ListAttemptsRequest.getDefaultInstance())
            .getAttempts(0)
            .getHost());
    assertEquals("remote", attempt.text("locality"));
    assertEquals("pull", attempt.text("purpose"));
    assertEquals("ollama:scripted+absent", attempt.text("model_id"));
    assertEquals("done", mesh.events("network_result").getLast().text("outcome"));
  }

  @Test
  void offlineModeDownloadsNothing() {
    allow();
    var _ = mesh.network().goOffline(GoOfflineRequest.getDefaultInstance());
    refused(ProviderReason.OFFLINE, () -> pull("ollama:scripted"));
    assertEquals(List.of(), mesh.model().requests("/api/pull"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"scripted", "scripted+back", "scripted+nocompleted", "scripted+silence=700"})
  void neverGoesBackAndIsWholeOnlyAtTheEnd(String name) {
    allow();
    List<PullModelResponse> heard = pull("ollama:" + name);
    assertTrue(heard.getFirst().hasSpace());
    assertTrue(heard.getLast().hasDone());
    PullProgress before = PullProgress.getDefaultInstance();
    for (PullModelResponse message : heard.subList(1, heard.size() - 1)) {
      PullProgress now = message.getProgress();
      assertTrue(now.getDoneBytes() >= before.getDoneBytes(), heard::toString);
      assertTrue(now.getTotalBytes() >= before.getTotalBytes(), heard::toString);
      assertTrue(now.getFraction() >= before.getFraction(), heard::toString);
      assertTrue(now.getPhaseValue() >= before.getPhaseValue(), heard::toString);
      before = now;
    }
    assertEquals(1, before.getFraction());
    assertEquals(PullProgress.Phase.PHASE_VERIFYING, before.getPhase());
  }

  @ParameterizedTest
  @CsvSource({
    "scripted+broken=4, PROVIDER_FAILED, unexpected EOF",
    "scripted+full, NO_SPACE, no space left",
    "scripted+missing, MODEL_NOT_FOUND, no such model",
    "scripted+nosuccess, CUT_OFF, go on where it stopped",
    "scripted+status=500, PROVIDER_FAILED, Status 500"
  })
  void isNoSuccessUnlessOllamaSaysSo(String name, ProviderReason reason, String words) {
    allow();
    RemoteProblem problem = refused(reason, () -> pull("ollama:" + name));
    assertTrue(problem.message().contains(words), problem::message);
    Entry result = mesh.events("network_result").getLast();
    assertEquals("failed", result.text("outcome"));
    assertEquals(reason.name(), result.text("error"));
  }

  @Test
  void leavingEndsTheDownloadAndANewOneGoesOnWhereItStopped() throws InterruptedException {
    allow();
    String model = "ollama:scripted+pause=6+layer=10";
    assertEquals(6_000_000, leaveAfter(model, 6_000_000));
    assertTrue(mesh.model().awaitLeftReader());
    assertEquals("cancelled", awaitResult());
    assertEquals(6_000_000, leaveAfter(model, 1));
  }

  /** Leaves a download once so many bytes are there; returns how many were. */
  private long leaveAfter(String model, long bytes) {
    Context.CancellableContext caller = Context.current().withCancellation();
    try {
      return caller.call(() -> awaitBytes(begin(model), bytes));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      caller.cancel(null);
    }
  }

  @Test
  void takingTheConsentBackEndsTheDownload() throws InterruptedException {
    long consent = allow();
    Iterator<PullModelResponse> heard = begin("ollama:scripted+pause=3");
    long _ = awaitBytes(heard, 300_000);
    assertEquals(
        1,
        mesh.consents()
            .revokeConsent(RevokeConsentRequest.newBuilder().setConsentId(consent).build())
            .getEndedCalls());
    refused(ProviderReason.CONSENT_REVOKED, heard::next);
    assertTrue(mesh.model().awaitLeftReader());
  }

  @Test
  void whatDoesNotFitIsStoppedBeforeTheDiskIsFull() throws InterruptedException {
    allow();
    RemoteProblem problem =
        refused(ProviderReason.NO_SPACE, () -> pull("ollama:scripted+pause=0+layer=2000000000"));
    assertTrue(problem.message().contains(models.toString()), problem::message);
    assertTrue(mesh.model().awaitLeftReader());
  }

  @Test
  void saysWhatItNeedsAndWhatIsFreeBeforeAnythingIsAsked() {
    PullSpace known = space("ollama:granite4:micro");
    assertEquals(2_100_000_000L, known.getNeededBytes());
    assertEquals(models.toString(), known.getFolder());
    assertTrue(known.getFreeBytes() > 0);
    assertEquals(0, space("ollama:unknown").getNeededBytes());
    assertEquals(List.of(), mesh.model().requests("/api/pull"));
  }

  @Test
  void refusesWhatIsNoModelOfAnOllama() {
    refused(ProviderReason.INVALID_FIELD, () -> pull("openai:gpt-x"));
    refused(ProviderReason.INVALID_FIELD, () -> pull("ollama:"));
    refused(ProviderReason.INVALID_FIELD, () -> pull(mesh.remote("scripted")));
  }

  @Test
  void saysHowToStartAnOllamaThatIsAway() {
    allow();
    String url = mesh.model().url();
    mesh.model().stop();
    RemoteProblem problem =
        refused(
            ProviderReason.UNREACHABLE,
            () -> begin("ollama:scripted", url).forEachRemaining(_ -> {}));
    assertTrue(problem.message().contains("nothing answers"), problem::message);
  }

  @Test
  void anOllamaElsewhereIsAskedNothingButToPull() throws IOException {
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
            .findFirst();
    assumeTrue(own.isPresent(), "this device is in no network");
    InetAddress near = own.orElseThrow();
    try (ScriptedServer elsewhere = ScriptedServer.start(new InetSocketAddress(near, 0))) {
      String url = "http://" + near.getHostAddress() + ":" + elsewhere.port();
      var _ =
          mesh.models()
              .addRemoteModel(
                  AddRemoteModelRequest.newBuilder()
                      .setModel(
                          ModelDraft.newBuilder()
                              .setModelId("ollama:scripted")
                              .setUrl(url)
                              .setKey("of-the-house"))
                      .build());
      long _ = allow(near.getHostAddress());
      List<PullModelResponse> heard = new ArrayList<>();
      begin("ollama:scripted", "").forEachRemaining(heard::add);
      OllamaModel pulled = heard.getLast().getDone().getModel();
      assertEquals("scripted:latest", pulled.getName());
      assertEquals("", pulled.getDigest());
      assertTrue(pulled.getAdded());
      assertEquals(1, elsewhere.requests().size(), elsewhere.requests()::toString);
      assertEquals(1, mesh.events("network_attempt").size());
      begin("ollama:scripted+absent", url).forEachRemaining(heard::add);
      assertEquals(
          List.of("Bearer of-the-house", "Bearer of-the-house"),
          elsewhere.requests().stream().map(it -> it.headers().get("authorization")).toList());
    }
  }

  private static long awaitBytes(Iterator<PullModelResponse> heard, long bytes) {
    long done = 0;
    while (done < bytes) {
      done = heard.next().getProgress().getDoneBytes();
    }
    return done;
  }

  private PullSpace space(String model) {
    Iterator<PullModelResponse> heard = begin(model);
    PullSpace space = heard.next().getSpace();
    refused(ProviderReason.CONSENT_REQUIRED, heard::next);
    return space;
  }

  private String awaitResult() throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (mesh.events("network_result").isEmpty() && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    return mesh.events("network_result").getLast().text("outcome");
  }

  private long allow() {
    return allow(REGISTRY);
  }

  private long allow(String host) {
    return mesh.consents()
        .grantStandingConsent(
            GrantStandingConsentRequest.newBuilder()
                .setHost(host)
                .setPurpose("pull")
                .addDataClasses("none")
                .build())
        .getConsent()
        .getConsentId();
  }

  private Iterator<PullModelResponse> begin(String model) {
    return begin(model, model.startsWith("ollama:") ? mesh.model().url() : "");
  }

  private Iterator<PullModelResponse> begin(String model, String url) {
    return mesh.ollama()
        .pullModel(
            PullModelRequest.newBuilder()
                .setModelId(model)
                .setUrl(url)
                .setAttemptId(ATTEMPT)
                .build());
  }

  /** Hears a whole download. */
  private List<PullModelResponse> pull(String model) throws StatusRuntimeException {
    List<PullModelResponse> heard = new ArrayList<>();
    begin(model).forEachRemaining(heard::add);
    return heard;
  }
}

package pmm.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Entry;
import pmm.provider.scripted.ScriptedServer;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.Attempt;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.HashKind;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.Locality;
import pmm.provider.v1.Model;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.ProviderError;
import pmm.rpc.RemoteProblem;

/** An Ollama on this device that sends on what it is asked, whenever it begins to, or says so. */
class ForwardTest {

  private static final String FAR = "ollama.example";

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  @Test
  void aModelThatForwardsAlreadyNeedsConsentForWhereItForwardsTo() {
    Model model = added("ollama:scripted+cloud");
    assertEquals(FAR, model.getForwardsTo());
    assertEquals(Locality.LOCALITY_REMOTE, model.getLocality());
    allow("127.0.0.1");
    RemoteProblem problem = refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(hi(model)));
    assertEquals(FAR, problem.metadata().get("host"));
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
    allow(FAR);
    assertEquals("I heard: Hi", mesh.hear(hi(model)).text());
    Entry attempt = mesh.events("network_attempt").getLast();
    assertEquals(FAR, attempt.text("host"));
    assertEquals("remote", attempt.text("locality"));
    assertEquals("127.0.0.1:" + mesh.model().port(), attempt.text("via"));
    assertEquals(List.of(FAR), network().getHostsTodayList());
    var _ = mesh.network().goOffline(GoOfflineRequest.getDefaultInstance());
    refused(ProviderReason.OFFLINE, () -> mesh.hear(hi(model)));
    assertEquals(1, mesh.model().requests("/api/chat").size());
  }

  @Test
  void aNameOfItsCloudIsElsewhereWhateverItsServerSays() {
    Model model = added("ollama:scripted:8b-cloud");
    assertEquals("ollama.com", model.getForwardsTo());
    allow("127.0.0.1");
    RemoteProblem problem = refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(hi(model)));
    assertEquals("ollama.com", problem.metadata().get("host"));
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+split=7", "+paced=30"})
  void anAnswerThatSaysThatItComesFromElsewhereEndsThere(String how) {
    String model = mesh.proved("scripted+forwards=2" + how);
    Heard heard = mesh.hear(ask(model, "!words=9"));
    assertEquals("word1 word2 ", heard.text());
    ProviderError error = heard.finish.getError();
    assertEquals(ProviderError.Type.TYPE_FORWARDED, error.getType());
    assertTrue(error.getMessage().contains("sent your words on to " + FAR), error::getMessage);
    isBookedAsLeft(model);
  }

  @Test
  void nothingIsShownOfAnAnswerThatComesFromElsewhereFromItsFirstLineOn() {
    String model = mesh.proved("scripted+forwards=0");
    RemoteProblem problem =
        refused(ProviderReason.FORWARDED, () -> mesh.hear(ask(model, "!words=9")));
    assertTrue(problem.message().contains("sent your words on to " + FAR), problem::message);
    isBookedAsLeft(model);
  }

  private void isBookedAsLeft(String model) {
    assertEquals(1, mesh.model().requests("/api/chat").size(), "asked once");
    Entry result = mesh.events("network_result").getLast();
    assertEquals("FORWARDED", result.text("error"));
    assertEquals(FAR, result.text("forwarded_to"));
    // Once this is known, so is what came before it.
    allow("127.0.0.1");
    assertEquals(1, network().getRemoteCallsToday());
    assertEquals(List.of(FAR), network().getHostsTodayList());
    Attempt attempt =
        mesh.network().listAttempts(ListAttemptsRequest.getDefaultInstance()).getAttempts(0);
    assertEquals(FAR, attempt.getHost());
    assertEquals(Locality.LOCALITY_REMOTE, attempt.getLocality());
    RemoteProblem problem =
        refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hi")));
    assertEquals(FAR, problem.metadata().get("host"));
    mesh.stopGateway();
    mesh.startGateway();
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hi")));
    assertEquals(1, mesh.model().requests("/api/chat").size());
  }

  @Test
  void whatTheServerGivesAsADigestMustBeOne() {
    String model = mesh.proved("scripted");
    for (String none : List.of("", "../../etc/passwd", "a".repeat(63), "sha256:")) {
      mesh.model().setDigest(none);
      RemoteProblem problem = refused(ProviderReason.MALFORMED, () -> mesh.hear(ask(model, "Hi")));
      assertTrue(problem.message().contains("its digest is not one"), problem::message);
    }
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
    mesh.model().setDigest("sha256:" + ScriptedServer.DIGEST);
    assertEquals(ScriptedServer.DIGEST, mesh.hear(ask(model, "Hi")).opened.getModelDigest());
  }

  @Test
  void aModelThatItsServerDoesNotListIsNotProved() {
    String model = mesh.proved("scripted+unlisted");
    Model shown =
        mesh.models().getModel(GetModelRequest.newBuilder().setModelId(model).build()).getModel();
    assertEquals(HashKind.HASH_KIND_DECLARED, shown.getHashKind());
    RemoteProblem problem =
        refused(ProviderReason.MODEL_NOT_FOUND, () -> mesh.hear(ask(model, "Hi")));
    assertTrue(problem.message().contains("pmm model pull " + model), problem::message);
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://[fd00::2]:443, fd00::2",
    "https://Ollama.Example., ollama.example",
    "http://127.0.0.1:1, ollama.com",
    "http://[::1]:1, ollama.com",
    "localhost:1, ollama.com"
  })
  void aConsentCanNameWhereItForwardsTo(String said, String host) {
    byte[] shown = ("{\"remote_host\":\"" + said + "\"}").getBytes(UTF_8);
    assertEquals(host, OllamaFacts.readShown(shown).orElseThrow().remoteHost());
    allow(host);
  }

  private void allow(String host) {
    var _ =
        mesh.consents()
            .grantStandingConsent(GrantStandingConsentRequest.newBuilder().setHost(host).build());
  }

  private GetNetworkResponse network() {
    return mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance());
  }

  private Model added(String id) {
    return mesh.models()
        .addRemoteModel(
            AddRemoteModelRequest.newBuilder()
                .setModel(ModelDraft.newBuilder().setModelId(id).setUrl(mesh.model().url()))
                .build())
        .getModel();
  }

  private static GenerateRequest.Builder hi(Model model) {
    return ask(model.getModelId(), "Hi");
  }
}

package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.Refusals.refused;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.scripted.ScriptedServer;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.Api;
import pmm.provider.v1.CheckModelsRequest;
import pmm.provider.v1.FindModelsRequest;
import pmm.provider.v1.FindModelsResponse;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.ListSuggestedModelsRequest;
import pmm.provider.v1.Locality;
import pmm.provider.v1.ModelCheck;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.OllamaModel;
import pmm.provider.v1.SuggestedModel;
import pmm.rpc.RemoteProblem;

class OllamaTest {

  @TempDir static Path programs;

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension()
          .with("provider.in_container", "false")
          .with("provider.programs", programs.toString());

  @Test
  void looksNowhereUnlessAsked() {
    assertEquals(List.of(), mesh.model().requests());
  }

  @Test
  void tellsOfEachModelWhatThePersonChoosesBy() {
    String model = mesh.proved("scripted");
    FindModelsResponse found = find(mesh.model().url());
    assertEquals(ModelCheck.State.STATE_READY, found.getState());
    assertEquals("", found.getMessage());
    OllamaModel first = found.getModels(0);
    assertEquals("scripted:latest", first.getName());
    assertEquals(model, first.getModelId());
    assertTrue(first.getAdded());
    assertEquals(1_000_000, first.getSizeBytes());
    assertEquals("Q4_K_M", first.getQuantization());
    assertEquals("1.0B", first.getParameterSize());
    assertEquals("scripted", first.getFamily());
    assertEquals(ScriptedServer.DIGEST, first.getDigest());
    assertEquals(16_384, first.getContextTokens());
    assertEquals(Locality.LOCALITY_PROVED, first.getLocality());
    assertEquals(List.of(), mesh.events("network_attempt"));
  }

  @Test
  void asksAgainOnlyAfterAWhileAndAboutNoDigestTwice() {
    FindModelsResponse first = find(mesh.model().url());
    assertEquals(first, find(mesh.model().url()));
    assertEquals(1, mesh.model().requests("/api/tags").size());
    assertEquals(1, mesh.model().requests("/api/show").size());
  }

  @Test
  void knowsWhatOllamaForwards() {
    String _ = forwarded();
    OllamaModel forwarded =
        find(mesh.model().url()).getModelsList().stream()
            .filter(model -> model.getName().startsWith("scripted+cloud"))
            .findFirst()
            .orElseThrow();
    assertEquals(Locality.LOCALITY_REMOTE, forwarded.getLocality());
    assertEquals("ollama.example", forwarded.getRemoteHost());
  }

  @Test
  void showsANameThatHasMovedToAnotherModel() {
    String model = mesh.proved("scripted");
    mesh.select(model, ScriptedServer.DIGEST);
    // Once this is known, so is what came before it.
    var _ = mesh.declared("later", Api.API_OPENAI);
    assertEquals("", check(model).getDigestBefore());
    mesh.model().setDigest("b".repeat(64));
    assertEquals(ScriptedServer.DIGEST, find(mesh.model().url()).getModels(0).getDigestBefore());
    ModelCheck check = check(model);
    assertEquals(ModelCheck.State.STATE_READY, check.getState());
    assertEquals("b".repeat(64), check.getDigest());
    assertEquals(ScriptedServer.DIGEST, check.getDigestBefore());
    assertTrue(check.getMessage().contains("means another model"), check::getMessage);
  }

  @Test
  void anOllamaElsewhereIsAskedOnlyIfAddedAndAllowed() {
    String elsewhere = "http://192.168.77.7:11434";
    RemoteProblem unknown = refused(ProviderReason.INVALID_FIELD, () -> find(elsewhere));
    assertTrue(unknown.message().contains(elsewhere), unknown::message);
    addRemote(
        ModelDraft.newBuilder().setModelId("local:far").setApi(Api.API_OLLAMA).setUrl(elsewhere));
    RemoteProblem needed = refused(ProviderReason.CONSENT_REQUIRED, () -> find(elsewhere));
    assertEquals("list", needed.metadata().get("purpose"));
    assertEquals("192.168.77.7", needed.metadata().get("host"));
    assertEquals("list", mesh.events("network_attempt").getLast().text("purpose"));
  }

  @Test
  void offlineModeStillAsksThisDevice() {
    var _ = mesh.network().goOffline(GoOfflineRequest.getDefaultInstance());
    assertEquals(ModelCheck.State.STATE_READY, find(mesh.model().url()).getState());
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, NOT_INSTALLED, ollama.com/download",
    "true, false, NOT_RUNNING, ollama serve",
    "true, true, OUTSIDE_CONTAINER, --profile ollama",
    "false, true, OUTSIDE_CONTAINER, --profile ollama"
  })
  void eachWayOfNotBeingThereHasItsOwnFix(
      boolean installed, boolean container, String state, String fix) throws IOException {
    String model = mesh.proved("scripted");
    mesh.stopGateway();
    mesh.with("provider.in_container", Boolean.toString(container));
    Path program = programs.resolve("ollama");
    Files.deleteIfExists(program);
    if (installed) {
      Files.createFile(program);
    }
    mesh.startGateway();
    String url = mesh.model().url();
    mesh.model().stop();
    FindModelsResponse found = find(url);
    assertEquals(ModelCheck.State.valueOf("STATE_" + state), found.getState(), found::getMessage);
    assertTrue(found.getMessage().contains(fix), found::getMessage);
    assertEquals(found.getState(), check(model).getState());
  }

  @Test
  void whatAnswersAndIsNoOllamaIsToldSo() {
    try (ScriptedServer other =
        ScriptedServer.start(builder ->
            builder
                .http(new java.net.InetSocketAddress("127.0.0.1", 0))
                .service("/other/api/tags", (_, _) -> HttpResponse.of("<html>")))) {
      FindModelsResponse found = find(other.url() + "/other");
      assertEquals(ModelCheck.State.STATE_FAILED, found.getState());
      assertTrue(found.getMessage().contains("as Ollama does"), found::getMessage);
    }
  }

  @Test
  void oneModelThatMayNotBeReachedDoesNotHideTheOthers() {
    String declared = mesh.declared("scripted", Api.API_OPENAI);
    mesh.stopGateway();
    mesh.with("provider.allowed_hosts", "models.example.com");
    mesh.startGateway();
    ModelCheck check = check(declared);
    assertEquals(ModelCheck.State.STATE_FAILED, check.getState());
    assertTrue(check.getMessage().contains("is not among the allowed hosts"), check::getMessage);
  }

  @Test
  void checksFindWhatIsInTheWay() {
    assertEquals(
        ModelCheck.State.STATE_NOT_PULLED, check(mesh.proved("scripted+absent")).getState());
    ModelCheck forwards = check(forwarded());
    assertEquals(ModelCheck.State.STATE_FORWARDS, forwards.getState());
    assertTrue(forwards.getMessage().contains("OLLAMA_NO_CLOUD=1"), forwards::getMessage);
    assertEquals(
        ModelCheck.State.STATE_READY, check(mesh.declared("near", Api.API_OPENAI)).getState());
    addRemote(ModelDraft.newBuilder().setModelId("openai:gpt-x"));
    assertEquals(ModelCheck.State.STATE_KEY_MISSING, check("openai:gpt-x").getState());
    refused(ProviderReason.MODEL_UNKNOWN, () -> check("ollama:never-added"));
  }

  @Test
  void looksAtNoServerTwice() {
    for (String name : List.of("one", "two", "three")) {
      var _ = mesh.declared(name, Api.API_OPENAI);
      var _ = mesh.proved(name);
    }
    List<ModelCheck> checks =
        mesh.models().checkModels(CheckModelsRequest.getDefaultInstance()).getChecksList();
    assertEquals(6, checks.size());
    assertTrue(checks.stream().allMatch(check -> check.getState() == ModelCheck.State.STATE_READY));
    assertEquals(1, mesh.events("network_attempt").size());
  }

  @Test
  void doesNotCallAModelReadyWhoseLastCallFailed() {
    String rejected = mesh.declared("scripted+first=1+status=401", Api.API_OPENAI);
    refused(ProviderReason.KEY_REJECTED, () -> mesh.hear(GatewayExtension.ask(rejected, "Hi")));
    String well = mesh.declared("scripted", Api.API_OPENAI);
    Heard _ = mesh.hear(GatewayExtension.ask(well, "Hi"));
    ModelCheck check = check(rejected);
    assertEquals(ModelCheck.State.STATE_FAILED, check.getState());
    assertTrue(check.getMessage().contains("refused its key"), check::getMessage);
    assertTrue(check.getMessage().contains("HTTP status 401"), check::getMessage);
    assertEquals(ModelCheck.State.STATE_READY, check(well).getState());
    Heard _ = mesh.hear(GatewayExtension.ask(rejected, "Hi"));
    assertEquals(ModelCheck.State.STATE_READY, check(rejected).getState());
  }

  @Test
  void saysThatAServerRefusesTheKeyOrWantsOne() {
    try (ScriptedServer strict =
        ScriptedServer.start(builder ->
            builder
                .http(new java.net.InetSocketAddress("127.0.0.1", 0))
                .service("/strict/models", (_, _) -> HttpResponse.of(HttpStatus.UNAUTHORIZED)))) {
      ModelDraft.Builder draft =
          ModelDraft.newBuilder().setApi(Api.API_OPENAI).setUrl(strict.url() + "/strict");
      addDeclared(draft.setModelId("local:without"));
      addDeclared(draft.setModelId("local:with").setKey("sk-of-long-ago"));
      ModelCheck refused = check("local:with");
      assertEquals(ModelCheck.State.STATE_FAILED, refused.getState());
      assertTrue(refused.getMessage().contains("refuses the key"), refused::getMessage);
      assertEquals(ModelCheck.State.STATE_KEY_MISSING, check("local:without").getState());
      assertEquals(
          Set.of(ModelCheck.State.STATE_FAILED, ModelCheck.State.STATE_KEY_MISSING),
          mesh
              .models()
              .checkModels(CheckModelsRequest.getDefaultInstance())
              .getChecksList()
              .stream()
              .map(ModelCheck::getState)
              .collect(Collectors.toSet()),
          "one server, two keys");
    }
  }

  @Test
  void notEvenAnAddressIsAskedForWithoutConsent() {
    String model = "openai:somewhere";
    String host = "no-such-host.invalid";
    addRemote(ModelDraft.newBuilder().setModelId(model).setUrl("https://" + host + "/v1"));
    assertEquals(ModelCheck.State.STATE_NOT_ASKED, check(model).getState());
    assertEquals(List.of(), mesh.events("network_attempt"));
    var _ =
        mesh.consents()
            .grantStandingConsent(
                GrantStandingConsentRequest.newBuilder()
                    .setHost(host)
                    .setPurpose("test")
                    .addDataClasses("none")
                    .build());
    assertEquals(ModelCheck.State.STATE_HOST_UNKNOWN, check(model).getState());
    assertEquals(host, mesh.events("network_attempt").getLast().text("host"));
    assertEquals("failed", mesh.events("network_result").getLast().text("outcome"));
    // Once this is known, so is what came before it.
    addRemote(ModelDraft.newBuilder().setModelId("openai:later"));
    var network = mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance());
    assertFalse(network.hasQuietDays(), "no call has left");
    assertEquals(1, network.getNameQuestionsToday());
    var _ = mesh.network().goOffline(GoOfflineRequest.getDefaultInstance());
    assertEquals(ModelCheck.State.STATE_NOT_ASKED, check(model).getState());
    assertEquals(1, mesh.events("network_attempt").size());
  }

  @Test
  void shipsAdviceThatNeedsNobody() {
    List<SuggestedModel> list =
        mesh.ollama()
            .listSuggestedModels(ListSuggestedModelsRequest.getDefaultInstance())
            .getModelsList();
    for (String maker : List.of("IBM", "Meta", "Alibaba")) {
      assertTrue(list.stream().anyMatch(model -> model.getMaker().equals(maker)), maker);
    }
    long before = 0;
    for (SuggestedModel model : list) {
      assertTrue(model.getModelId().matches("ollama:[a-z0-9.]+:[a-z0-9.-]+"), model::getModelId);
      assertTrue(model.getSizeBytes() >= before, model::getModelId);
      assertTrue(model.getMemoryBytes() > model.getSizeBytes(), model::getModelId);
      assertTrue(!model.getLicense().isEmpty() && model.getSummary().endsWith("."));
      before = model.getSizeBytes();
    }
    assertEquals(List.of(), mesh.events("network_attempt"));
  }

  private FindModelsResponse find(String url) {
    return mesh.ollama().findModels(FindModelsRequest.newBuilder().setUrl(url).build());
  }

  private ModelCheck check(String id) {
    return mesh.models()
        .checkModels(CheckModelsRequest.newBuilder().setModelId(id).build())
        .getChecks(0);
  }

  private String forwarded() {
    String id = "ollama:scripted+cloud";
    addRemote(ModelDraft.newBuilder().setModelId(id).setUrl(mesh.model().url()));
    return id;
  }

  private void addDeclared(ModelDraft.Builder draft) {
    var _ = mesh.models().addModel(AddModelRequest.newBuilder().setModel(draft).build());
  }

  private void addRemote(ModelDraft.Builder draft) {
    var _ =
        mesh.models().addRemoteModel(AddRemoteModelRequest.newBuilder().setModel(draft).build());
  }
}

package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.scripted.ScriptedServer;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.Api;
import pmm.provider.v1.Consent;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.GrantConsentRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.ListModelsRequest;
import pmm.provider.v1.Locality;
import pmm.provider.v1.Model;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.RemoveModelRequest;
import pmm.provider.v1.TestModelRequest;
import pmm.provider.v1.TestModelResponse;
import pmm.rpc.RemoteProblem;

class ModelTest {

  private static final String KEY = "sk-proj-0123456789abcdefWXYZ";

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  @Test
  void keepsAKeyInOnePrivateFileAndNowhereElse() throws IOException {
    String model = mesh.remote("scripted", KEY);
    allow("chat");
    Heard _ = mesh.hear(ask(model, "Hi"));
    assertEquals(
        "Bearer " + KEY, mesh.model().requests().getFirst().headers().get("authorization"));
    Path file = mesh.home().file("keys").resolve("keys.json");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("WXYZ", get(model).getKeyHint());
    assertFalse(everythingInTheLedger().contains("0123456789abcdef"));
    assertFalse(
        Files.readString(mesh.home().file("mind.db"), java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains("0123456789abcdef"));
  }

  @Test
  void doesNotRepeatAKeyThatAProviderEchoes() {
    String model = mesh.remote("scripted+echokey", KEY);
    allow("chat");
    RemoteProblem problem = refused(ProviderReason.KEY_REJECTED, () -> mesh.hear(ask(model, "Hi")));
    assertFalse(problem.message().contains("0123456789"), problem::message);
    assertTrue(problem.message().contains("[key removed]"), problem::message);
  }

  @Test
  void handsOnNoKeyThatAnAnswerRepeatsALetterAtATime() {
    String model = mesh.remote("scripted+parrot", KEY);
    allow("chat");
    Heard heard = mesh.hear(ask(model, "Hi"));
    assertEquals("Your key is [key removed]. I heard: Hi", heard.text());
    assertEquals("I think of [key removed]", heard.reasoning.toString());
  }

  @Test
  void refusesAKeyThatNoHeaderCanHoldWithoutQuotingIt() {
    RemoteProblem problem =
        refused(ProviderReason.INVALID_FIELD, () -> mesh.remote("scripted", "sk-one\nsk-two"));
    assertFalse(problem.message().contains("sk-"), problem::message);
    assertEquals(List.of(), list());
  }

  @Test
  void aKeyGoesOnlyWhereItWasGivenFor() {
    String model = mesh.remote("scripted", KEY);
    allow("chat");
    try (ScriptedServer other = ScriptedServer.start(0)) {
      Model _ =
          mesh.models()
              .addRemoteModel(
                  AddRemoteModelRequest.newBuilder()
                      .setModel(ModelDraft.newBuilder().setModelId(model).setUrl(other.url()))
                      .setReplace(true)
                      .build())
              .getModel();
      Heard _ = mesh.hear(ask(model, "Hi"));
      assertFalse(other.requests().getFirst().headers().containsKey("authorization"));
    }
  }

  @Test
  void changesNoKeyThatTheLedgerHoldsNoEventOf() throws IOException {
    String model = mesh.remote("scripted", KEY);
    Path file = mesh.home().file("keys").resolve("keys.json");
    String before = Files.readString(file);
    mesh.stopLedger();
    refused(ProviderReason.LEDGER_AWAY, () -> replace(model, "sk-another-key-of-mine"));
    refused(ProviderReason.LEDGER_AWAY, () -> replace(model, ""));
    refused(ProviderReason.LEDGER_AWAY, () -> mesh.remote("other", "sk-of-another"));
    refused(ProviderReason.LEDGER_AWAY, () -> remove(model));
    assertEquals(before, Files.readString(file));
    mesh.startLedger();
  }

  @Test
  void replacesAModelOnlyWhereToldSo() {
    String model = mesh.remote("scripted", KEY);
    assertEquals(model, mesh.remote("scripted", KEY), "a retry changes nothing");
    RemoteProblem problem =
        refused(ProviderReason.MODEL_EXISTS, () -> mesh.remote("scripted", "sk-another-key"));
    assertTrue(problem.message().contains(model), problem::message);
    assertFalse(problem.message().contains("sk-"), problem::message);
    assertEquals("WXYZ", get(model).getKeyHint());
    replace(model, "sk-another-key-abcd");
    assertEquals("abcd", get(model).getKeyHint());
    remove(model);
    mesh.remote("scripted");
    assertEquals("", get(model).getKeyHint());
  }

  @Test
  void listsWithoutAskingAnyoneAndForgetsWhatIsRemoved() {
    String model = mesh.proved("scripted");
    int before = mesh.model().requests().size();
    assertEquals(List.of(model), list());
    assertEquals(before, mesh.model().requests().size());
    assertEquals(ScriptedServer.DIGEST, get(model).getDigest());
    assertEquals(16384, get(model).getContextTokens());
    remove(model);
    assertEquals(List.of(), list());
    refused(ProviderReason.MODEL_UNKNOWN, () -> mesh.hear(ask(model, "Hi")));
  }

  @Test
  void pagesByModelId() {
    String first = mesh.declared("a", Api.API_OPENAI);
    String second = mesh.declared("b", Api.API_OPENAI);
    var page = mesh.models().listModels(ListModelsRequest.newBuilder().setPageSize(1).build());
    assertEquals(first, page.getModels(0).getModelId());
    var next =
        mesh.models()
            .listModels(
                ListModelsRequest.newBuilder()
                    .setPageSize(1)
                    .setPageToken(page.getNextPageToken())
                    .build());
    assertEquals(second, next.getModels(0).getModelId());
    assertEquals("", next.getNextPageToken());
  }

  @ParameterizedTest
  @CsvSource({
    "ollama:llama3.1, , , LOCALITY_PROVED, 11434",
    "ollama:gpt-oss:120b-cloud, , , LOCALITY_REMOTE, 11434",
    "openai:gpt-x, , , LOCALITY_REMOTE, 443",
    "anthropic:claude, , , LOCALITY_REMOTE, 443",
    "openai:x, http://127.0.0.1:9, , LOCALITY_REMOTE, 9",
    "local:x, http://localhost:9/v1, API_OPENAI, LOCALITY_DECLARED, 9",
    "local:x, http://[::1]:9/v1, API_ANTHROPIC, LOCALITY_DECLARED, 9",
    "local:x, http://192.168.1.9:9/v1, API_OPENAI, LOCALITY_REMOTE, 9"
  })
  void knowsWhatCountsAsLocal(String id, String url, String api, Locality expected, int port) {
    ModelDraft.Builder draft = ModelDraft.newBuilder().setModelId(id);
    if (url != null) {
      draft.setUrl(url);
    }
    if (api != null) {
      draft.setApi(Api.valueOf(api));
    }
    if (expected == Locality.LOCALITY_REMOTE) {
      refused(ProviderReason.STEP_UP_METHOD, () -> add(draft));
    }
    Model model =
        mesh.models()
            .addRemoteModel(AddRemoteModelRequest.newBuilder().setModel(draft).build())
            .getModel();
    assertEquals(expected, model.getLocality());
    assertEquals(port, mesh.events("model_added").getLast().number("port"));
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, ",
    "other:x, ",
    "local:x, http://127.0.0.1:1",
    "openai:x, http://example.com/v1",
    "openai:x, ftp://example.com",
    "openai:x, http://user:pass@127.0.0.1/",
    "openai:x, http://127.0.0.1:99999/",
    "openai:x, http://127.0.0.1:0/",
    "openai:x, http://2130706433/",
    "openai:x, http://0x7f000001/",
    "openai:x, https://2852039166:8080/v1",
    "openai:x, http://0.0.0.0/",
    "openai:x, http://2130706433/",
    "openai:x, http://0x7f000001/",
    "openai:x, http://127.1/",
    "openai:x, http://224.0.0.1/"
  })
  void refusesDraftsThatMeanNoModel(String id, String url) {
    ModelDraft.Builder draft = ModelDraft.newBuilder().setModelId(id);
    if (url != null) {
      draft.setUrl(url);
    }
    refused(ProviderReason.INVALID_FIELD, () -> add(draft));
  }

  @Test
  void namesAllThatALocalModelLacks() {
    RemoteProblem problem =
        refused(
            ProviderReason.INVALID_FIELD, () -> add(ModelDraft.newBuilder().setModelId("local:x")));
    assertTrue(problem.message().contains("api: "), problem::message);
    assertTrue(problem.message().contains("url: "), problem::message);
    RemoteProblem port =
        refused(
            ProviderReason.INVALID_FIELD,
            () -> add(ModelDraft.newBuilder().setModelId("openai:x").setUrl("http://h:99999")));
    assertTrue(port.message().contains("port 99999"), port::message);
  }

  @Test
  void testingIsAPurposeOfItsOwn() {
    String model = mesh.remote("scripted");
    allow("chat");
    TestModelRequest request = TestModelRequest.newBuilder().setModelId(model).build();
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.models().testModel(request));
    allow("test");
    TestModelResponse response = mesh.models().testModel(request);
    assertEquals("I heard: Say hello in one short sentence.", response.getText());
    assertEquals(Finish.Reason.REASON_STOP, response.getFinish().getReason());
  }

  @Test
  void oneTestCanBeAllowedAlone() {
    String model = mesh.remote("scripted");
    TestModelRequest request =
        TestModelRequest.newBuilder()
            .setModelId(model)
            .setAttemptId(UUID.randomUUID().toString())
            .build();
    RemoteProblem asked =
        refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.models().testModel(request));
    var _ =
        mesh.consents()
            .grantConsent(
                GrantConsentRequest.newBuilder()
                    .setHost(asked.metadata().get("host"))
                    .setPurpose("test")
                    .setScope(Consent.Scope.SCOPE_ONCE)
                    .setBoundTo(request.getAttemptId())
                    .setBodyToken(asked.metadata().get("body_token"))
                    .build());
    assertFalse(mesh.models().testModel(request).getText().isEmpty());
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.models().testModel(request));
  }

  private void allow(String purpose) {
    var _ =
        mesh.consents()
            .grantStandingConsent(
                GrantStandingConsentRequest.newBuilder()
                    .setHost("127.0.0.1")
                    .setPurpose(purpose)
                    .build());
  }

  private Model add(ModelDraft.Builder draft) {
    return mesh.models().addModel(AddModelRequest.newBuilder().setModel(draft).build()).getModel();
  }

  private void replace(String id, String key) {
    var _ =
        mesh.models()
            .addRemoteModel(
                AddRemoteModelRequest.newBuilder()
                    .setModel(
                        ModelDraft.newBuilder()
                            .setModelId(id)
                            .setUrl(mesh.model().url() + "/v1")
                            .setKey(key))
                    .setReplace(true)
                    .build());
  }

  private void remove(String id) {
    var _ = mesh.models().removeModel(RemoveModelRequest.newBuilder().setModelId(id).build());
  }

  private Model get(String id) {
    return mesh.models().getModel(GetModelRequest.newBuilder().setModelId(id).build()).getModel();
  }

  private List<String> list() {
    return mesh.models().listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
        .map(Model::getModelId)
        .toList();
  }

  private String everythingInTheLedger() {
    return mesh.events().toString();
  }
}

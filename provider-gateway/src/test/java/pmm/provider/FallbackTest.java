package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.provider.failure.ProviderReason;
import pmm.provider.v1.Api;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.ListModelsRequest;
import pmm.provider.v1.Model;
import pmm.provider.v1.ProviderError;
import pmm.provider.v1.RemoveModelRequest;
import pmm.provider.v1.SetFallbackRequest;
import pmm.provider.v1.TestModelRequest;
import pmm.rpc.RemoteProblem;

/** Another model in place of one that fails: by the person's rule, and by no other. */
class FallbackTest {

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  @Test
  void anotherModelAnswersOnlyWhereThePersonSaidSo() {
    String sick = mesh.declared("scripted+status=500", Api.API_OPENAI);
    String well = mesh.declared("scripted", Api.API_OLLAMA);
    refused(ProviderReason.PROVIDER_FAILED, () -> mesh.hear(ask(sick, "Hi")));
    assertEquals(well, fallBack(sick, well).getFallbackModelId());
    Heard heard = mesh.hear(ask(sick, "Hi"));
    assertEquals("I heard: Hi", heard.text());
    assertEquals(well, heard.opened.getModelId());
    assertEquals(sick, heard.opened.getInsteadOfModelId());
    assertEquals("", mesh.hear(ask(well, "Hi")).opened.getInsteadOfModelId());
    assertEquals("", fallBack(sick, "").getFallbackModelId());
    // Its breaker rests by now.
    refused(ProviderReason.BREAKER_OPEN, () -> mesh.hear(ask(sick, "Hi")));
  }

  @Test
  void theRuleIsAnEventThatARestartKeeps() {
    String sick = mesh.declared("scripted+status=500", Api.API_OPENAI);
    String well = mesh.declared("scripted", Api.API_OPENAI);
    Model _ = fallBack(sick, well);
    assertEquals(well, mesh.events("fallback_set").getFirst().text("fallback_model_id"));
    mesh.stopGateway();
    mesh.startGateway();
    assertEquals(well, mesh.hear(ask(sick, "Hi")).opened.getModelId());
    var _ = mesh.models().removeModel(RemoveModelRequest.newBuilder().setModelId(well).build());
    assertEquals(
        List.of(""),
        mesh.models().listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
            .map(Model::getFallbackModelId)
            .toList());
    String another = mesh.declared("scripted", Api.API_OPENAI);
    assertEquals(well, another);
    assertEquals(
        Set.of(""),
        mesh.models().listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
            .map(Model::getFallbackModelId)
            .collect(Collectors.toSet()),
        "a rule made for the one that was removed");
  }

  @Test
  void nobodyTakesOverInMidAnswer() {
    String sick = mesh.declared("scripted+cut=3", Api.API_OPENAI);
    Model _ = fallBack(sick, mesh.declared("scripted", Api.API_OLLAMA));
    Heard heard = mesh.hear(ask(sick, "!words=9"));
    assertEquals("word1 word2 word3 ", heard.text());
    assertEquals(sick, heard.opened.getModelId());
    assertEquals(ProviderError.Type.TYPE_CUT_OFF, heard.finish.getError().getType());
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
  }

  @Test
  void theOtherModelsHostNeedsItsOwnConsent() {
    String sick = mesh.declared("scripted+status=500", Api.API_OLLAMA);
    String well = mesh.remote("scripted");
    Model _ = fallBack(sick, well);
    RemoteProblem problem =
        refused(ProviderReason.PROVIDER_FAILED, () -> mesh.hear(ask(sick, "Hi")));
    assertTrue(
        problem
            .message()
            .endsWith(
                "openai:scripted is to answer in its place, but: Nothing goes to 127.0.0.1 for"
                    + " chat until you allow it."),
        problem::message);
    assertEquals(List.of(), mesh.model().requests("/v1/chat/completions"));
    var _ =
        mesh.consents()
            .grantStandingConsent(
                GrantStandingConsentRequest.newBuilder().setHost("127.0.0.1").build());
    assertEquals(well, mesh.hear(ask(sick, "Hi")).opened.getModelId());
  }

  @Test
  void aTestOfAModelIsAnsweredByItOrByNobody() {
    String sick = mesh.declared("scripted+quota", Api.API_OPENAI);
    Model _ = fallBack(sick, mesh.declared("scripted", Api.API_OLLAMA));
    refused(
        ProviderReason.QUOTA_EXHAUSTED,
        () -> mesh.models().testModel(TestModelRequest.newBuilder().setModelId(sick).build()));
    assertEquals(List.of(), mesh.model().requests("/api/chat"));
  }

  @Test
  void noModelStandsInForItselfOrIsNotThere() {
    String model = mesh.declared("scripted", Api.API_OPENAI);
    refused(ProviderReason.INVALID_FIELD, () -> fallBack(model, model));
    refused(ProviderReason.MODEL_UNKNOWN, () -> fallBack(model, "local:nobody"));
    assertEquals(List.of(), mesh.events("fallback_set"));
  }

  private Model fallBack(String model, String other) {
    return mesh.models()
        .setFallback(
            SetFallbackRequest.newBuilder().setModelId(model).setFallbackModelId(other).build())
        .getModel();
  }
}

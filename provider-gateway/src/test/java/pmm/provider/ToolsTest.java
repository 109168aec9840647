package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.v1.Api;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.SetFallbackRequest;
import pmm.provider.v1.Tool;

/** Tools on offer, and models that do not take any. */
class ToolsTest {

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void whatAModelCallsArrives(Api api) {
    Heard heard =
        mesh.hear(offering(mesh.declared("scripted", api), "!call commit {\"text\":\"x\"}"));
    assertEquals("commit {\"text\":\"x\"}", heard.calls.getFirst().toString());
    assertEquals("", heard.text());
    assertFalse(heard.opened.getWithoutTools());
  }

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void aModelThatRefusesToolsIsAskedWithoutThemAndFromThenOnAtOnce(Api api) {
    String model = mesh.declared("scripted+notools", api);
    Heard first = mesh.hear(offering(model, "Hi"));
    assertEquals("I heard: Hi", first.text());
    assertTrue(first.opened.getWithoutTools());
    assertEquals(
        List.of("failed", "done"),
        mesh.events("network_result").stream().map(entry -> entry.text("outcome")).toList());
    assertTrue(mesh.hear(offering(model, "Ho")).opened.getWithoutTools());
    assertEquals(3, mesh.events("network_attempt").size());
    assertFalse(mesh.hear(ask(model, "Ha")).opened.getWithoutTools(), "none were asked for");
  }

  @Test
  void whatIsRefusedWithoutToolsTooWasNotForTheTools() {
    String model = mesh.declared("scripted", Api.API_OPENAI);
    refused(ProviderReason.BAD_REQUEST, () -> mesh.hear(offering(model, "!status=400")));
    assertEquals(2, mesh.model().requests().size());
    assertFalse(mesh.hear(offering(model, "Hi")).opened.getWithoutTools());
    refused(ProviderReason.BAD_REQUEST, () -> mesh.hear(ask(model, "!status=400")));
    assertEquals(4, mesh.model().requests().size());
  }

  @Test
  void aModelInPlaceOfAnotherMayRefuseThemToo() {
    String sick = mesh.declared("scripted+quota", Api.API_OPENAI);
    String well = mesh.declared("scripted+notools", Api.API_OLLAMA);
    var _ =
        mesh.models()
            .setFallback(
                SetFallbackRequest.newBuilder().setModelId(sick).setFallbackModelId(well).build());
    Heard heard = mesh.hear(offering(sick, "Hi"));
    assertEquals("I heard: Hi", heard.text());
    assertEquals(sick, heard.opened.getInsteadOfModelId());
    assertTrue(heard.opened.getWithoutTools());
  }

  private static GenerateRequest.Builder offering(String model, String message) {
    return ask(model, message)
        .addTools(
            Tool.newBuilder()
                .setName("commit")
                .setDescription("Promise something.")
                .setParametersJson("{\"type\":\"object\",\"properties\":{}}"));
  }
}

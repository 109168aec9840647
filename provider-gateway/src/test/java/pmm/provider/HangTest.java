package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.v1.Api;
import pmm.provider.v1.ProviderError;
import pmm.rpc.RemoteProblem;

/** A provider that falls silent is left by our own clock, and what it said stays. */
class HangTest {

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension()
          .with("provider.first_token_ms", "1000")
          .with("provider.idle_ms", "500");

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void beforeItsHeaders(Api api) throws InterruptedException {
    RemoteProblem problem = silent(mesh.declared("scripted+silent", api));
    assertTrue(problem.message().contains("No first word came in time."), problem::message);
  }

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void betweenItsHeadersAndItsFirstWord(Api api) throws InterruptedException {
    RemoteProblem problem = silent(mesh.declared("scripted+hang=0", api));
    assertTrue(problem.message().contains("No first word came in time."), problem::message);
  }

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void betweenTwoWords(Api api) throws InterruptedException {
    keepsWhatWasSaid(mesh.declared("scripted+hang=3", api));
  }

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void inTheMiddleOfACharacter(Api api) throws InterruptedException {
    keepsWhatWasSaid(mesh.declared("scripted+midchar=3", api));
  }

  @ParameterizedTest
  @EnumSource(names = {"API_OPENAI", "API_ANTHROPIC", "API_OLLAMA"})
  void whileItOnlyShowsThatItLives(Api api) throws InterruptedException {
    keepsWhatWasSaid(mesh.declared("scripted+pings=3", api));
  }

  private RemoteProblem silent(String model) throws InterruptedException {
    RemoteProblem problem =
        refused(ProviderReason.TIMED_OUT, () -> mesh.hear(ask(model, "!words=9")));
    ended();
    return problem;
  }

  private void keepsWhatWasSaid(String model) throws InterruptedException {
    Heard heard = mesh.hear(ask(model, "!words=9"));
    assertEquals("word1 word2 word3 ", heard.text());
    ProviderError error = heard.finish.getError();
    assertEquals(ProviderError.Type.TYPE_TIMED_OUT, error.getType());
    assertEquals(
        model + " at 127.0.0.1: No next word came in time. Try again, or choose another model.",
        error.getMessage());
    ended();
  }

  private void ended() throws InterruptedException {
    assertTrue(mesh.model().awaitLeftReader());
    assertEquals(1, mesh.model().begun(), "asked once");
    assertEquals("TIMED_OUT", mesh.events("network_result").getFirst().text("error"));
  }
}

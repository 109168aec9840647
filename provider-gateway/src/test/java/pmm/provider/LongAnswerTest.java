package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.v1.Api;
import pmm.provider.v1.ProviderError;

/** An answer that never stops is ended by its length or, where it is slow, by its time. */
class LongAnswerTest {

  @RegisterExtension
  final GatewayExtension mesh = new GatewayExtension().with("provider.longest_answer_ms", "6000");

  @ParameterizedTest
  @ValueSource(strings = {"scripted+endless+paced=20", "scripted+endless+think+paced=20"})
  void endsAfterItsTime(String name) throws InterruptedException {
    String model = mesh.declared(name, Api.API_OPENAI);
    Heard heard = mesh.hear(ask(model, "Go on"));
    assertTrue(heard.text.length() + heard.reasoning.length() > 0);
    ProviderError error = heard.finish.getError();
    assertEquals(ProviderError.Type.TYPE_TIMED_OUT, error.getType());
    assertTrue(error.getMessage().contains("still not done after 6 seconds"), error::getMessage);
    assertTrue(mesh.model().awaitLeftReader());
    assertEquals("TIMED_OUT", mesh.events("network_result").getFirst().text("error"));
  }
}

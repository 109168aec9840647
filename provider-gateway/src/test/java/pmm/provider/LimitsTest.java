package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.provider.failure.ProviderReason;
import pmm.provider.v1.Api;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.GetLimitsRequest;
import pmm.provider.v1.GetLimitsResponse;
import pmm.provider.v1.ProviderState;
import pmm.provider.v1.RemoveModelRequest;
import pmm.provider.v1.TokenBudget;
import pmm.provider.v1.Usage;
import pmm.rpc.RemoteProblem;

/** The person's own caps, and what is seen of them and of the providers. */
class LimitsTest {

  private static final String MODEL = "local:scripted";

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension()
          .with("provider.tokens_per_day", "100000")
          .with("provider.tokens_per_day_of", MODEL + "=20, local:other = 5000")
          .with("provider.requests_per_minute", "40")
          .with("provider.breaker_rest_ms", "600000");

  @Test
  void aModelWhoseTokensAreSpentIsNotAskedUntilMidnightEvenAfterARestart() {
    String model = mesh.declared("scripted", Api.API_OPENAI);
    Usage usage =
        mesh.hear(ask(model, "Say what a long question costs, again and again")).finish.getUsage();
    long tokens = usage.getPromptTokens() + usage.getAnswerTokens();
    assertTrue(tokens >= 20, () -> "too few to spend the budget: " + tokens);
    assertFalse(usage.getEstimated());
    RemoteProblem problem = refused(ProviderReason.BUDGET_SPENT, () -> mesh.hear(ask(model, "Hi")));
    assertTrue(
        problem.message().contains("The 20 tokens a day that you allow local:scripted are spent"),
        problem::message);
    assertTrue(problem.retryAfter().orElseThrow().compareTo(Duration.ofHours(25)) <= 0);
    assertEquals(tokens, budget(MODEL).getSpent());
    mesh.stopGateway();
    mesh.startGateway();
    refused(ProviderReason.BUDGET_SPENT, () -> mesh.hear(ask(model, "Hi")));
    assertEquals(tokens, budget(MODEL).getSpent());
    assertEquals(tokens, budget("").getSpent());
    assertEquals(0, budget("local:other").getSpent());
    assertEquals(1, mesh.model().requests().size());
    String other = mesh.declared("other", Api.API_OPENAI);
    assertEquals("I heard: Hi", mesh.hear(ask(other, "Hi")).text());
  }

  @Test
  void whatIsUnderWayAndWhatBrokeOffIsCounted() throws InterruptedException {
    String model = mesh.declared("other+endless+paced=20", Api.API_OPENAI);
    Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Hi").build());
    while (!answer.next().hasText()) {
      // Phases come first.
    }
    assertTrue(budget("").getSpent() > 0);
    assertEquals(1, state().getCalls());
    assertEquals(2, state().getMostCalls());
    mesh.stopGateway();
    assertTrue(mesh.model().awaitLeftReader());
    mesh.startGateway();
    assertTrue(budget("").getSpent() > 0);
  }

  @Test
  void aPromptThatWasTakenCostsAlsoWhereNoWordCameOfIt() {
    String cut = mesh.declared("cut+cut=0", Api.API_OPENAI);
    refused(ProviderReason.CUT_OFF, () -> mesh.hear(ask(cut, "Hi")));
    long spent = budget("").getSpent();
    assertTrue(spent > 0);
    String refused = mesh.declared("refused+status=400", Api.API_OPENAI);
    refused(ProviderReason.BAD_REQUEST, () -> mesh.hear(ask(refused, "Hi")));
    assertEquals(spent, budget("").getSpent());
  }

  @Test
  void showsThatAProviderIsLeftAloneAndWhatIsLeftOfTheMinute() {
    String model = mesh.declared("broken+status=500", Api.API_OPENAI);
    assertEquals(0, limits().getProvidersCount());
    refused(ProviderReason.PROVIDER_FAILED, () -> mesh.hear(ask(model, "Hi")));
    assertEquals(ProviderState.Breaker.BREAKER_CLOSED, state().getBreaker());
    assertFalse(state().hasFailedPercent(), "too few to tell");
    assertFalse(state().getAnswered());
    RemoteProblem problem = refused(ProviderReason.BREAKER_OPEN, () -> mesh.hear(ask(model, "Hi")));
    assertTrue(
        problem
            .message()
            .contains("It failed 5 times, the last time with: Status 500, as the script says."),
        problem::message);
    assertEquals(ProviderState.Breaker.BREAKER_OPEN, state().getBreaker());
    assertEquals(100, state().getFailedPercent());
    assertEquals("openai 127.0.0.1:" + mesh.model().port(), state().getName());
    assertEquals(0, state().getCalls());
    assertEquals(40, limits().getRequestsPerMinute());
    assertTrue(limits().getRequestsLeft() <= 40);
    String well = mesh.declared("scripted", Api.API_OPENAI);
    assertEquals("I heard: Hi", mesh.hear(ask(well, "Hi")).text(), "has not failed itself");
    assertTrue(state().getAnswered());
    assertEquals(ProviderState.Breaker.BREAKER_OPEN, state().getBreaker());
    for (String id : List.of(model, well)) {
      var _ = mesh.models().removeModel(RemoveModelRequest.newBuilder().setModelId(id).build());
    }
    assertEquals(0, limits().getProvidersCount());
  }

  @Test
  void whatAProviderAnswersIsNoFailureOfItsHost() {
    for (String refusal : List.of("400", "401", "403", "404")) {
      String model = mesh.declared("wrong+status=" + refusal, Api.API_OPENAI);
      for (int i = 0; i < 6; i++) {
        StatusRuntimeException thrown =
            assertThrows(StatusRuntimeException.class, () -> mesh.hear(ask(model, "Hi")));
        assertFalse(thrown.toString().contains("left alone"), thrown::toString);
      }
    }
    assertEquals(ProviderState.Breaker.BREAKER_CLOSED, state().getBreaker());
    assertEquals(24, mesh.model().requests().size());
  }

  private GetLimitsResponse limits() {
    return mesh.network().getLimits(GetLimitsRequest.getDefaultInstance());
  }

  private ProviderState state() {
    return limits().getProviders(0);
  }

  private TokenBudget budget(String model) {
    return limits().getBudgetsList().stream()
        .filter(budget -> budget.getModelId().equals(model))
        .findFirst()
        .orElseThrow();
  }
}

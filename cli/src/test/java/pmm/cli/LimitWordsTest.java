package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import pmm.provider.v1.GetLimitsResponse;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.ProviderState;
import pmm.provider.v1.TokenBudget;

class LimitWordsTest {

  @Test
  void saysWhatIsLeftOfThePersonsOwnCaps() {
    GetLimitsResponse limits =
        GetLimitsResponse.newBuilder()
            .setRequestsPerMinute(20)
            .setRequestsLeft(3)
            .addBudgets(TokenBudget.newBuilder().setTokensPerDay(100_000).setSpent(1234))
            .build();
    assertEquals(
        "none was asked since the start. Of 20 requests a minute 3 are left. All models: 1,234 of"
            + " 100,000 tokens a day are spent.",
        LimitWords.text(limits));
    assertTrue(LimitWords.well(limits));
  }

  @Test
  void aProviderThatIsLeftAloneAndASpentBudgetNeedCare() {
    GetLimitsResponse alone =
        GetLimitsResponse.newBuilder()
            .addProviders(
                ProviderState.newBuilder()
                    .setName("openai api.openai.com:443")
                    .setBreaker(ProviderState.Breaker.BREAKER_OPEN)
                    .setFailedPercent(80)
                    .setMostCalls(4))
            .addProviders(well("a"))
            .addProviders(ProviderState.newBuilder().setName("b").setMostCalls(2))
            .addProviders(well("c"))
            .addProviders(well("d"))
            .build();
    assertFalse(LimitWords.well(alone));
    assertEquals(
        "openai api.openai.com:443 failed too often and is left alone for a while, 80 % of the last"
            + " calls failed (0 of at most 4 calls under way). b has not answered since the start (0 of"
            + " at most 2 calls under way). a answers (0 of at most 0 calls under way). And 2 more.",
        LimitWords.text(alone));
    GetLimitsResponse spent =
        GetLimitsResponse.newBuilder()
            .addBudgets(
                TokenBudget.newBuilder()
                    .setModelId("openai:m")
                    .setTokensPerDay(10)
                    .setSpent(12)
                    .setFreeTime(When.timestamp(Instant.now())))
            .build();
    assertFalse(LimitWords.well(spent));
  }

  @Test
  void saysForHowLongNothingHasLeft() {
    assertEquals(
        "Nothing has ever left this device.",
        NetworkWords.left(GetNetworkResponse.getDefaultInstance()));
    String quiet =
        NetworkWords.left(
            GetNetworkResponse.newBuilder()
                .setQuietDays(12)
                .setLastRemoteTime(When.timestamp(Instant.parse("2026-11-10T12:00:00Z")))
                .build());
    assertTrue(
        quiet.startsWith("Nothing has left this device for 12 days; the last time was 2026-11-1"),
        quiet);
    assertEquals(
        "2 calls left this device today, to a.example.",
        NetworkWords.left(
            GetNetworkResponse.newBuilder()
                .setRemoteCallsToday(2)
                .setQuietDays(0)
                .addHostsToday("a.example")
                .build()));
    assertEquals(
        "Nothing has ever left this device. Besides, 1 question for the address of a host went to"
            + " your name server today.",
        NetworkWords.left(GetNetworkResponse.newBuilder().setNameQuestionsToday(1).build()));
  }

  private static ProviderState.Builder well(String name) {
    return ProviderState.newBuilder()
        .setName(name)
        .setAnswered(true)
        .setBreaker(ProviderState.Breaker.BREAKER_CLOSED);
  }
}

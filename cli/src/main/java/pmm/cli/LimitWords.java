package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pmm.provider.v1.GetLimitsResponse;
import pmm.provider.v1.ProviderState;
import pmm.provider.v1.TokenBudget;

/** How the providers fare, and what is left of the person's own caps, in words. */
final class LimitWords {

  private LimitWords() {}

  /** Whether no provider is left alone and no budget is spent. */
  static boolean well(GetLimitsResponse limits) {
    return limits.getProvidersList().stream()
            .noneMatch(each -> each.getBreaker() == ProviderState.Breaker.BREAKER_OPEN)
        && limits.getBudgetsList().stream().noneMatch(LimitWords::isSpent);
  }

  static String text(GetLimitsResponse limits) {
    List<String> sentences = new ArrayList<>();
    limits.getProvidersList().forEach(each -> sentences.add(provider(each)));
    if (limits.getProvidersCount() == 0) {
      sentences.add("none was asked since the start.");
    }
    if (limits.getRequestsPerMinute() > 0) {
      sentences.add(
          "Of "
              + Text.count(limits.getRequestsPerMinute(), "request")
              + " a minute "
              + limits.getRequestsLeft()
              + " are left.");
    }
    limits.getBudgetsList().forEach(each -> sentences.add(budget(each)));
    return String.join(" ", sentences);
  }

  private static String provider(ProviderState provider) {
    String state =
        switch (provider.getBreaker()) {
          case BREAKER_OPEN -> "failed too often and is left alone for a while";
          case BREAKER_HALF_OPEN -> "is tried again after failures";
          case BREAKER_CLOSED, BREAKER_UNSPECIFIED, UNRECOGNIZED -> "answers";
        };
    String failed =
        provider.getFailedPercent() == 0
            ? ""
            : ", " + provider.getFailedPercent() + " % of the last calls failed";
    String slow =
        provider.getSlowPercent() == 0
            ? ""
            : ", " + provider.getSlowPercent() + " % of them were slow";
    return provider.getName()
        + " "
        + state
        + failed
        + slow
        + " ("
        + provider.getCalls()
        + " of at most "
        + Text.count(provider.getMostCalls(), "call")
        + " under way).";
  }

  private static String budget(TokenBudget budget) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d tokens a day are spent%s.",
        budget.getModelId().isEmpty() ? "All models" : budget.getModelId(),
        budget.getSpent(),
        budget.getTokensPerDay(),
        isSpent(budget) ? "; there are new ones at " + When.minute(budget.getFreeTime()) : "");
  }

  private static boolean isSpent(TokenBudget budget) {
    return budget.getSpent() >= budget.getTokensPerDay();
  }
}

package pmm.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import pmm.provider.v1.GetLimitsResponse;
import pmm.provider.v1.ProviderState;
import pmm.provider.v1.TokenBudget;

/** How the providers fare, and what is left of the person's own caps, in words. */
final class LimitWords {

  private static final int MOST_PROVIDERS = 3;

  private LimitWords() {}

  /** Whether no provider is left alone and no budget is spent. */
  static boolean well(GetLimitsResponse limits) {
    return limits.getProvidersList().stream()
            .noneMatch(each -> each.getBreaker() == ProviderState.Breaker.BREAKER_OPEN)
        && limits.getBudgetsList().stream().noneMatch(LimitWords::isSpent);
  }

  static String text(GetLimitsResponse limits) {
    List<String> sentences = new ArrayList<>();
    limits.getProvidersList().stream()
        .sorted(Comparator.comparing(LimitWords::isWell))
        .limit(MOST_PROVIDERS)
        .forEach(each -> sentences.add(provider(each)));
    if (limits.getProvidersCount() > MOST_PROVIDERS) {
      sentences.add("And " + (limits.getProvidersCount() - MOST_PROVIDERS) + " more.");
    }
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

  private static boolean isWell(ProviderState provider) {
    return provider.getAnswered()
        && provider.getFailedPercent() == 0
        && provider.getBreaker() == ProviderState.Breaker.BREAKER_CLOSED;
  }

  private static String provider(ProviderState provider) {
    String state =
        switch (provider.getBreaker()) {
          case BREAKER_OPEN -> "failed too often and is left alone for a while";
          case BREAKER_HALF_OPEN -> "is tried again after failures";
          case BREAKER_CLOSED, BREAKER_UNSPECIFIED, UNRECOGNIZED ->
              provider.getAnswered() ? "answers" : "has not answered since the start";
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

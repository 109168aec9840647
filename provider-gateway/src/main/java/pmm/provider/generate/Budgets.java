package pmm.provider.generate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pmm.provider.control.Books;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Model;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;
import pmm.rpc.Problem;

/**
 * The tokens a day that the person allows, in total and by model. What is spent is folded from the
 * ledger, so that a restart gives nothing back.
 */
public final class Budgets {

  private static final String ALL_MODELS = "";

  private final Watched<Books> books;
  private final Clock clock;
  private final Map<String, Long> tokensByModel = new TreeMap<>();

  /** The configured budgets; none unless the person sets one. */
  public Budgets(Config config, Watched<Books> books, Clock clock) {
    this.books = books;
    this.clock = clock;
    int total = config.integer("provider.tokens_per_day", "PMM_PROVIDER_TOKENS_PER_DAY", 0);
    if (total > 0) {
      tokensByModel.put(ALL_MODELS, (long) total);
    }
    String each =
        config.text("provider.tokens_per_day_of", "PMM_PROVIDER_TOKENS_PER_DAY_OF", "").strip();
    if (!each.isEmpty()) {
      for (String one : each.split("\\s*,\\s*")) {
        put(one);
      }
    }
  }

  /**
   * One budget as it stands.
   *
   * @param modelId the model; empty for all together
   * @param tokensPerDay what the person allows a day
   * @param spent what is spent today
   * @param free when it is whole again
   */
  public record Budget(String modelId, long tokensPerDay, long spent, Instant free) {}

  /** All budgets as they stand. */
  public List<Budget> all() {
    List<Budget> all = new ArrayList<>();
    tokensByModel.keySet().forEach(modelId -> budget(modelId).ifPresent(all::add));
    return all;
  }

  /**
   * Lets a call go on.
   *
   * @throws Problem if its model's budget, or that of all models, is spent
   */
  void check(Model model) {
    for (String modelId : List.of(ALL_MODELS, model.id())) {
      Optional<Budget> spent = budget(modelId).filter(one -> one.spent() >= one.tokensPerDay());
      if (spent.isPresent()) {
        throw refusal(spent.get());
      }
    }
  }

  private Optional<Budget> budget(String modelId) {
    Long tokens = tokensByModel.get(modelId);
    if (tokens == null) {
      return Optional.empty();
    }
    LocalDate today = LocalDate.now(clock);
    long spent =
        books.read((now, _) ->
            modelId.equals(ALL_MODELS)
                ? now.tokens().ofAll(today)
                : now.tokens().of(modelId, today));
    Instant midnight = today.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    return Optional.of(new Budget(modelId, tokens, spent, midnight));
  }

  private Problem refusal(Budget budget) {
    String whose = budget.modelId().equals(ALL_MODELS) ? "all models together" : budget.modelId();
    return new Problem(
            ProviderReason.BUDGET_SPENT,
            String.format(
                Locale.ROOT,
                "The %,d tokens a day that you allow %s are spent (%,d); there are new ones from"
                    + " midnight on, %s.",
                budget.tokensPerDay(),
                whose,
                budget.spent(),
                LocalDate.now(clock).plusDays(1)))
        .retryAfter(Duration.between(clock.instant(), budget.free()));
  }

  private void put(String one) {
    int equals = one.lastIndexOf('=');
    String tokens = one.substring(equals + 1).strip();
    if (equals < 1 || !tokens.matches("[1-9]\\d{0,14}")) {
      throw new ConfigurationException(
          "provider.tokens_per_day_of: "
              + one
              + " (expected: MODEL=TOKENS, such as openai:gpt-4.1=100000, with commas between)");
    }
    tokensByModel.put(one.substring(0, equals).strip(), Long.valueOf(tokens));
  }
}

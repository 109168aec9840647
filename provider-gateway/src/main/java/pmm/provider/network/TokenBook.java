package pmm.provider.network;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;

/**
 * The tokens of each model on the latest day, from the results of its calls. One that is under way,
 * or that nobody saw the end of, counts with what its prompt is likely to cost.
 */
public final class TokenBook implements Fold {

  private static final int BYTES_A_TOKEN = 4;

  private final ZoneId zone;
  private final Map<String, Prompt> open = new HashMap<>();
  private final Map<String, Long> spent = new HashMap<>();
  private LocalDate day = LocalDate.EPOCH;

  private record Prompt(String modelId, long tokens) {}

  /** A book whose days are those of this zone. */
  public TokenBook(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public void apply(Entry entry) {
    switch (entry.kind()) {
      case "network_attempt" -> {
        if (entry.text("refused").isEmpty()) {
          long tokens = Math.ceilDiv(entry.number("body_bytes"), BYTES_A_TOKEN);
          open.put(entry.text("network_id"), new Prompt(entry.text("model_id"), tokens));
        }
      }
      case "network_result" -> {
        Prompt prompt = open.remove(entry.text("network_id"));
        if (prompt != null) {
          add(LocalDate.ofInstant(entry.time(), zone), prompt.modelId(), tokens(entry, prompt));
        }
      }
      default -> {}
    }
  }

  /** The tokens of a model on this day. */
  public long of(String modelId, LocalDate today) {
    long underWay =
        open.values().stream()
            .filter(prompt -> prompt.modelId().equals(modelId))
            .mapToLong(Prompt::tokens)
            .sum();
    return underWay + (!today.isAfter(day) ? spent.getOrDefault(modelId, 0L) : 0);
  }

  /** The tokens of all models on this day. */
  public long ofAll(LocalDate today) {
    long underWay = open.values().stream().mapToLong(Prompt::tokens).sum();
    return underWay
        + (!today.isAfter(day) ? spent.values().stream().mapToLong(Long::longValue).sum() : 0);
  }

  private void add(LocalDate itsDay, String modelId, long tokens) {
    // A clock that is set back gives nothing back.
    if (itsDay.isAfter(day)) {
      day = itsDay;
      spent.clear();
    }
    spent.merge(modelId, tokens, Long::sum);
  }

  private static long tokens(Entry result, Prompt prompt) {
    return result.text("outcome").equals("unknown")
        ? prompt.tokens()
        : result.number("prompt_tokens") + result.number("answer_tokens");
  }
}

package pmm.provider.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;

/** How the last question to each model ended, as long as the model is the one that was asked. */
public final class LastCalls implements Fold {

  /** What is asked of a server and not of a model. */
  private static final Set<String> OF_SERVERS = Set.of("list", "pull");

  private final Map<String, String> open = new HashMap<>();
  private final Map<String, Failed> failed = new HashMap<>();

  /**
   * A question that failed.
   *
   * @param eventId the network_result
   * @param error the reason
   * @param httpStatus 0 if there was none
   */
  public record Failed(long eventId, String error, int httpStatus) {}

  @Override
  public void apply(Entry entry) {
    switch (entry.kind()) {
      case "network_attempt" -> {
        if (entry.text("refused").isEmpty() && !OF_SERVERS.contains(entry.text("purpose"))) {
          open.put(entry.text("network_id"), entry.text("model_id"));
        }
      }
      case "network_result" -> {
        String modelId = open.remove(entry.text("network_id"));
        if (modelId != null) {
          ended(modelId, entry);
        }
      }
      case "model_added", "model_removed" -> failed.remove(entry.text("model_id"));
      default -> {}
    }
  }

  /** The last question to a model, if it failed. */
  public Optional<Failed> failure(String modelId) {
    return Optional.ofNullable(failed.get(modelId));
  }

  private void ended(String modelId, Entry result) {
    int status = (int) result.number("http_status");
    switch (result.text("outcome")) {
      case "failed" -> failed.put(modelId, new Failed(result.id(), result.text("error"), status));
      // To find an address, which has no status, is no answer.
      case "done" -> {
        if (status != 0) {
          failed.remove(modelId);
        }
      }
      default -> {}
    }
  }
}

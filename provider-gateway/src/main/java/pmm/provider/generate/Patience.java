package pmm.provider.generate;

import java.time.Duration;
import pmm.rpc.Config;

/**
 * How long to wait for a model.
 *
 * @param firstToken for the first word, and then from one word to the next, whatever else is sent;
 *     a cold local model can take minutes
 * @param idle for the next bytes after it
 * @param longest for a whole answer: one that never stops is no answer
 * @param retryPause before the first retry; each next one waits twice as long
 * @param longestRetryAfter the longest wait that a provider may ask for before a retry
 */
public record Patience(
    Duration firstToken,
    Duration idle,
    Duration longest,
    Duration retryPause,
    Duration longestRetryAfter) {

  /** The configured patience. */
  public static Patience of(Config config) {
    return new Patience(
        Duration.ofMillis(
            config.integer("provider.first_token_ms", "PMM_PROVIDER_FIRST_TOKEN_MS", 300_000)),
        Duration.ofMillis(config.integer("provider.idle_ms", "PMM_PROVIDER_IDLE_MS", 60_000)),
        Duration.ofMillis(
            config.integer(
                "provider.longest_answer_ms", "PMM_PROVIDER_LONGEST_ANSWER_MS", 1_800_000)),
        Duration.ofMillis(
            config.integer("provider.retry_pause_ms", "PMM_PROVIDER_RETRY_PAUSE_MS", 400)),
        Duration.ofSeconds(20));
  }
}

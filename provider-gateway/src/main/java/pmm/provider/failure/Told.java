package pmm.provider.failure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Problem;

/** A failure as a person reads it: which model, what it said, how long to wait, what to do next. */
public final class Told {

  private static final int MOST_SAID = 500;

  private Told() {}

  /**
   * The problem, told of a model. What is no failure of the model or the way to it stays as it is.
   */
  public static Problem of(String modelId, String host, Problem problem) {
    if (!(problem.reason() instanceof ProviderReason reason) || next(reason, "").isEmpty()) {
      return problem;
    }
    Map<String, String> metadata = new HashMap<>(problem.metadata());
    metadata.put("model_id", modelId);
    Optional<Duration> wait = problem.retryAfter();
    String words = words(modelId, host, reason, problem.text(), wait.orElse(null));
    Problem told = new Problem(reason, words, metadata);
    return wait.map(told::retryAfter).orElse(told);
  }

  /** The failure, told of a model. */
  public static Failure of(String modelId, String host, Failure failure) {
    return new Failure(
        failure.reason(),
        words(modelId, host, failure.reason(), failure.message(), failure.retryAfter()),
        failure.httpStatus(),
        failure.retryAfter());
  }

  private static String words(
      String modelId, String host, ProviderReason reason, String said, @Nullable Duration wait) {
    String time = wait == null || wait.isZero() ? "" : " in " + time(wait);
    String sentence = said.length() <= MOST_SAID ? said : said.substring(0, MOST_SAID) + "...";
    String stop = sentence.matches("(?s).*[.!?]$") ? "" : ".";
    return (modelId + " at " + host + ": " + sentence + stop + " " + next(reason, time)).strip();
  }

  /** What may help; empty for what has nothing to do with a model. */
  private static String next(ProviderReason reason, String time) {
    return switch (reason) {
      case UNREACHABLE -> "Check that it runs, and that its address is right.";
      case KEY_REJECTED -> "Add the model again with a key that is valid, in place of this one.";
      case RATE_LIMITED, OVERLOADED, PROVIDER_FAILED, MALFORMED, CUT_OFF, TIMED_OUT, BREAKER_OPEN ->
          "Try again" + time + ", or choose another model.";
      case QUOTA_EXHAUSTED ->
          "Waiting does not help: look at your account there, or choose another model.";
      case MODEL_NOT_FOUND -> "Check the model's name there, or choose another model.";
      case BAD_REQUEST -> "Choose another model, or say it in a new conversation.";
      case CONTEXT_OVERFLOW ->
          "Choose a model with a larger window, or say it in a new conversation.";
      case IMAGES_NOT_TAKEN -> "Choose a model that sees, or say it in words.";
      case TLS -> "Check its address; whoever answers there cannot show that it is theirs.";
      case PIN_MISMATCH ->
          "Nothing was sent to it. If it has a new key, and you know that from elsewhere, add the"
              + " model again with --replace and that key as its pin.";
      case BUDGET_SPENT -> "Choose another model, or raise provider.tokens_per_day in config.toml.";
      case ADDRESS_REFUSED -> "If it has moved, add the model again in place of this one.";
      case LIMIT_REACHED ->
          "Try again in a minute, or raise provider.requests_per_minute in config.toml.";
      case CODEC_FAILED ->
          "Put another codec in its place (pmm codec use), or choose another model.";
      case CONSENT_REVOKED -> "To go on, allow it again.";
      case FORWARDED ->
          "It counts as elsewhere from now on, and nothing more goes there unless you allow that"
              + " host. Start Ollama with OLLAMA_NO_CLOUD=1 so that nothing is sent on.";
      case WENT_OFFLINE -> "To go on, leave it: pmm offline off.";
      case CONSENT_REQUIRED,
          OFFLINE,
          MODEL_UNKNOWN,
          MODEL_EXISTS,
          CONSENT_UNKNOWN,
          STEP_UP_METHOD,
          INVALID_FIELD,
          NO_SPACE,
          LEDGER_AWAY ->
          "";
    };
  }

  /** A time as a person says it. */
  public static String time(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return seconds < 120
        ? seconds + (seconds == 1 ? " second" : " seconds")
        : wait.plusSeconds(59).toMinutes() + " minutes";
  }
}

package pmm.provider.failure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Problem;

/**
 * What a provider, or the way to it, said instead of an answer.
 *
 * @param reason what kind of failure
 * @param message for a person; printable and at most {@value #MAX_MESSAGE} characters
 * @param httpStatus the HTTP status, 0 if there was none
 * @param retryAfter how long the provider asks to wait, null if it did not say
 */
public record Failure(
    ProviderReason reason, String message, int httpStatus, @Nullable Duration retryAfter) {

  private static final int MAX_MESSAGE = 1500;

  /** Keeps the message printable and short: it may be a stranger's words. */
  public Failure {
    requireNonNull(reason, "reason");
    message = printable(message);
  }

  /** A failure without an HTTP status. */
  public Failure(ProviderReason reason, String message) {
    this(reason, message, 0, null);
  }

  /** The same failure in other words. */
  public Failure with(String words) {
    return new Failure(reason, words, httpStatus, retryAfter);
  }

  /** This failure as the answer to a call. */
  public Problem toProblem() {
    Problem problem =
        new Problem(
            reason,
            message,
            httpStatus == 0 ? Map.of() : Map.of("http_status", Integer.toString(httpStatus)));
    return retryAfter == null ? problem : problem.retryAfter(retryAfter);
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 3) + "...";
  }
}

package pmm.rpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that the caller is told about: a reason for programs, a message for people. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;
  private final String text;
  private final transient Map<String, String> metadata;
  private final @Nullable String field;
  private final @Nullable Duration retryAfter;

  /** A problem whose message says the offending value and what was expected. */
  public Problem(Reason reason, String message) {
    this(reason, message, Map.of());
  }

  /** A problem with its variable parts for programs in {@code metadata}. */
  public Problem(Reason reason, String message, Map<String, String> metadata) {
    this(reason, message, metadata, null, null);
  }

  private Problem(
      Reason reason,
      String message,
      Map<String, String> metadata,
      @Nullable String field,
      @Nullable Duration retryAfter) {
    super(requireNonNull(message, "message"));
    this.reason = requireNonNull(reason, "reason");
    this.text = message;
    this.metadata = Map.copyOf(metadata);
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /** The same problem, blamed on one field of the request, such as "events[0].kind". */
  public Problem inField(String path) {
    return new Problem(reason, text, metadata, path, retryAfter);
  }

  /** The same problem, with the word that the call may work after this time. */
  public Problem retryAfter(Duration wait) {
    return new Problem(reason, text, metadata, field, wait);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What a person is told. */
  public String text() {
    return text;
  }

  /** The variable parts. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The field of the request to blame, if it is one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** How long to wait before the same call may work, if that helps. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}

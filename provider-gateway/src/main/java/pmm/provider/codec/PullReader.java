package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/**
 * Reads the lines in which Ollama tells of a download. What Ollama reports may go back, leave
 * figures out and stop for minutes; what this says of it never goes back.
 */
public final class PullReader {

  private static final int MOST_ERROR_BYTES = 64 << 10;
  private static final double ALMOST_ALL = 0.999;

  private final LineSplitter lines = new LineSplitter();
  private final Map<String, Layer> layers = new HashMap<>();
  private final Bytes refusal = new Bytes();
  private final long expectedBytes;
  private @Nullable ResponseHead head;
  private Progress progress = new Progress(Phase.STARTING, 0, 0, 0);
  private @Nullable Failure failure;
  private boolean success;

  /**
   * A reader of one download.
   *
   * @param expectedBytes how large it is about, 0 if nobody knows
   */
  public PullReader(long expectedBytes) {
    this.expectedBytes = expectedBytes;
  }

  /** What is going on. */
  public enum Phase {
    /** Ollama asks what belongs to the model. */
    STARTING,
    /** It downloads. */
    DOWNLOADING,
    /** It checks what it has downloaded. */
    VERIFYING
  }

  /**
   * How far a download is.
   *
   * @param phase what is going on
   * @param doneBytes there so far
   * @param totalBytes that there will be, as far as is known
   * @param fraction between 0 and 1
   */
  public record Progress(Phase phase, long doneBytes, long totalBytes, double fraction) {}

  private record Layer(long done, long total) {}

  /** Takes the head of the answer. */
  public void head(ResponseHead answer) {
    head = answer;
  }

  /** Takes what arrives next. */
  public void bytes(byte[] chunk) {
    if (head != null && !head.ok()) {
      if (refusal.size() + chunk.length <= MOST_ERROR_BYTES) {
        refusal.add(chunk, 0, chunk.length);
      }
    } else if (!lines.feed(chunk, this::line)) {
      fail(ProviderReason.MALFORMED, "It answers with a line longer than 2 MiB.");
    }
  }

  /** The answer is over. */
  public void end() {
    if (head != null && !head.ok()) {
      failure = told(Failures.ofStatus(head, new String(refusal.take(), StandardCharsets.UTF_8)));
      return;
    }
    lines.end(this::line);
    if (!success && failure == null) {
      fail(
          ProviderReason.CUT_OFF,
          "The download ended before it was whole. Pull it again to go on where it stopped.");
    }
  }

  /** Whether anything has answered. */
  public boolean hasAnswer() {
    return head != null;
  }

  /** How far it is. */
  public Progress progress() {
    return progress;
  }

  /** Whether Ollama has said that it is whole, and nothing less. */
  public boolean isWhole() {
    return success && failure == null;
  }

  /** Why it will not become whole; nothing as long as it may. */
  public Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  private void line(String line) {
    if (line.isBlank() || failure != null) {
      return;
    }
    Optional<JsonNode> document = Json.object(line);
    if (document.isEmpty()) {
      fail(ProviderReason.MALFORMED, "It does not answer as Ollama does.");
    } else if (document.get().has("error")) {
      failure = told(Failures.inStream(document.get()).failure());
    } else {
      report(document.get());
    }
  }

  private void report(JsonNode line) {
    String status = Json.string(line, "status");
    String digest = Json.string(line, "digest");
    success |= status.equals("success");
    if (!digest.isEmpty()) {
      layers.merge(
          digest,
          new Layer(figure(line, "completed"), figure(line, "total")),
          (before, now) ->
              new Layer(Math.max(before.done, now.done), Math.max(before.total, now.total)));
    }
    boolean ending = status.startsWith("verifying") || status.startsWith("writing") || success;
    advance(ending ? Phase.VERIFYING : layers.isEmpty() ? Phase.STARTING : Phase.DOWNLOADING);
  }

  private void advance(Phase phase) {
    long done = layers.values().stream().mapToLong(Layer::done).reduce(0, PullReader::plus);
    long known = layers.values().stream().mapToLong(Layer::total).reduce(0, PullReader::plus);
    long total = Math.max(known, layers.isEmpty() ? 0 : expectedBytes);
    double part = total == 0 ? 0 : Math.min(ALMOST_ALL, (double) done / total);
    progress =
        new Progress(
            phase.compareTo(progress.phase) > 0 ? phase : progress.phase,
            Math.max(done, progress.doneBytes),
            Math.max(Math.max(total, done), progress.totalBytes),
            success ? 1 : Math.max(part, progress.fraction));
  }

  private static long figure(JsonNode line, String field) {
    return Math.max(0, line.path(field).asLong());
  }

  /** A stranger chooses the figures: their sum must not turn negative. */
  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private void fail(ProviderReason reason, String message) {
    failure = new Failure(reason, message);
  }

  /** Ollama puts what its registry, the way there, or the disk said into plain words. */
  private static Failure told(Failure said) {
    String words = said.message().toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("not enough space")) {
      return new Failure(ProviderReason.NO_SPACE, "The disk is full: " + said.message());
    }
    if (words.contains("file does not exist") || words.contains("manifest unknown")) {
      return new Failure(
          ProviderReason.MODEL_NOT_FOUND,
          "The registry has no such model: " + said.message() + ". Check its name.");
    }
    if (words.contains("no such host")
        || words.contains("dial tcp")
        || words.contains("i/o timeout")
        || words.contains("network is unreachable")) {
      return new Failure(
          ProviderReason.UNREACHABLE, "Ollama does not reach its registry: " + said.message());
    }
    return said;
  }
}

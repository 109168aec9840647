package pmm.provider.codec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Looks into an answer of Ollama for the word that it comes from elsewhere, whichever codec reads
 * the answer: that codec may be a stranger's. Each line of a forwarded answer says so.
 */
public final class ForwardWatch {

  private static final byte[] WORD = "\"remote_".getBytes(StandardCharsets.US_ASCII);

  private final Bytes line = new Bytes();
  private boolean tooLong;

  /**
   * That an answer comes from elsewhere.
   *
   * @param host from where
   * @param from where the line that says so begins in the bytes that were given; 0 if before them
   */
  public record Found(String host, int from) {}

  /** Looks into some bytes more. */
  public Optional<Found> bytes(byte[] chunk) {
    int start = 0;
    for (int i = 0; i < chunk.length; i++) {
      if (chunk[i] == '\n') {
        hold(chunk, start, i - start);
        Optional<Found> found = look(start);
        if (found.isPresent()) {
          return found;
        }
        start = i + 1;
      }
    }
    hold(chunk, start, chunk.length - start);
    return Optional.empty();
  }

  /** Looks into the last line, if it had no end. */
  public Optional<Found> end() {
    return look(0);
  }

  /** A line that no codec reads may be as long as it likes. */
  private void hold(byte[] chunk, int from, int length) {
    if (line.size() + length > LineSplitter.MAX_LINE_BYTES) {
      tooLong = true;
    } else if (!tooLong) {
      line.add(chunk, from, length);
    }
  }

  private Optional<Found> look(int from) {
    byte[] whole = line.take();
    boolean read = !tooLong && contains(whole);
    tooLong = false;
    return read
        ? Json.object(new String(whole, StandardCharsets.UTF_8))
            .map(OllamaFacts::remoteHost)
            .filter(host -> !host.isEmpty())
            .map(host -> new Found(host, from))
        : Optional.empty();
  }

  private static boolean contains(byte[] whole) {
    for (int i = 0; i <= whole.length - WORD.length; i++) {
      int same = 0;
      while (same < WORD.length && whole[i + same] == WORD[same]) {
        same++;
      }
      if (same == WORD.length) {
        return true;
      }
    }
    return false;
  }
}

package pmm.provider.consent;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a call wants to be allowed.
 *
 * @param host whom it would reach
 * @param purpose why
 * @param dataClasses what kinds of words it holds
 * @param attemptId the attempt it belongs to
 * @param conversationId the conversation it belongs to, empty if none
 * @param bodyToken what ties a consent to its very bytes
 */
public record Need(
    String host,
    String purpose,
    Set<String> dataClasses,
    String attemptId,
    String conversationId,
    String bodyToken) {

  /** That no words of the person are sent. */
  public static final String NO_WORDS = "none";

  /** Copies the set. */
  public Need {
    dataClasses = Set.copyOf(dataClasses);
  }

  /** The kinds of words that a consent must name. */
  Set<String> words() {
    Set<String> words = new TreeSet<>(dataClasses);
    words.remove(NO_WORDS);
    return words;
  }
}

package pmm.provider.consent;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why a call is made, and what it belongs to.
 *
 * @param purpose why
 * @param dataClasses what kinds of words it holds
 * @param attemptId the attempt it belongs to
 * @param conversationId the conversation it belongs to, empty if none
 * @param offRecord whether no event keeps its words
 * @param sources the events that its words are from
 */
public record Occasion(
    String purpose,
    Set<String> dataClasses,
    String attemptId,
    String conversationId,
    boolean offRecord,
    List<Long> sources) {

  /** That no words of the person are sent. */
  public static final String NO_WORDS = "none";

  /** Copies the collections. */
  public Occasion {
    dataClasses = Set.copyOf(dataClasses);
    sources = List.copyOf(sources);
  }

  /** One at which no words of the person are sent. */
  public static Occasion wordless(String purpose, String attemptId) {
    return new Occasion(purpose, Set.of(NO_WORDS), attemptId, "", true, List.of());
  }

  /** The kinds of words that a consent must name. */
  Set<String> words() {
    Set<String> words = new TreeSet<>(dataClasses);
    words.remove(NO_WORDS);
    return words;
  }
}

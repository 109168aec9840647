package pmm.mindstate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How much of what was said lately was not said before. */
public final class Novelty {
  /** Below this there is nothing to reflect on. */
  public static final double LEAST = 0.2;

  /** So many messages before the recent ones are compared with. */
  public static final int EARLIER_MESSAGES = 200;

  private static final Pattern BREAK = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
  private static final int LATIN_WORD = 4;
  private static final int FIRST_BEYOND_LATIN = 0x0250;

  private Novelty() {}

  /** Returns the share of the recent content words, each counted once, that no earlier text has. */
  public static double of(List<String> recent, List<String> earlier) {
    Set<String> words = contentWords(recent);
    if (words.isEmpty()) {
      return 0;
    }
    Set<String> known = contentWords(earlier);
    return (double) words.stream().filter(word -> !known.contains(word)).count() / words.size();
  }

  /** Words of at least four letters, numbers, and all words of other scripts. */
  private static Set<String> contentWords(List<String> texts) {
    Set<String> words = new HashSet<>();
    for (String text : texts) {
      BREAK
          .splitAsStream(text.toLowerCase(Locale.ROOT))
          .filter(Novelty::hasContent)
          .forEach(words::add);
    }
    return words;
  }

  private static boolean hasContent(String word) {
    return word.length() >= LATIN_WORD
        || word.codePoints().anyMatch(c -> Character.isDigit(c) || c >= FIRST_BEYOND_LATIN);
  }
}

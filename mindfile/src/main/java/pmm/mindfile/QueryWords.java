package pmm.mindfile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words as the search index sees them. */
final class QueryWords {
  /** English words that say nothing about what a text is about. */
  private static final Set<String> STOP =
      Set.of(
          ("a about above after again against all am an and any are aren as at be because been"
                  + " before being below between both but by can could couldn did didn do does"
                  + " doesn doing don down during each few for from further had hadn has hasn have"
                  + " haven having he her here hers herself him himself his how i if in into is isn"
                  + " it its itself just ll me more most mustn my myself no nor not now of off on"
                  + " once only or other our ours ourselves out over own re s same shan she should"
                  + " shouldn so some such t than that the their theirs them themselves then there"
                  + " these they this those through to too under until up ve very was wasn we were"
                  + " weren what when where which while who whom why will with won would wouldn you"
                  + " your yours yourself yourselves m d")
              .split(" "));

  /** More words than this make a query slower, not better. */
  private static final int MAX_WORDS = 24;

  private QueryWords() {}

  /** Hears of the words of a text. */
  interface Visitor {
    void word(int start, int end);
  }

  /** Goes through the words of a text in order: runs of letters, digits and combining marks. */
  static void each(String text, Visitor visitor) {
    int start = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean part = isPart(c);
      if (part && start < 0) {
        start = i;
      } else if (!part && start >= 0) {
        visitor.word(start, i);
        start = -1;
      }
      i += Character.charCount(c);
    }
    if (start >= 0) {
      visitor.word(start, text.length());
    }
  }

  private static boolean isPart(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  /** The words of a text in lower case, in order. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    each(text, (start, end) -> words.add(text.substring(start, end).toLowerCase(Locale.ROOT)));
    return words;
  }

  static int count(String text) {
    int[] count = new int[1];
    each(text, (start, end) -> count[0]++);
    return count[0];
  }

  /** What to look for: no stop words, unless there is nothing else. */
  static Set<String> of(String query) {
    List<String> words = split(query);
    Set<String> kept = new LinkedHashSet<>();
    for (String word : words) {
      if (!STOP.contains(word) && kept.size() < MAX_WORDS) {
        kept.add(word);
      }
    }
    if (kept.isEmpty()) {
      words.stream().limit(MAX_WORDS).forEach(kept::add);
    }
    return kept;
  }
}

package pmm.mindfile;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a query asks for. */
final class QueryWords {
  /**
   * English words that say nothing about what a text is about. Those of other languages stay: they
   * lead to what was said in the language of the question, which docs/decisions/recall-by-words.md
   * measures.
   */
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

  /** More of them make a query slower, not better. */
  private static final int MAX_TERMS = 40;

  private QueryWords() {}

  /**
   * A word that is asked for.
   *
   * @param folded as it was typed, but for case and diacritics
   * @param begun whether it may be the begin of another one, as it is still being typed
   */
  record Asked(String folded, boolean begun) {
    String term() {
      return Stemmer.stem(folded);
    }
  }

  /** The terms to look for: no stop words, unless there is nothing else. */
  static Set<String> of(String query) {
    return asked(query, false).stream().map(Asked::term).collect(toCollection(LinkedHashSet::new));
  }

  /**
   * The words to look for.
   *
   * @param typing whether the last one is still being typed; a single letter says nothing yet then
   */
  static List<Asked> asked(String query, boolean typing) {
    Map<String, Asked> all = new LinkedHashMap<>();
    Map<String, Asked> telling = new LinkedHashMap<>();
    Terms.each(
        query,
        (start, end) -> {
          String word = Terms.folded(query, start, end);
          boolean begun = typing && end == query.length() && !Terms.isDenseAt(query, start);
          Asked asked = new Asked(word, begun);
          if (!asked.term().isEmpty()) {
            all.putIfAbsent(asked.term(), asked);
            if (begun ? word.length() > 1 : !STOP.contains(word)) {
              telling.put(asked.term(), asked);
            }
          }
        });
    return (telling.isEmpty() ? all : telling).values().stream().limit(MAX_TERMS).toList();
  }
}

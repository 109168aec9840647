package pmm.mindfile;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashSet;
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

  /** The terms to look for: no stop words, unless there is nothing else. */
  static Set<String> of(String query) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> telling = new LinkedHashSet<>();
    Terms.each(
        query,
        (start, end) -> {
          String word = Terms.folded(query, start, end);
          all.add(Stemmer.stem(word));
          if (!STOP.contains(word)) {
            telling.add(Stemmer.stem(word));
          }
        });
    Set<String> asked = telling.isEmpty() ? all : telling;
    asked.remove("");
    return asked.stream().limit(MAX_TERMS).collect(toCollection(LinkedHashSet::new));
  }
}

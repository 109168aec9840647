package pmm.mindfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores a text by the terms it holds and finds its most telling place. */
final class Scorer {
  private static final int SNIPPET_CHARS = 160;
  private static final int BEFORE = 40;
  private static final char MARK = '\uE000';
  private static final char MARK_END = '\uE001';

  private final Map<String, Wanted> wanted;
  private final double meanLength;
  private final Set<Character> firstLetters = new HashSet<>();

  Scorer(Map<String, Wanted> wanted, double meanLength) {
    this.wanted = wanted;
    this.meanLength = meanLength;
    wanted.keySet().forEach(term -> firstLetters.add(term.charAt(0)));
  }

  /**
   * A term that is looked for.
   *
   * @param word the word of the query for which it stands; of several only the best counts
   * @param weight what it counts
   */
  record Wanted(String word, double weight) {}

  private record Place(int start, int end, String term, Wanted wanted) {}

  SearchHit score(long eventId, String kind, String text) {
    List<Place> places = new ArrayList<>();
    int[] length = new int[1];
    Terms.each(
        text,
        (start, end) -> {
          length[0]++;
          if (mayMatch(text.charAt(start))) {
            String term = Terms.at(text, start, end);
            Wanted found = wanted.get(term);
            if (found != null) {
              places.add(new Place(start, end, term, found));
            }
          }
        });
    Map<String, Integer> counts = new HashMap<>();
    places.forEach(place -> counts.merge(place.term(), 1, Integer::sum));
    Map<String, Double> scores = new HashMap<>();
    for (Place place : places) {
      int count = counts.getOrDefault(place.term(), 0);
      double score = Recall.bm25(place.wanted().weight(), count, length[0], meanLength);
      scores.merge(place.wanted().word(), score, Math::max);
    }
    double score = scores.values().stream().mapToDouble(Double::doubleValue).sum();
    return new SearchHit(eventId, kind, score, snippet(text, places));
  }

  /** Most words are ruled out by their first letter, which stemming keeps. */
  private boolean mayMatch(char first) {
    return first >= 0x80 || first == '_' || firstLetters.contains(Character.toLowerCase(first));
  }

  private String snippet(String text, List<Place> places) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < places.size(); i++) {
      Set<String> words = new HashSet<>();
      double weight = 0;
      int end = places.get(i).start() + SNIPPET_CHARS - BEFORE;
      for (int k = i; k < places.size() && places.get(k).start() < end; k++) {
        if (words.add(places.get(k).wanted().word())) {
          weight += places.get(k).wanted().weight();
        }
      }
      if (weight > most) {
        most = weight;
        best = places.get(i).start();
      }
    }
    int from = best <= BEFORE ? 0 : wordStart(text, best - BEFORE);
    int to = Math.min(text.length(), from + SNIPPET_CHARS);
    if (to < text.length()) {
      int space = text.lastIndexOf(' ', to);
      to = space > best ? space : wholeCharacter(text, to);
    }
    return (from > 0 ? "…" : "")
        + marked(text, from, to, places).strip().replaceAll("\\s+", " ")
        + (to < text.length() ? "…" : "");
  }

  private static String marked(String text, int from, int to, List<Place> places) {
    StringBuilder passage = new StringBuilder();
    int at = from;
    for (Place place : places) {
      if (place.start() >= Math.max(from, at) && place.end() <= to) {
        passage.append(unmarked(text, at, place.start()));
        passage.append(MARK).append(unmarked(text, place.start(), place.end())).append(MARK_END);
        at = place.end();
      }
    }
    return passage.append(unmarked(text, at, to)).toString();
  }

  /** A text that brings marks of its own must not look as if its words had matched. */
  private static String unmarked(String text, int from, int to) {
    return text.substring(from, to).replace(MARK, ' ').replace(MARK_END, ' ');
  }

  private static int wordStart(String text, int at) {
    int space = text.indexOf(' ', at);
    return space >= 0 && space < at + BEFORE ? space + 1 : wholeCharacter(text, at);
  }

  private static int wholeCharacter(String text, int at) {
    return at > 0 && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }
}

package pmm.mindfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Scores a text by the stems it holds and finds its most telling place. */
final class Scorer {
  private static final int SNIPPET_CHARS = 160;
  private static final int BEFORE = 40;
  private static final char MARK = '\uE000';
  private static final char MARK_END = '\uE001';

  private final Map<String, Double> weights;
  private final double meanLength;
  private final Set<Character> firstLetters = new HashSet<>();

  Scorer(Map<String, Double> weights, double meanLength) {
    this.weights = weights;
    this.meanLength = meanLength;
    weights.keySet().forEach(stem -> firstLetters.add(stem.charAt(0)));
  }

  private record Place(int start, int end, String stem) {}

  SearchHit score(long eventId, String kind, String text) {
    List<Place> places = new ArrayList<>();
    int[] length = new int[1];
    QueryWords.each(
        text,
        (start, end) -> {
          length[0]++;
          if (mayMatch(text.charAt(start))) {
            String stem = Stemmer.stem(text.substring(start, end).toLowerCase(Locale.ROOT));
            if (weights.containsKey(stem)) {
              places.add(new Place(start, end, stem));
            }
          }
        });
    Map<String, Integer> counts = new HashMap<>();
    places.forEach(place -> counts.merge(place.stem(), 1, Integer::sum));
    double score = 0;
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      double weight = weights.getOrDefault(count.getKey(), 0.0);
      score += Recall.bm25(weight, count.getValue(), length[0], meanLength);
    }
    return new SearchHit(eventId, kind, score, snippet(text, places));
  }

  /** Most words are ruled out by their first letter, which stemming keeps. */
  private boolean mayMatch(char first) {
    return first >= 0x80 || firstLetters.contains(Character.toLowerCase(first));
  }

  private String snippet(String text, List<Place> places) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < places.size(); i++) {
      Set<String> stems = new HashSet<>();
      double weight = 0;
      int end = places.get(i).start() + SNIPPET_CHARS - BEFORE;
      for (int k = i; k < places.size() && places.get(k).start() < end; k++) {
        if (stems.add(places.get(k).stem())) {
          weight += weights.getOrDefault(places.get(k).stem(), 0.0);
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
      if (place.start() >= from && place.end() <= to) {
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

package pmm.mindfile;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One query. The index's own BM25 counts every place of every word, which grows with the mind; here
 * the newest {@link #PLACES} places of each word stand for all of them: their density tells how
 * common the word is, and they are the candidates. The best {@link #CANDIDATES} by the rarity of
 * their words are read and scored by Okapi BM25 (Robertson and Zaragoza, 2009).
 */
final class Recall {
  private static final int PLACES = 300;
  private static final int CANDIDATES = 64;
  private static final int READ_CHARS = 20_000;
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  /**
   * Where the kinds asked for hold a smaller share of all texts, the index itself looks for them.
   */
  private static final double COMMON_SHARE = 0.25;

  private final Connection db;
  private final List<String> kinds;

  Recall(Connection db, List<String> kinds) {
    this.db = db;
    this.kinds = kinds;
  }

  /**
   * How many texts there are, of how many words, and how many of them are of the kinds asked for.
   */
  private record Corpus(long texts, long terms, long asked) {
    double meanLength() {
      return texts == 0 ? 1 : Math.max(1.0, (double) terms / texts);
    }
  }

  /** Intersecting with a common kind costs more than passing over texts of other kinds. */
  private String kindFilter(Corpus corpus) {
    return corpus.asked() >= COMMON_SHARE * corpus.texts()
        ? ""
        : kinds.stream()
            .map(kind -> '"' + WordStore.kindWord(kind) + '"')
            .collect(joining(" OR ", " AND kind : (", ")"));
  }

  List<SearchHit> search(String query, int limit) throws SQLException {
    Set<String> words = QueryWords.of(query);
    if (words.isEmpty()) {
      return List.of();
    }
    Corpus corpus = corpus();
    String kindFilter = kindFilter(corpus);
    Map<String, Double> weights = new HashMap<>();
    Map<Long, Double> candidates = new HashMap<>();
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT " + PLACES)) {
      for (String word : words) {
        List<Long> places = places(select, word, kindFilter);
        if (!places.isEmpty() && !weights.containsKey(Stemmer.stem(word))) {
          double weight = rarity(corpus, places);
          weights.put(Stemmer.stem(word), weight);
          places.forEach(id -> candidates.merge(id, weight, Double::sum));
        }
      }
    }
    return best(candidates, new Scorer(weights, corpus.meanLength()), limit);
  }

  private List<Long> places(PreparedStatement select, String word, String kindFilter)
      throws SQLException {
    List<Long> places = new ArrayList<>();
    // Words hold letters and digits only, so that the quotes cannot be left.
    select.setString(1, "text : \"" + word + '"' + kindFilter);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        places.add(rows.getLong(1));
      }
    }
    return places;
  }

  /** The inverse document frequency, by how far back the newest places reach. */
  private static double rarity(Corpus corpus, List<Long> places) {
    double found = places.size();
    if (places.size() == PLACES) {
      double reach = places.getFirst() - places.getLast() + 1.0;
      double share = Math.min(1, reach / Math.max(reach, places.getFirst()));
      found = Math.min(corpus.texts(), found / share);
    }
    return Math.log(1 + (Math.max(corpus.texts(), found) - found + 0.5) / (found + 0.5));
  }

  private List<SearchHit> best(Map<Long, Double> candidates, Scorer scorer, int limit)
      throws SQLException {
    List<Long> ids =
        candidates.entrySet().stream()
            .sorted(
                Map.Entry.<Long, Double>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .limit((long) (Math.max(CANDIDATES, limit) / COMMON_SHARE))
            .toList();
    List<SearchHit> hits = new ArrayList<>();
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT kind, substr(text, 1, " + READ_CHARS + ") FROM words WHERE rowid = ?")) {
      for (long id : ids) {
        if (hits.size() == Math.max(CANDIDATES, limit)) {
          break;
        }
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          String kind = row.next() ? WordStore.kindOf(row.getString(1)) : "";
          if (kinds.contains(kind)) {
            hits.add(scorer.score(id, kind, row.getString(2)));
          }
        }
      }
    }
    return hits.stream()
        .sorted(
            Comparator.comparingDouble(SearchHit::score)
                .thenComparingLong(SearchHit::eventId)
                .reversed())
        .limit(limit)
        .toList();
  }

  private Corpus corpus() throws SQLException {
    long texts = 0;
    long terms = 0;
    long asked = 0;
    try (PreparedStatement select = db.prepareStatement("SELECT kind, texts, terms FROM kinds");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        texts += rows.getLong(2);
        terms += rows.getLong(3);
        asked += kinds.contains(rows.getString(1)) ? rows.getLong(2) : 0;
      }
    }
    return new Corpus(texts, terms, asked);
  }

  static double bm25(double weight, int count, int length, double meanLength) {
    return weight * count * (K1 + 1) / (count + K1 * (1 - B + B * length / meanLength));
  }
}

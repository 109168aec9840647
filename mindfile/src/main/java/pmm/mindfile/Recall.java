package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One query. The index's own BM25 counts every place of every word, which grows with the mind; here
 * the newest {@link #PLACES} places of each word stand for all of them. The best {@link
 * #CANDIDATES} by the rarity of their words are read and scored by Okapi BM25 (Robertson and
 * Zaragoza, 2009). A word that hardly any text holds is also looked for as those that look alike.
 */
final class Recall {
  private static final int PLACES = 300;
  private static final int CANDIDATES = 128;
  private static final int READ_CHARS = 20_000;
  private static final double K1 = 1.2;
  private static final double B = 0.4;

  /** A word in at most so many texts may be another one, written wrong or bent. */
  private static final long HARDLY_KNOWN = 2;

  /** What a word counts that only looks like the asked one, before its likeness. */
  private static final double LIKE = 0.5;

  /**
   * Where the kinds asked for hold a smaller share of all texts, the index itself looks for them.
   */
  private static final double COMMON_SHARE = 0.25;

  private static final Set<Shelf> SHELVES = EnumSet.of(Shelf.TALK);

  private final Connection db;
  private final List<String> kinds;

  /** A query of these kinds, of those that stand on the shelf of talk. */
  Recall(Connection db, Set<String> kinds) {
    this.db = db;
    this.kinds = Shelf.held(SHELVES, kinds);
  }

  /**
   * Intersecting with a common kind costs more than passing over texts of other kinds. What stands
   * aside may be many texts, and must not take the places of what was said.
   */
  private String kindFilter(Corpus corpus) {
    return corpus.asked() < COMMON_SHARE * corpus.texts()
        ? " AND " + Shelf.words(kinds)
        : " NOT facts : \"" + Shelf.ASIDE_WORD + '"';
  }

  List<SearchHit> search(String query, int limit) throws SQLException {
    Set<String> asked = QueryWords.of(query);
    if (asked.isEmpty() || kinds.isEmpty()) {
      return List.of();
    }
    Corpus corpus = Corpus.of(db, SHELVES, kinds);
    Map<String, Scorer.Wanted> wanted = wanted(asked, corpus.texts());
    Map<Long, Double> candidates = new HashMap<>();
    String kindFilter = kindFilter(corpus);
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT " + PLACES)) {
      for (Map.Entry<String, Scorer.Wanted> term : wanted.entrySet()) {
        // Terms hold letters and digits only, so that the quotes cannot be left.
        select.setString(1, "terms : \"" + term.getKey() + '"' + kindFilter);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            candidates.merge(rows.getLong(1), term.getValue().weight(), Double::sum);
          }
        }
      }
    }
    return best(candidates, new Scorer(wanted, corpus.meanLength()), limit);
  }

  /** The terms to look for; each stands for the asked word to which it counts most. */
  private Map<String, Scorer.Wanted> wanted(Set<String> asked, long texts) throws SQLException {
    Vocabulary vocabulary = new Vocabulary(db, SHELVES);
    Map<String, Scorer.Wanted> wanted = new LinkedHashMap<>();
    for (String word : asked) {
      long held = vocabulary.texts(word);
      double rarity = Corpus.rarity(texts, held);
      if (held > 0) {
        add(wanted, word, new Scorer.Wanted(word, rarity));
      }
      if (held <= HARDLY_KNOWN) {
        for (Vocabulary.Alike alike : vocabulary.like(word)) {
          double weight = Math.min(rarity, Corpus.rarity(texts, alike.texts()));
          add(wanted, alike.term(), new Scorer.Wanted(word, LIKE * alike.likeness() * weight));
        }
      }
    }
    return wanted;
  }

  private static void add(Map<String, Scorer.Wanted> wanted, String term, Scorer.Wanted how) {
    wanted.merge(term, how, (old, other) -> other.weight() > old.weight() ? other : old);
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
            "SELECT kind, substr(text, 1, " + READ_CHARS + ") FROM texts WHERE id = ?")) {
      for (long id : ids) {
        if (hits.size() == Math.max(CANDIDATES, limit)) {
          break;
        }
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          String kind = row.next() ? row.getString(1) : "";
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

  static double bm25(double weight, int count, int length, double meanLength) {
    return weight * count * (K1 + 1) / (count + K1 * (1 - B + B * length / meanLength));
  }
}

package pmm.mindfile;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a place by words that stand there. Where {@link Recall} takes whatever is about the
 * same, here every word has to be in a text; only where none holds them all, some are enough. Of
 * more than {@link #MOST} the newest are looked at.
 */
final class Finder {
  private static final int MOST = 400;
  private static final int READ_CHARS = 20_000;

  /** Once so much was read for a query, of each further text only the begin is. */
  private static final int ALL_CHARS = 4_000_000;

  private static final int BEGIN_CHARS = 1000;

  /** A word may stand across the end of what was read of a long text. */
  private static final int OVERLAP = 200;

  /** What a word counts that only looks like the asked one. */
  private static final double LIKE = 0.5;

  /** People look for what was said more often than for what stands beside it. */
  private static final double ASIDE = 0.6;

  private static final Set<Shelf> SHELVES = EnumSet.allOf(Shelf.class);

  private final Connection db;
  private final FindQuery query;
  private final List<String> kinds;
  private final Vocabulary vocabulary;
  private int charsRead;

  Finder(Connection db, FindQuery query) {
    this.db = db;
    this.query = query;
    this.kinds = Shelf.held(SHELVES, query.kinds());
    this.vocabulary = new Vocabulary(db, SHELVES);
  }

  FindResult find() throws SQLException {
    List<QueryWords.Asked> asked = QueryWords.asked(query.text(), query.typing());
    if (asked.isEmpty() || kinds.isEmpty()) {
      return FindResult.NOTHING;
    }
    Corpus corpus = Corpus.of(db, SHELVES, kinds);
    boolean guessed = false;
    Map<String, Map<String, Double>> words = new LinkedHashMap<>();
    for (QueryWords.Asked word : asked) {
      Map<String, Double> exact = exact(word, corpus.texts());
      guessed |= exact.isEmpty();
      words.put(word.folded(), exact.isEmpty() ? alike(word, corpus.texts()) : exact);
    }
    Set<Long> ids = holdingAll(words.values());
    boolean some = ids.isEmpty() && words.size() > 1;
    if (some) {
      for (Map<String, Double> terms : words.values()) {
        ids.addAll(holdingAll(List.of(terms)));
      }
    }
    List<SearchHit> hits = scored(ids, new Scorer(wanted(words), corpus.meanLength()));
    return new FindResult(
        hits.stream().skip(query.skip()).limit(query.limit()).toList(),
        hits.size(),
        ids.size() >= MOST,
        !hits.isEmpty() && (some || guessed));
  }

  /** The terms by which a word is found as it was typed, and what each counts. */
  private Map<String, Double> exact(QueryWords.Asked word, long texts) throws SQLException {
    Map<String, Double> terms = new HashMap<>();
    if (word.begun() && word.folded().length() > 1) {
      Map<String, Long> begun = vocabulary.begunBy(word.folded());
      double common =
          Corpus.rarity(texts, begun.values().stream().mapToLong(Long::longValue).sum());
      begun.keySet().forEach(term -> terms.put(term, common));
    }
    long held = vocabulary.texts(word.term());
    if (held > 0) {
      terms.merge(word.term(), Corpus.rarity(texts, held), Math::max);
    }
    if (terms.isEmpty() && word.begun()) {
      String stem = vocabulary.stemOf(word.folded()).orElse("");
      if (!stem.isEmpty()) {
        terms.put(stem, Corpus.rarity(texts, vocabulary.texts(stem)));
      }
    }
    return terms;
  }

  /** A word that no text holds may be written wrong. */
  private Map<String, Double> alike(QueryWords.Asked word, long texts) throws SQLException {
    Map<String, Double> terms = new HashMap<>();
    for (Vocabulary.Alike alike : vocabulary.like(word.term())) {
      terms.put(alike.term(), LIKE * alike.likeness() * Corpus.rarity(texts, alike.texts()));
    }
    return terms;
  }

  private static Map<String, Scorer.Wanted> wanted(Map<String, Map<String, Double>> words) {
    Map<String, Scorer.Wanted> wanted = new LinkedHashMap<>();
    words.forEach((word, terms) ->
        terms.forEach((term, weight) ->
            wanted.merge(
                term,
                new Scorer.Wanted(word, weight),
                (old, other) -> other.weight() > old.weight() ? other : old)));
    return wanted;
  }

  /** The newest texts that hold one of the terms of each word. */
  private Set<Long> holdingAll(Collection<Map<String, Double>> words) throws SQLException {
    Set<Long> ids = new LinkedHashSet<>();
    if (words.stream().anyMatch(Map::isEmpty)) {
      return ids;
    }
    String match =
        words.stream().map(Map::keySet).map(Finder::anyOf).collect(joining(" AND ", "", facts()));
    // CROSS JOIN keeps the index in front: the other table is only asked about what it found.
    String timed =
        query.isTimed()
            ? " CROSS JOIN texts ON texts.id = words.rowid AND said >= ? AND said < ?"
            : "";
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT words.rowid FROM words"
                + timed
                + " WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT "
                + MOST)) {
      int parameter = 1;
      if (query.isTimed()) {
        select.setLong(parameter++, query.fromMs().orElse(Long.MIN_VALUE));
        select.setLong(parameter++, query.toMs().orElse(Long.MAX_VALUE));
      }
      select.setString(parameter, match);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
    }
    return ids;
  }

  /** Terms hold letters and digits only, so that the quotes cannot be left. */
  private static String anyOf(Set<String> terms) {
    return terms.stream().map(term -> '"' + term + '"').collect(joining(" OR ", "terms : (", ")"));
  }

  private String facts() {
    StringBuilder facts = new StringBuilder();
    if (kinds.size() < Shelf.held(SHELVES, Set.of()).size()) {
      facts.append(" AND ").append(Shelf.words(kinds));
    }
    query.imported().ifPresent(imported -> fact(facts, IndexedText.originWord(imported)));
    if (!query.conversation().isEmpty()) {
      fact(facts, IndexedText.talkWord(query.conversation()));
    }
    return facts.toString();
  }

  private static void fact(StringBuilder facts, String word) {
    facts.append(" AND facts : \"").append(word).append('"');
  }

  private List<SearchHit> scored(Set<Long> ids, Scorer scorer) throws SQLException {
    List<SearchHit> hits = new ArrayList<>();
    try (PreparedStatement select =
        db.prepareStatement("SELECT kind, substr(text, ?, ?) FROM texts WHERE id = ?")) {
      for (long id : ids.stream().sorted(Comparator.reverseOrder()).limit(MOST).toList()) {
        SearchHit hit = scored(id, scorer, select);
        if (hit != null) {
          hits.add(hit);
        }
      }
    }
    hits.sort(
        Comparator.comparingDouble(SearchHit::score)
            .thenComparingLong(SearchHit::eventId)
            .reversed());
    return hits;
  }

  /** Reads a long text on until something in it matches. */
  private @Nullable SearchHit scored(long id, Scorer scorer, PreparedStatement select)
      throws SQLException {
    SearchHit first = null;
    for (int from = 0; ; from += READ_CHARS - OVERLAP) {
      int most = charsRead < ALL_CHARS ? READ_CHARS : BEGIN_CHARS;
      select.setInt(1, from + 1);
      select.setInt(2, most);
      select.setLong(3, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        String text = row.getString(2);
        charsRead += text.length();
        SearchHit hit = scorer.score(id, row.getString(1), text);
        first = first == null ? hit : first;
        if (hit.score() > 0) {
          return weighted(hit, from > 0);
        }
        if (text.length() < READ_CHARS) {
          return first;
        }
      }
    }
  }

  private static SearchHit weighted(SearchHit hit, boolean further) {
    boolean aside = Shelf.of(hit.kind()).filter(shelf -> shelf == Shelf.ASIDE).isPresent();
    String snippet =
        further && !hit.snippet().startsWith("…") ? "…" + hit.snippet() : hit.snippet();
    return new SearchHit(hit.eventId(), hit.kind(), hit.score() * (aside ? ASIDE : 1), snippet);
  }
}

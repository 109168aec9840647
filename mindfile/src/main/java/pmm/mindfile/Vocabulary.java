package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** In how many texts each term of the index stands, and which terms look alike. */
final class Vocabulary {
  /** Below this two words have too little in common. */
  private static final double ALIKE = 0.5;

  private static final int MOST_ALIKE = 8;
  private static final int SHORTEST = 4;
  private static final int MOST_LOOKED_AT = 20_000;

  /** How much a word that is a part of the asked one has in common with it. */
  private static final double PART = 0.6;

  /** So many words may be meant by the begin of one. */
  private static final int MOST_BEGUN = 60;

  /** How much of a word may be its ending. */
  private static final int LONGEST_ENDING = 4;

  private final Connection db;
  private final String texts;

  /** The words of some shelves. */
  Vocabulary(Connection db, Set<Shelf> shelves) {
    this.db = db;
    texts = shelves.stream().map(shelf -> shelf.column).collect(Collectors.joining(" + "));
  }

  /**
   * A term like another one.
   *
   * @param texts how many texts hold it
   * @param likeness from 0 to 1
   */
  record Alike(String term, long texts, double likeness) {}

  /** Adds to the counts of terms, or takes from them; terms that no text holds are gone. */
  void add(Shelf shelf, Map<String, Integer> changes) throws SQLException {
    String own = shelf.column;
    String other = shelf == Shelf.TALK ? Shelf.ASIDE.column : Shelf.TALK.column;
    try (PreparedStatement upsert =
            db.prepareStatement(
                """
                INSERT INTO vocabulary(term, %1$s, %2$s) VALUES (?, ?, 0)
                ON CONFLICT DO UPDATE SET %1$s = %1$s + excluded.%1$s\
                """
                    .formatted(own, other));
        PreparedStatement drop =
            db.prepareStatement(
                "DELETE FROM vocabulary WHERE term = ? AND texts <= 0 AND asides <= 0")) {
      for (Map.Entry<String, Integer> change : changes.entrySet()) {
        upsert.setString(1, change.getKey());
        upsert.setInt(2, change.getValue());
        upsert.executeUpdate();
        if (change.getValue() <= 0) {
          drop.setString(1, change.getKey());
          drop.executeUpdate();
        }
      }
    }
  }

  /** How many texts hold a term. */
  long texts(String term) throws SQLException {
    try (PreparedStatement select =
        db.prepareStatement("SELECT " + texts + " FROM vocabulary WHERE term = ?")) {
      select.setString(1, term);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /**
   * Terms that may be meant by one that is hardly known, the likest first: with a letter or two
   * wrong, with another ending, or the parts of a compound. Two first letters are right.
   */
  List<Alike> like(String term) throws SQLException {
    if (term.length() < SHORTEST || !term.chars().allMatch(Character::isLetter)) {
      return List.of();
    }
    Map<String, Alike> found = new LinkedHashMap<>();
    String begin = term.substring(0, 2);
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT term, "
                + texts
                + " FROM vocabulary WHERE term >= ? AND term < ? AND "
                + texts
                + " > 0 LIMIT "
                + MOST_LOOKED_AT)) {
      select.setString(1, begin);
      select.setString(2, begin + Character.MAX_VALUE);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String other = rows.getString(1);
          double likeness = Likeness.of(term, other);
          if (likeness >= ALIKE && !other.equals(term)) {
            found.put(other, new Alike(other, rows.getLong(2), likeness));
          }
        }
      }
    }
    for (String part : parts(term)) {
      long texts = texts(part);
      if (texts > 0) {
        found.putIfAbsent(part, new Alike(part, texts, PART));
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingDouble(Alike::likeness).reversed())
        .limit(MOST_ALIKE)
        .toList();
  }

  /** Terms that begin like this, those in the most texts first, and in how many texts they are. */
  Map<String, Long> begunBy(String begin) throws SQLException {
    Map<String, Long> found = new LinkedHashMap<>();
    try (PreparedStatement select =
        db.prepareStatement(
            """
            SELECT term, %1$s FROM vocabulary WHERE term >= ? AND term < ? AND %1$s > 0
            ORDER BY 2 DESC LIMIT %2$d\
            """
                .formatted(texts, MOST_BEGUN))) {
      select.setString(1, begin);
      select.setString(2, begin + Character.MAX_VALUE);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return found;
  }

  /** The longest term of which a word that begins like this may be a form; empty if none is. */
  Optional<String> stemOf(String begin) throws SQLException {
    for (int end = begin.length() - 1;
        end >= Math.max(SHORTEST, begin.length() - LONGEST_ENDING);
        end--) {
      String stem = begin.substring(0, end);
      if (texts(stem) > 0) {
        return Optional.of(stem);
      }
    }
    return Optional.empty();
  }

  private static List<String> parts(String term) {
    List<String> parts = new ArrayList<>();
    for (int i = SHORTEST; i < term.length(); i++) {
      parts.add(term.substring(0, i));
      parts.add(term.substring(term.length() - i));
    }
    return parts;
  }
}

package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * How many texts some shelves hold, of how many words, and how many of them are of the kinds asked
 * for.
 */
record Corpus(long texts, long terms, long asked) {

  static Corpus of(Connection db, Set<Shelf> shelves, List<String> kinds) throws SQLException {
    List<String> held = Shelf.held(shelves, Set.of());
    long texts = 0;
    long terms = 0;
    long asked = 0;
    try (PreparedStatement select = db.prepareStatement("SELECT kind, texts, terms FROM kinds");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String kind = rows.getString(1);
        if (held.contains(kind)) {
          texts += rows.getLong(2);
          terms += rows.getLong(3);
          asked += kinds.contains(kind) ? rows.getLong(2) : 0;
        }
      }
    }
    return new Corpus(texts, terms, asked);
  }

  double meanLength() {
    return texts == 0 ? 1 : Math.max(1.0, (double) terms / texts);
  }

  /** The inverse document frequency. */
  static double rarity(long texts, long held) {
    return Math.log(1 + (Math.max(texts, held) - held + 0.5) / (held + 0.5));
  }
}

package pmm.mindfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Has a closed mind file, such as a snapshot, forget what its living mind has forgotten. */
final class Scrub {
  private Scrub() {}

  /**
   * Erases from {@code file} every part that {@code living} says is forgotten. Only what has the
   * same commitment is touched: another history may hold something else under the same number.
   *
   * @return how many parts were erased
   */
  static int apply(Path file, Redactions living) throws SQLException {
    try (Connection db = Sqlite.closed(file)) {
      List<Redactions.Row> rows = stillThere(db, living);
      if (rows.isEmpty()) {
        return 0;
      }
      Sqlite.run(db, "BEGIN IMMEDIATE");
      Erasure.apply(db, rows);
      Sqlite.run(db, "COMMIT");
      return rows.size();
    }
  }

  private static List<Redactions.Row> stillThere(Connection db, Redactions living)
      throws SQLException {
    HashChain chain = new HashChain();
    List<Redactions.Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT content, content_salt, meta, meta_salt FROM events WHERE id = ?")) {
      for (Redactions.Row row : living.rows()) {
        select.setLong(1, row.part().eventId());
        try (ResultSet event = select.executeQuery()) {
          if (event.next() && holds(chain, event, row)) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  private static boolean holds(HashChain chain, ResultSet event, Redactions.Row row)
      throws SQLException {
    boolean meta = row.part().part().equals(Redactions.META);
    String value = event.getString(meta ? 3 : 1);
    byte[] salt = event.getBytes(meta ? 4 : 2);
    if (value == null || salt == null) {
      return false;
    }
    byte[] text = Texts.utf8(value);
    byte[] commitment =
        meta ? chain.metaCommitment(salt, text) : chain.contentCommitment(salt, text);
    return Arrays.equals(commitment, row.commitment());
  }
}

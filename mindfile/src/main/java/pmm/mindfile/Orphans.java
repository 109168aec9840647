package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chunks that no event names: nobody can find what they are part of.
 *
 * @param through the last event that was looked at
 * @param hashes what they are called
 */
record Orphans(long through, Set<String> hashes) {
  static final Orphans NONE = new Orphans(0, Set.of());

  /** Looks at every event. */
  static Orphans find(Connection db) throws SQLException {
    // One state of the file, whatever is appended meanwhile.
    Sqlite.run(db, "BEGIN");
    try {
      Set<String> unnamed = new TreeSet<>();
      try (Statement select = db.createStatement();
          ResultSet rows = select.executeQuery("SELECT hash FROM blobs")) {
        while (rows.next()) {
          unnamed.add(rows.getString(1));
        }
      }
      return new Orphans(
          Sqlite.number(db, "SELECT max(id) FROM events"), unnamedAfter(db, 0, unnamed));
    } finally {
      Sqlite.run(db, "COMMIT");
    }
  }

  /** Drops them, but for those that an event has named since; answers how many. */
  int drop(Connection db) throws SQLException {
    Set<String> still = unnamedAfter(db, through, hashes);
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM blobs WHERE hash = ?")) {
      for (String hash : still) {
        delete.setString(1, hash);
        delete.executeUpdate();
      }
    }
    return still.size();
  }

  private static Set<String> unnamedAfter(Connection db, long id, Set<String> hashes)
      throws SQLException {
    Set<String> unnamed = new TreeSet<>(hashes);
    if (unnamed.isEmpty()) {
      return unnamed;
    }
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT meta FROM events WHERE id > ? AND instr(meta, '\"blobs\":[') > 0")) {
      select.setLong(1, id);
      try (ResultSet metas = select.executeQuery()) {
        while (!unnamed.isEmpty() && metas.next()) {
          BlobNames.in(metas.getString(1)).forEach(unnamed::remove);
        }
      }
    }
    return unnamed;
  }
}

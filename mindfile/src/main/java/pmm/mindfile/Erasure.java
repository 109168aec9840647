package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes parts of events out of the tables, within a transaction. Rows only shrink in place: SQLite
 * then moves nothing, and with secure_delete leaves nothing of them in the pages.
 */
final class Erasure {
  private Erasure() {}

  /** Notes what is left of each part and erases it; derived values and unnamed chunks go too. */
  static void apply(Connection db, Collection<Redactions.Row> rows) throws SQLException {
    Set<String> chunks = new HashSet<>();
    try (PreparedStatement note =
            db.prepareStatement("INSERT OR REPLACE INTO redactions VALUES (?, ?, ?, ?)");
        PreparedStatement content =
            db.prepareStatement(
                "UPDATE events SET content = NULL, content_salt = NULL WHERE id = ?");
        PreparedStatement meta =
            db.prepareStatement("UPDATE events SET meta = NULL, meta_salt = NULL WHERE id = ?")) {
      for (Redactions.Row row : rows) {
        long id = row.part().eventId();
        boolean isMeta = row.part().part().equals(Redactions.META);
        if (isMeta) {
          chunks.addAll(chunksOf(db, id));
        }
        note.setLong(1, id);
        note.setString(2, row.part().part());
        note.setString(3, HashChain.hex(row.commitment()));
        note.setLong(4, row.byEvent());
        note.executeUpdate();
        PreparedStatement erase = isMeta ? meta : content;
        erase.setLong(1, id);
        erase.executeUpdate();
      }
    }
    Sqlite.run(db, "DELETE FROM projections");
    dropUnnamed(db, chunks);
    if (rows.stream().anyMatch(row -> row.part().part().equals(Redactions.META))) {
      forgetModel(db);
    }
  }

  /** The table that repeats the current model must not know it longer than its event. */
  private static void forgetModel(Connection db) throws SQLException {
    String newest =
        """
        SELECT count(*) FROM events WHERE meta IS NULL
          AND id = (SELECT max(id) FROM events WHERE kind = 'model_selected')\
        """;
    if (Sqlite.number(db, newest) > 0) {
      ModelMirror.none().store(db);
    }
  }

  private static Collection<String> chunksOf(Connection db, long id) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT meta FROM events WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        @Nullable String meta = row.next() ? row.getString(1) : null;
        return meta == null ? Set.of() : BlobNames.in(meta);
      }
    }
  }

  private static void dropUnnamed(Connection db, Set<String> chunks) throws SQLException {
    if (chunks.isEmpty()) {
      return;
    }
    try (Statement statement = db.createStatement();
        ResultSet metas =
            statement.executeQuery(
                """
                SELECT meta FROM events WHERE instr(meta, '"blobs":[') > 0 ORDER BY id DESC\
                """)) {
      while (!chunks.isEmpty() && metas.next()) {
        BlobNames.in(metas.getString(1)).forEach(chunks::remove);
      }
    }
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM blobs WHERE hash = ?")) {
      for (String hash : chunks) {
        delete.setString(1, hash);
        delete.executeUpdate();
      }
    }
  }
}

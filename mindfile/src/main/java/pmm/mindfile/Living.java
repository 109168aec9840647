package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.CompactRange;

/**
 * What the file that is about to be left says of itself. It may be broken, of a newer format or
 * away: then it is what heads.log remembers, or nothing.
 *
 * @param mindId the id of its mind; null if it cannot be read
 * @param head its last event; null if there is none
 * @param forgotten what was forgotten in it, with the hash of the event it was a part of
 */
record Living(
    @Nullable String mindId, HeadLog.@Nullable Entry head, Map<Redactions.Part, String> forgotten) {

  static Living read(Path file) throws IOException {
    HeadLog.Entry seen = HeadLog.beside(file).last().orElse(null);
    if (Files.notExists(file)) {
      return new Living(null, seen, Map.of());
    }
    try (ReadView view = ReadView.of(file);
        Connection db = view.open()) {
      String mindId = Config.read(db).get(Config.MIND_ID);
      HeadLog.Entry head = head(db);
      return new Living(mindId, head == null ? seen : head, forgotten(db));
    } catch (SQLException | IllegalArgumentException unreadable) {
      return new Living(null, seen, Map.of());
    }
  }

  /** The last event that a copy shares with the file; where that cannot be read, its last one. */
  static long shared(Path file, Connection copy) throws IOException, SQLException {
    long most = Sqlite.number(copy, "SELECT max(id) FROM events");
    if (Files.notExists(file)) {
      return most;
    }
    try (ReadView view = ReadView.of(file);
        Connection db = view.open()) {
      // Chains that share an event share all before it.
      long least = 0;
      while (least < most) {
        long middle = least + (most - least + 1) / 2;
        String there = hash(db, middle);
        if (there != null && there.equals(hash(copy, middle))) {
          least = middle;
        } else {
          most = middle - 1;
        }
      }
      return least;
    } catch (SQLException unreadable) {
      return most;
    }
  }

  private static @Nullable String hash(Connection db, long id) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT hash FROM events WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** The head as it is stored: it names what is left, and proves nothing. */
  private static HeadLog.@Nullable Entry head(Connection db) throws SQLException {
    CompactRange range = new CompactRange();
    String last = null;
    try (Statement select = db.createStatement();
        ResultSet rows = select.executeQuery("SELECT hash FROM events ORDER BY id")) {
      while (rows.next()) {
        last = rows.getString(1);
        range.add(HexFormat.of().parseHex(last));
      }
    }
    return last == null ? null : new HeadLog.Entry(range.size(), HashChain.hex(range.root()), last);
  }

  private static Map<Redactions.Part, String> forgotten(Connection db) throws SQLException {
    Map<Redactions.Part, String> forgotten = new HashMap<>();
    for (Redactions.Row row : Redactions.read(db).rows()) {
      String hash = hash(db, row.part().eventId());
      if (hash != null) {
        forgotten.put(row.part(), hash);
      }
    }
    return forgotten;
  }
}

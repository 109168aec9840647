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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mindfile.proof.CompactRange;

/**
 * What the file that is about to be left says of itself. It may be broken, of a newer format or
 * away: each part that cannot be read is what heads.log and the snapshots remember, or nothing.
 *
 * @param mindId the id of its mind; null if it cannot be read
 * @param head its last event; null if there is none
 * @param forgotten what was forgotten in it, with the commitment to it in hex
 * @param forgottenUnknown whether there may be more, for not all of it could be read
 */
record Living(
    @Nullable String mindId,
    HeadLog.@Nullable Entry head,
    Map<Redactions.Part, String> forgotten,
    boolean forgottenUnknown) {
  private static final Logger LOG = LoggerFactory.getLogger(Living.class);

  static Living read(Path file) throws IOException {
    String mindId = ask(file, db -> Config.read(db).get(Config.MIND_ID));
    HeadLog.Entry head = ask(file, Living::head);
    Redactions redactions = ask(file, Redactions::read);
    return new Living(
        mindId == null ? idInSnapshots(file) : mindId,
        head == null ? HeadLog.beside(file).last().orElse(null) : head,
        redactions == null ? Map.of() : forgotten(redactions),
        redactions == null || !redactions.malformed().isEmpty());
  }

  /** Whether neither the file nor anything beside it tells of a mind. */
  boolean isUnknown() {
    return mindId == null && head == null;
  }

  private interface Question<R> {
    @Nullable R ask(Connection db) throws SQLException;
  }

  /** Null if that part of the file cannot be read. */
  private static <R> @Nullable R ask(Path file, Question<R> question) throws IOException {
    if (Files.notExists(file)) {
      return null;
    }
    try (ReadView view = ReadView.of(file);
        Connection db = view.open()) {
      return question.ask(db);
    } catch (SQLException | IllegalArgumentException unreadable) {
      LOG.warn("A part of {} cannot be read: {}", file, unreadable.getMessage());
      return null;
    }
  }

  private static @Nullable String idInSnapshots(Path file) throws IOException {
    for (Snapshot snapshot : Snapshot.in(file.resolveSibling("snapshots")).reversed()) {
      String id = ask(snapshot.path(), db -> Config.read(db).get(Config.MIND_ID));
      if (id != null) {
        return id;
      }
    }
    return null;
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

  private static Map<Redactions.Part, String> forgotten(Redactions redactions) {
    Map<Redactions.Part, String> forgotten = new HashMap<>();
    for (Redactions.Row row : redactions.rows()) {
      forgotten.put(row.part(), HashChain.hex(row.commitment()));
    }
    return forgotten;
  }
}

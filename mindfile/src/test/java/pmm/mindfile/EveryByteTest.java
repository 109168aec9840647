package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.SigningKey;

/** Every byte of a file, changed: found at its row, or the report says that nothing protects it. */
@Tag("torture")
class EveryByteTest {
  /** What the report itself says is not covered by it. */
  private static final Set<String> NOT_COVERED =
      Set.of(
          "requests request_id",
          "requests first_event",
          "requests last_event",
          "requests at",
          "projections key",
          "projections value",
          "projections updated_at",
          "checkpoints note");

  private static final String[] TABLES = {
    "events", "redactions", "blobs", "config", "meta", "checkpoints", "projections", "requests"
  };

  @TempDir Path home;

  private Path file = Path.of("");
  private VerifyOptions trusting = VerifyOptions.defaults();

  @BeforeEach
  void write() throws SQLException, IOException {
    file = Minds.write(home);
    addCheckpoint();
    assertEquals(0, verify().exitCode(), () -> verify().toString());
  }

  private void addCheckpoint() throws SQLException {
    CompactRange range = new CompactRange();
    String id;
    try (Connection db = Sqlite.reader(file);
        Store store = new Store(db)) {
      store.hashesAfter(0, 6).forEach(range::add);
      id = Config.read(db).getOrDefault(Config.MIND_ID, "");
    }
    SigningKey key = SigningKey.generate();
    trusting = VerifyOptions.defaults().trusting(new Trust(key.verifyingKey(), null));
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement insert =
            db.prepareStatement("INSERT INTO checkpoints VALUES (6, ?, ?, ?)")) {
      insert.setString(1, HashChain.hex(range.root()));
      insert.setBytes(2, range.frontier().bytes());
      insert.setString(3, key.sign(Checkpoint.of(id, 6, range.root())).format());
      insert.executeUpdate();
    }
  }

  private VerifyReport verify() {
    return Verifier.verify(file, trusting, Progress.NONE);
  }

  /** One value of one row. */
  private record Cell(String table, long rowid, String column, String row, @Nullable Object value) {
    String place() {
      return table + " " + column;
    }
  }

  private List<Cell> cells() throws SQLException {
    List<Cell> cells = new ArrayList<>();
    try (Connection db = Sqlite.immutable(file);
        Statement statement = db.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet rows = statement.executeQuery("SELECT rowid, * FROM " + table)) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            for (int i = 2; i <= columns; i++) {
              cells.add(
                  new Cell(
                      table,
                      rows.getLong(1),
                      rows.getMetaData().getColumnName(i),
                      table + " " + rows.getString(2),
                      rows.getObject(i)));
            }
          }
        }
      }
    }
    return cells;
  }

  /** Other values that differ from this one in one byte, or in that it is there at all. */
  private static List<@Nullable Object> changes(Cell cell) {
    List<@Nullable Object> changes = new ArrayList<>();
    Object value = cell.value();
    switch (value) {
      case null -> changes.addAll(List.of("x", 0L, new byte[16]));
      case String text -> bytes(Texts.utf8(text), changes, true);
      case byte[] bytes -> bytes(bytes, changes, false);
      case Double number -> {
        for (int bit = 0; bit < 64; bit++) {
          changes.add(Double.longBitsToDouble(Double.doubleToRawLongBits(number) ^ (1L << bit)));
        }
        changes.add("now");
      }
      case Number number -> {
        for (int bit = 0; bit < 64; bit++) {
          changes.add(number.longValue() ^ (1L << bit));
        }
      }
      default -> throw new IllegalStateException(value.getClass().getName());
    }
    if (value != null) {
      changes.add(null);
    }
    return changes;
  }

  /** Text as the bytes that are stored, so that it need not stay UTF-8. */
  private record Utf8(byte[] bytes) {}

  private static void bytes(byte[] bytes, List<@Nullable Object> changes, boolean text) {
    for (int i = 0; i < bytes.length; i += Torture.size(4, 1)) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      changes.add(text ? new Utf8(changed) : changed);
      byte[] shorter = new byte[bytes.length - 1];
      System.arraycopy(bytes, 0, shorter, 0, i);
      System.arraycopy(bytes, i + 1, shorter, i, bytes.length - 1 - i);
      if (i == bytes.length - 1 || bytes[i] != bytes[i + 1]) {
        changes.add(text ? new Utf8(shorter) : shorter);
      }
    }
    for (byte more : new byte[] {0, ' ', '\n', 'a'}) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      longer[bytes.length] = more;
      changes.add(text ? new Utf8(longer) : longer);
    }
    changes.add(text ? bytes : new Utf8(bytes));
  }

  /** Changes and restores single values, leaving no trace but the changed one. */
  private static final class Hand implements AutoCloseable {
    private final Connection db;
    private final List<String> triggers = new ArrayList<>();

    Hand(Path file) throws SQLException {
      db = DriverManager.getConnection("jdbc:sqlite:" + file);
      for (String pragma :
          new String[] {
            "ignore_check_constraints = ON", "synchronous = OFF", "journal_mode = MEMORY"
          }) {
        Sqlite.run(db, "PRAGMA " + pragma);
      }
      try (Statement statement = db.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")) {
        while (rows.next()) {
          triggers.add(rows.getString(1));
        }
      }
    }

    /** False where SQLite itself forbids such a value. */
    boolean set(Cell cell, @Nullable Object value) throws SQLException {
      Sqlite.run(db, "BEGIN");
      try {
        Sqlite.run(db, "DROP TRIGGER events_stay");
        Sqlite.run(db, "DROP TRIGGER events_only_forget");
        String sql =
            "UPDATE %s SET \"%s\" = %s WHERE rowid = ?"
                .formatted(
                    cell.table(), cell.column(), value instanceof Utf8 ? "CAST(? AS TEXT)" : "?");
        try (PreparedStatement update = db.prepareStatement(sql)) {
          update.setObject(1, value instanceof Utf8(byte[] bytes) ? bytes : value);
          update.setLong(2, rowid(cell));
          update.executeUpdate();
        }
        moved = isRowid(cell) && value instanceof Long to ? Optional.of(to) : Optional.empty();
        for (String trigger : triggers) {
          Sqlite.run(db, trigger);
        }
        Sqlite.run(db, "COMMIT");
        return true;
      } catch (SQLException impossible) {
        Sqlite.run(db, "ROLLBACK");
        return false;
      }
    }

    private Optional<Long> moved = Optional.empty();

    private static boolean isRowid(Cell cell) {
      return cell.place().equals("events id") || cell.place().equals("checkpoints size");
    }

    private long rowid(Cell cell) {
      return moved.orElse(cell.rowid());
    }

    @Override
    public void close() throws SQLException {
      db.close();
    }
  }

  /** Whether the finding points to the row, by its old name or by what the change made of it. */
  private static Predicate<Finding> at(Cell cell, @Nullable Object changed) {
    return finding ->
        switch (cell.table()) {
          case "events" ->
              finding.eventId() == cell.rowid()
                  || (cell.column().equals("id")
                      && changed instanceof Long id
                      && finding.eventId() == id);
          // What was forgotten lies in one table, that it was lies in the other.
          case "redactions" ->
              finding.row().startsWith("redactions ")
                  || finding.eventId() == 7
                  || (changed instanceof Long id && finding.eventId() == id);
          case "blobs" -> finding.row().startsWith("blobs ") || finding.eventId() == 6;
          case "config" -> finding.row().startsWith("config ");
          case "checkpoints" -> finding.row().startsWith("checkpoints ");
          case "projections" -> finding.row().startsWith("projections ");
          default -> finding.row().equals(cell.table());
        };
  }

  @Test
  void everyChangeOfEveryColumnIsFoundAtItsRow() throws SQLException {
    int found = 0;
    int open = 0;
    int impossible = 0;
    Map<String, Integer> byTable = new TreeMap<>();
    List<Cell> cells = cells();
    try (Hand hand = new Hand(file)) {
      for (Cell cell : cells) {
        for (Object changed : changes(cell)) {
          if (!hand.set(cell, changed)) {
            impossible++;
            continue;
          }
          VerifyReport report = verify();
          String what = cell + " -> " + show(changed) + ": " + report;
          if (report instanceof VerifyReport.Broken broken) {
            assertTrue(at(cell, changed).test(broken.first()), what);
            found++;
            byTable.merge(cell.table(), 1, Integer::sum);
          } else {
            VerifyReport.Whole whole = (VerifyReport.Whole) report;
            assertTrue(NOT_COVERED.contains(cell.place()), what);
            assertTrue(
                whole.facts().notCovered().stream().anyMatch(n -> n.startsWith(cell.table())),
                what);
            open++;
          }
          assertTrue(hand.set(cell, cell.value()), what);
        }
      }
    }
    assertEquals(0, verify().exitCode());
    Torture.report(
        "every byte of every column",
        "%d values, %d changes found at their row %s, %d in what is said to be unprotected,"
            + " %d refused by SQLite",
        cells.size(),
        found,
        byTable,
        open,
        impossible);
  }

  private static String show(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> "x" + HexFormat.of().formatHex(bytes);
      case Utf8(byte[] bytes) -> "'" + HexFormat.of().formatHex(bytes) + "'";
      case null, default -> String.valueOf(value);
    };
  }

  /** All 255 other values of each byte, without the file and without asking what it was. */
  @Test
  void everyOtherValueOfAByteBreaksTheSeal() throws SQLException {
    List<RawEvent> events = new ArrayList<>();
    try (Connection db = Sqlite.immutable(file);
        PreparedStatement select = RawEvent.select(db, 1, 100);
        ResultSet rows = select.executeQuery()) {
      Redactions redactions = Redactions.read(db);
      while (rows.next()) {
        events.add(RawEvent.read(rows, redactions));
      }
    }
    long tried = 0;
    EventCheck whole = new EventCheck();
    for (RawEvent event : events) {
      byte[] before = whole.lastHash();
      List<byte @Nullable []> parts =
          Arrays.asList(
              event.kind(),
              event.content(),
              event.meta(),
              event.prevHash(),
              event.hash(),
              event.contentSalt(),
              event.metaSalt(),
              event.contentCommitment(),
              event.metaCommitment());
      for (byte[] part : parts) {
        for (int at = 0; part != null && at < part.length; at++) {
          byte right = part[at];
          for (int other = 1; other < 256; other++) {
            part[at] = (byte) (right ^ other);
            Finding finding = new EventCheck(event.id() - 1, before).next(event);
            assertTrue(finding != null && finding.eventId() == event.id(), event + " at " + at);
            tried++;
          }
          part[at] = right;
        }
      }
      assertEquals(null, whole.next(event));
    }
    Torture.report("every other value of every byte of an event", "%d tried, all found", tried);
  }

  /** A changed byte of the file shows, or lies where it changes nothing that anybody reads. */
  @Test
  void everyByteOfTheFileIsFoundOrMeansNothing() throws SQLException, IOException {
    String before = dump();
    byte[] bytes = Files.readAllBytes(file);
    int step = Torture.size(41, 1);
    int found = 0;
    int refused = 0;
    int without = 0;
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      for (int at = 0; at < bytes.length; at += step) {
        raw.seek(at);
        raw.write(bytes[at] ^ (1 << (at / step % 8)));
        switch (verify()) {
          case VerifyReport.Broken broken -> found++;
          case VerifyReport.NotCheckable none -> refused++;
          case VerifyReport.Whole whole -> {
            assertEquals(before, dump(), "byte " + at);
            without++;
          }
        }
        raw.seek(at);
        raw.write(bytes[at]);
      }
    }
    assertEquals(0, verify().exitCode());
    Torture.report(
        "every byte of the file",
        "%d of %d bytes changed, one at a time: %d found, %d refused to be read, %d without meaning",
        (bytes.length + step - 1) / step,
        bytes.length,
        found,
        refused,
        without);
  }

  /** All that is protected. */
  private String dump() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection db = Sqlite.immutable(file);
        Statement statement = db.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              String place = table + " " + rows.getMetaData().getColumnName(i);
              if (!NOT_COVERED.contains(place)) {
                line.append(place).append('=').append(show(rows.getObject(i))).append(' ');
              }
            }
            lines.add(line.toString());
          }
        }
      }
    }
    lines.sort(null);
    return String.join("\n", lines);
  }
}

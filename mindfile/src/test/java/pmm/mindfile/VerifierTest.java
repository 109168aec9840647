package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mindfile.proof.CompactRange;

class VerifierTest {
  @TempDir static Path original;
  @TempDir Path home;

  private Path file = Path.of("");

  @BeforeAll
  static void writeOne() throws SQLException {
    Minds.write(original);
  }

  @BeforeEach
  void copy() throws IOException {
    file = home.resolve("mind.db");
    Files.copy(original.resolve("mind.db"), file, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(original.resolve("heads.log"), home.resolve("heads.log"));
  }

  private VerifyReport.Broken broken() {
    return assertInstanceOf(VerifyReport.Broken.class, Minds.verify(file));
  }

  @Test
  void findsAWholeFileWhole() {
    VerifyReport.Whole whole =
        assertInstanceOf(
            VerifyReport.Whole.class, Minds.verify(file), () -> Minds.verify(file).toString());
    assertEquals(0, whole.exitCode());
    assertEquals(10, whole.facts().intactThrough());
    assertEquals(1, whole.facts().forgotten());
    assertEquals(1, whole.facts().blobs());
    assertEquals(
        List.of(Witness.Standing.EQUAL),
        whole.facts().witnesses().stream().map(Witness::standing).toList());
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        event(2, "content = 'x'", Fault.CONTENT),
        event(2, "content = content || ' '", Fault.CONTENT),
        event(2, "content = NULL, content_salt = NULL", Fault.UNLOGGED_REDACTION),
        event(2, "content = NULL", Fault.CONTENT),
        event(2, "content = CAST('x' AS BLOB)", Fault.TYPES),
        event(4, "content = 'x'", Fault.CONTENT),
        event(3, "meta = '{\"model\":\"y\",\"tokens\":42}'", Fault.META),
        event(2, "meta = '{ \"parent\":0}'", Fault.META),
        event(3, "meta = NULL, meta_salt = NULL", Fault.UNLOGGED_REDACTION),
        event(3, "meta = CAST(meta AS BLOB)", Fault.TYPES),
        event(3, "meta = 42", Fault.TYPES),
        event(3, "meta = 4.2", Fault.TYPES),
        event(3, "meta_salt = CAST(meta_salt AS TEXT)", Fault.TYPES),
        event(2, "hash = CAST(hash AS BLOB)", Fault.TYPES),
        event(2, "ts = ts + 1", Fault.TIME),
        event(2, "ts = ts - 100.5", Fault.TIME),
        event(10, "ts = ts + 60", Fault.TIME),
        event(2, "ts = ts + 0.0004", Fault.TIME),
        event(2, "ts = 1e300", Fault.TIME),
        event(2, "ts = 'now'", Fault.TYPES),
        event(2, "kind = 'note'", Fault.KIND),
        event(2, "kind = 'User'", Fault.KIND),
        event(2, "kind = CAST(kind AS BLOB)", Fault.TYPES),
        event(2, "prev_hash = hash", Fault.LINK),
        event(2, "prev_hash = NULL", Fault.LINK),
        event(2, "prev_hash = CAST(prev_hash AS BLOB)", Fault.TYPES),
        event(1, "prev_hash = hash", Fault.LINK),
        event(2, "hash = prev_hash", Fault.LINK),
        event(2, "hash = upper(hash)", Fault.LINK),
        event(2, "hash = 'short'", Fault.LINK),
        event(2, "content_salt = zeroblob(16)", Fault.CONTENT),
        event(2, "content_salt = zeroblob(15)", Fault.SALT),
        event(2, "content_salt = NULL", Fault.SALT),
        event(2, "content_salt = 'sixteen letters.'", Fault.TYPES),
        event(3, "meta_salt = zeroblob(16)", Fault.META),
        event(3, "meta_salt = zeroblob(17)", Fault.SALT),
        event(4, "meta_salt = zeroblob(16)", Fault.META),
        event(7, "content = 'other', content_salt = zeroblob(16)", Fault.CONTENT),
        change("UPDATE events SET id = 100 WHERE id = 4", "event 4", Fault.GAP),
        change("UPDATE events SET id = 0 WHERE id = 4", "event 0", Fault.ORDER),
        change("UPDATE events SET id = -4 WHERE id = 4", "event -4", Fault.ORDER),
        change("DELETE FROM events WHERE id = 1", "event 1", Fault.GAP),
        change("DELETE FROM events WHERE id = 4", "event 4", Fault.GAP),
        change(
            "UPDATE events SET id = 99 WHERE id = 4;UPDATE events SET id = 4 WHERE id = 9;"
                + "UPDATE events SET id = 9 WHERE id = 99",
            "event 4",
            Fault.ORDER),
        change("DELETE FROM events WHERE id = 10", "heads.log", Fault.TRUNCATED),
        change("DELETE FROM redactions", "event 7", Fault.UNLOGGED_REDACTION),
        change("UPDATE redactions SET event_id = 2", "event 7", Fault.UNLOGGED_REDACTION),
        change("UPDATE redactions SET part = 'meta'", "event 7", Fault.UNLOGGED_REDACTION),
        change("UPDATE redactions SET part = 'x'", "event 7", Fault.UNLOGGED_REDACTION),
        change(
            "UPDATE redactions SET commitment = replace(hex(zeroblob(32)), '0', 'a')",
            "event 7",
            Fault.UNLOGGED_REDACTION),
        change(
            "UPDATE redactions SET by_event = 9", "redactions 7 content", Fault.UNLOGGED_REDACTION),
        change(
            "UPDATE redactions SET by_event = 12",
            "redactions 7 content",
            Fault.UNLOGGED_REDACTION),
        change(
            "INSERT INTO redactions VALUES (2, 'content', hex(zeroblob(32)), 8)",
            "redactions 2 content",
            Fault.UNLOGGED_REDACTION),
        change("UPDATE blobs SET bytes = CAST('x' AS BLOB)", "blobs", Fault.BLOB),
        change("UPDATE blobs SET bytes = 'x'", "blobs", Fault.BLOB),
        change("UPDATE blobs SET hash = 'x'", "event 6", Fault.BLOB),
        change("DELETE FROM blobs", "event 6", Fault.BLOB),
        change("UPDATE config SET v = 'x' WHERE k = 'mind_id'", "config mind_id", Fault.MIND_ID),
        change("UPDATE config SET k = 'x' WHERE k = 'mind_id'", "config x", Fault.CONFIG),
        change("UPDATE config SET v = '2' WHERE k = 'schema'", "config schema", Fault.CONFIG),
        change("UPDATE config SET v = 'x' WHERE k = 'home'", "config home", Fault.CONFIG),
        change("INSERT INTO config VALUES ('x', 'y')", "config x", Fault.CONFIG),
        change("UPDATE meta SET kernel_version = 'x'", "meta", Fault.MODEL),
        change("UPDATE meta SET provider_name = 'x'", "meta", Fault.MODEL),
        change("UPDATE meta SET provider_version = NULL", "meta", Fault.MODEL),
        change("UPDATE meta SET model_id = 'x'", "meta", Fault.MODEL),
        change("UPDATE meta SET model_id = CAST(model_id AS BLOB)", "meta", Fault.MODEL),
        change("UPDATE meta SET model_hash = 'x'", "meta", Fault.MODEL),
        change("DELETE FROM meta", "meta", Fault.MODEL),
        change("UPDATE projections SET value = '{}'", "projections traits", Fault.PROJECTION),
        change("UPDATE projections SET updated_at = 'x'", "projections traits", Fault.PROJECTION),
        change(
            "INSERT INTO checkpoints VALUES (3, hex(zeroblob(32)), zeroblob(64), 'x')",
            "checkpoints 3",
            Fault.CHECKPOINT),
        change("CREATE TABLE extra(x)", "sqlite_schema", Fault.SCHEMA),
        change("CREATE INDEX extra ON events(kind)", "sqlite_schema", Fault.SCHEMA),
        change("ALTER TABLE events ADD COLUMN extra", "sqlite_schema", Fault.SCHEMA),
        change("ALTER TABLE meta DROP COLUMN model_hash", "sqlite_schema", Fault.SCHEMA),
        change("DROP TABLE requests", "sqlite_schema", Fault.SCHEMA),
        change("DROP TABLE redactions", "sqlite_schema", Fault.SCHEMA));
  }

  private static Arguments event(long id, String set, Fault fault) {
    return change("UPDATE events SET " + set + " WHERE id = " + id, "event " + id, fault);
  }

  private static Arguments change(String sql, String row, Fault fault) {
    return Arguments.of(sql, row, fault);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void namesTheRowAndTheFault(String sql, String row, Fault fault) throws SQLException {
    Minds.tamper(file, sql.split(";", -1));
    VerifyReport.Broken broken = broken();
    assertEquals(1, broken.exitCode());
    List<String> seen =
        broken.findings().stream().map(f -> f.row() + " " + f.fault().word()).toList();
    assertAll(
        () -> assertEquals(fault, broken.first().fault(), seen.toString()),
        () ->
            assertTrue(
                broken.first().row().equals(row)
                    || broken.first().row().startsWith(row + " ")
                    || broken.first().row().endsWith("/" + row),
                seen.toString()));
    long id = broken.first().eventId();
    if (id > 0 && fault != Fault.BLOB) {
      assertEquals(id - 1, broken.facts().intactThrough());
    }
  }

  @Test
  void believesOnlyACopyThatItForgotLater() throws Exception {
    Minds.forget(file, 2, 1L << 53);
    VerifyReport.Broken broken = broken();
    assertEquals(Fault.UNLOGGED_REDACTION, broken.first().fault());
    assertEquals("redactions 2 content", broken.first().row());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(OpenNotice.Kind.BROKEN, Minds.notices(mind).getFirst().kind());
    }
    assertEquals(10, VerifiedCopy.check(file).events());
    Path snapshot = Files.copy(file, home.resolve("mind-20260310T120000Z-10.db"));
    VerifyReport.Whole whole = assertInstanceOf(VerifyReport.Whole.class, Minds.verify(snapshot));
    assertTrue(whole.facts().notCovered().toString().contains("forgotten later"));
  }

  /** Where the tables themselves were of other types, numbers can stand in place of text. */
  @ParameterizedTest
  @ValueSource(strings = {"ts", "kind", "content", "prev_hash", "hash"})
  void tellsANumberFromText(String column) throws SQLException {
    String number = column.equals("ts") ? "'1763823348.123'" : "42";
    String schema = "UPDATE sqlite_schema SET sql = replace(sql, '%s', '%s') WHERE name = 'events'";
    String typed = column + (column.equals("ts") ? " REAL" : " TEXT");
    Minds.sql(file, "PRAGMA writable_schema = ON", schema.formatted(typed, column + " BLOB"));
    Minds.tamper(file, "UPDATE events SET %s = %s WHERE id = 2".formatted(column, number));
    Minds.sql(file, "PRAGMA writable_schema = ON", schema.formatted(column + " BLOB", typed));
    Finding first = broken().first();
    assertEquals("event 2 types", first.row() + " " + first.fault().word());
  }

  @Test
  void namesTheTriggerThatHadToGo() throws SQLException {
    Minds.sql(
        file, "DROP TRIGGER events_only_forget", "UPDATE events SET content = 'x' WHERE id = 4");
    VerifyReport.Broken broken = broken();
    assertEquals(4, broken.first().eventId());
    assertEquals(
        EnumSet.of(Fault.CONTENT, Fault.SCHEMA),
        EnumSet.copyOf(broken.findings().stream().map(Finding::fault).toList()));
  }

  @Test
  void tellsContentFromMetaByTheIndex() throws Exception {
    Minds.index(home);
    Minds.tamper(file, "UPDATE events SET meta = '{\"parent\":1}' WHERE id = 2");
    assertEquals(Fault.META, broken().first().fault());
    Minds.tamper(file, "UPDATE events SET content = 'x', meta = '{\"parent\":0}' WHERE id = 2");
    assertEquals(Fault.CONTENT, broken().first().fault());
  }

  @Test
  void seesAForkAgainstTheLogOfHeads() throws Exception {
    String log = Files.readString(home.resolve("heads.log"));
    Files.writeString(home.resolve("heads.log"), log.replace('a', 'b'));
    VerifyReport.Broken broken = broken();
    assertEquals(Fault.FORKED, broken.first().fault());
    assertEquals(10, broken.facts().intactThrough());
  }

  @Test
  void saysWhatCannotBeChecked() throws IOException {
    Path other = home.resolve("other.db");
    assertEquals(2, Minds.verify(other).exitCode());
    for (String text : List.of("", "text", "SQLite format 3\0".repeat(20))) {
      Files.writeString(other, text);
      VerifyReport.NotCheckable report =
          assertInstanceOf(VerifyReport.NotCheckable.class, Minds.verify(other));
      assertEquals(MindFileException.Reason.NOT_A_MIND_FILE, report.reason());
    }
  }

  @Test
  void refusesAForeignDatabase() throws SQLException {
    Path foreign = home.resolve("foreign.db");
    Minds.sql(foreign, "CREATE TABLE t(x)");
    assertEquals(
        MindFileException.Reason.NOT_A_MIND_FILE,
        assertInstanceOf(VerifyReport.NotCheckable.class, Minds.verify(foreign)).reason());
  }

  @Test
  void findsACutFileBroken() throws IOException {
    long size = Files.size(file);
    for (long length : new long[] {4096, size / 2, size - 4096, size - 100}) {
      Files.copy(original.resolve("mind.db"), file, StandardCopyOption.REPLACE_EXISTING);
      try (RandomAccessFile shorter = new RandomAccessFile(file.toFile(), "rw")) {
        shorter.setLength(length);
      }
      VerifyReport.Broken cut = broken();
      assertTrue(
          cut.findings().stream()
              .anyMatch(finding -> finding.message().contains("cut off after " + length)),
          () -> "cut to " + length + ": " + cut);
    }
  }

  @Test
  void seesEveryFlippedByteOfAnEvent() throws IOException, SQLException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] words = Texts.utf8("line two");
    int at = indexOf(bytes, words);
    bytes[at] ^= 1;
    Files.write(file, bytes);
    assertEquals(2, broken().first().eventId());
  }

  @Test
  void seesAnIndexThatDoesNotFitItsTable() throws IOException, SQLException {
    long page;
    try (Connection db = Sqlite.immutable(file)) {
      page =
          Sqlite.number(
              db, "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_config_1'");
    }
    byte[] bytes = Files.readAllBytes(file);
    int at = (int) (page - 1) * (int) FileHeader.read(file).pageSize();
    bytes[indexOf(bytes, Texts.utf8("mind_id"), at)] ^= 1;
    Files.write(file, bytes);
    assertEquals(Fault.FILE, broken().first().fault());
    assertEquals("config", broken().first().row());
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return indexOf(bytes, part, 0);
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void joinsParallelRangesToTheSameRoot() throws Exception {
    Path big = home.resolve("big");
    CompactRange range = new CompactRange();
    try (MindFile mind = MindFile.open(big, Options.defaults())) {
      mind.listen(
          events -> events.forEach(e -> range.add(java.util.HexFormat.of().parseHex(e.hash()))));
      for (int i = 0; i < 90; i++) {
        Draft[] drafts = new Draft[500];
        Arrays.fill(drafts, Draft.of("note", "n"));
        mind.append(AppendRequest.of(drafts)).join();
      }
      VerifyReport.Whole beside =
          assertInstanceOf(
              VerifyReport.Whole.class, mind.verify(VerifyOptions.defaults(), Progress.NONE));
      assertEquals(HashChain.hex(range.root()), beside.facts().merkleRoot());
      assertTrue(mind.info().lastVerified().isPresent());
    }
    Path bigFile = big.resolve("mind.db");
    for (long bad : Set.of(1L, 16384L, 16385L, 32768L, 32769L, 45001L)) {
      Path copy = home.resolve("copy.db");
      Files.copy(bigFile, copy, StandardCopyOption.REPLACE_EXISTING);
      Minds.tamper(
          copy, "UPDATE events SET prev_hash = '" + "0".repeat(64) + "' WHERE id = " + bad);
      VerifyReport.Broken broken = assertInstanceOf(VerifyReport.Broken.class, Minds.verify(copy));
      assertEquals(bad, broken.first().eventId());
      assertEquals(Fault.LINK, broken.first().fault());
      assertEquals(bad - 1, broken.facts().intactThrough());
    }
  }
}

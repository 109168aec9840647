package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.tree.ContentHash;

/** Exports of the predecessors' ledgers, with what their chains went through. */
class LedgerTest {
  @TempDir Path folder;

  private final List<String> rows = new ArrayList<>();

  /** A row of the last generation; its hash. */
  private String row(int id, String kind, String content, String before)
      throws NoSuchAlgorithmException {
    String previous = before.isEmpty() ? "null" : "\"" + before + "\"";
    String hashed =
        "{\"content\":\"%s\",\"kind\":\"%s\",\"meta\":{\"a\":1.0},\"prev_hash\":%s}"
            .formatted(content, kind, previous);
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(hashed.getBytes(StandardCharsets.UTF_8)));
    String meta = id % 2 == 0 ? "{\"a\": 1.0}" : "\"{\\\"a\\\": 1.0}\"";
    rows.add(
        "{\"id\":%d,\"ts\":\"2025-11-23T12:00:%02d.000000+00:00\",\"kind\":\"%s\",\"content\":\"%s\",\"meta\":%s,\"prev_hash\":%s,\"hash\":\"%s\"}"
            .formatted(id, id, kind, content, meta, previous, hash));
    return hash;
  }

  private Path export() throws IOException {
    return Files.writeString(folder.resolve("events.json"), "[" + String.join(",\n", rows) + "]");
  }

  /** A hash of words is no id to be stored. */
  private static String name(String hash) {
    return ContentHash.unnamed(hash);
  }

  @Test
  void messagesAndRecordsOfAWholeChain() throws Exception {
    String one = row(1, "user_message", "hi", "");
    String two = row(2, "metrics_turn", "x", one);
    String three = row(3, "assistant_message", "yo", two);
    ArchivedConversation read = Given.conversation(export());
    assertEquals(
        List.of("3 rows in a whole chain, by digest rule C (since November 2025)"), told(read));
    assertEquals("{\"digest_rule\":\"C\"}", read.raw());
    assertEquals(
        List.of(name(one), name(three)),
        read.nodes().stream().map(ArchivedNode::originalId).toList());
    assertEquals(Optional.of(name(one)), Given.node(read, name(three)).parent());
    assertEquals(Role.ASSISTANT, Given.node(read, name(three)).role());
    assertEquals("pmm.metrics_turn", Given.read(export(), ArchivedRecord.class).getFirst().kind());
  }

  @Test
  void forksBecomeBranchesAndGapsAreTold() throws Exception {
    String one = row(1, "user", "hi", "");
    String two = row(2, "response", "first", one);
    String other = row(3, "response", "second", one);
    row(7, "user", "later", two);
    ArchivedConversation read = Given.conversation(export());
    assertEquals(Optional.of(name(one)), Given.node(read, name(other)).parent());
    assertEquals(Optional.of(name(one)), Given.node(read, name(two)).parent());
    assertEquals(
        List.of(
            "row 3: a fork, it follows row 1, as another row does",
            "rows 4 to 6 are missing; row 7 follows an earlier one",
            "4 rows in a chain that is not whole, by digest rule C (since November 2025)"),
        told(read));
    assertEquals(Set.of(Oddity.Kind.FORK), Given.node(read, name(other)).marks());
    assertEquals(Set.of(), Given.node(read, name(two)).marks());
  }

  @Test
  void theMainLineIsShownAndNotTheFork() throws Exception {
    String one = row(1, "user", "hi", "");
    String stray = row(2, "response", "stray", one);
    String two = row(3, "response", "first", one);
    String three = row(4, "user", "later", two);
    row(5, "user", "a stray one again", stray);
    row(6, "note", "kept apart", stray);
    String last = row(8, "response", "behind a gap", "lost");
    ArchivedConversation read = Given.conversation(export());
    assertEquals(Optional.of(name(last)), read.currentLeaf());
    assertEquals(Optional.of(name(three)), Given.node(read, name(last)).parent());
    assertEquals(
        Set.of(Oddity.Kind.FORK), Given.read(export(), ArchivedRecord.class).getFirst().marks());
  }

  private static List<String> told(ArchivedConversation read) {
    return read.oddities().stream().map(Oddity::detail).toList();
  }

  @Test
  void aChangedRowAndARemovedOneAreNamed() throws Exception {
    String one = row(1, "user", "hi", "");
    String two = row(2, "note", "kept apart", one);
    row(3, "response", "yo", two);
    rows.set(0, rows.getFirst().replace("\"hi\"", "\"ho\""));
    rows.remove(1);
    ArchivedConversation read = Given.conversation(export());
    assertEquals(
        List.of("ho", "yo"),
        read.nodes().stream().map(node -> Given.texts(node).getFirst()).toList());
    assertEquals(
        List.of(
            "row 1: its hash does not fit its words",
            "row 2 is missing",
            "2 rows in a chain that is not whole, by digest rule C (since November 2025)"),
        told(read));
    assertEquals(Set.of(Oddity.Kind.HASH_WRONG), Given.node(read, name(one)).marks());
  }

  @Test
  void manyFaultsAreCountedAndNotAllNamed() throws Exception {
    String before = "";
    for (int i = 1; i <= 300; i++) {
      before = row(i, "user", "hi " + i, before);
    }
    rows.replaceAll(row -> row.replace("hi", "ho"));
    ArchivedConversation read = Given.conversation(export());
    assertEquals(300, read.nodes().size());
    assertEquals(102, read.oddities().size());
    assertEquals("200 more rows are like these", read.oddities().getLast().detail());
    assertEquals(300, read.oddities().stream().mapToLong(Oddity::count).sum());
  }

  @Test
  void aLedgerOfTooManyMessagesBecomesSeveralConversations() throws Exception {
    String before = "";
    for (int i = 1; i <= 25; i++) {
      before = row(i, i % 5 == 0 ? "note" : "user", "hi " + i, before);
    }
    Limits all = Limits.DEFAULT;
    Limits few =
        new Limits(
            all.members(),
            all.total(),
            all.ratio(),
            all.entry(),
            all.string(),
            all.tokens(),
            8,
            all.depth());
    List<ArchivedItem> items = new ArrayList<>();
    try (Archive archive = Archive.open(export(), few)) {
      archive.read(items::add);
    }
    List<ArchivedConversation> talks =
        items.stream()
            .filter(ArchivedConversation.class::isInstance)
            .map(ArchivedConversation.class::cast)
            .toList();
    assertEquals(List.of(8, 8, 4), talks.stream().map(talk -> talk.nodes().size()).toList());
    assertEquals(3, talks.stream().map(ArchivedConversation::originalId).distinct().count());
    for (ArchivedConversation talk : talks) {
      assertEquals(0, talk.oddities().stream().mapToLong(Oddity::count).sum());
      assertEquals(
          1, talk.nodes().stream().filter(node -> node.parent().isEmpty()).count(), "one chain");
    }
  }

  @Test
  void gzip() throws Exception {
    row(1, "user", "hi", "");
    Path packed = folder.resolve("events.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(export()));
    }
    assertEquals(1, Given.conversation(packed).nodes().size());
  }

  /** The rows in a database, as Python's own library writes it. */
  private Path database(String columns) throws IOException, InterruptedException {
    Path script = folder.resolve("make.py");
    Files.writeString(
        script,
        """
        import json, sqlite3, sys
        db = sqlite3.connect(sys.argv[2])
        db.execute("PRAGMA page_size = 1024")
        db.execute("CREATE TABLE other (a TEXT)")
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, ts TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL, meta TEXT NOT NULL,%s prev_hash TEXT, hash TEXT)")
        db.execute("CREATE INDEX idx ON events(kind, id)")
        for row in json.load(open(sys.argv[1])):
            meta = row["meta"] if isinstance(row["meta"], str) else json.dumps(row["meta"])
            db.execute("INSERT INTO events (id, ts, kind, content, meta, prev_hash, hash) VALUES (?,?,?,?,?,?,?)",
                       (row["id"], row["ts"], row["kind"], row["content"], meta, row["prev_hash"], row["hash"]))
        db.commit()
        db.close()
        """
            .formatted(columns));
    Path database = folder.resolve("events.db");
    Process python =
        new ProcessBuilder("python3", script.toString(), export().toString(), database.toString())
            .inheritIO()
            .start();
    assertEquals(0, python.waitFor());
    return database;
  }

  @Test
  void databasesAreReadLikeTheirExports() throws Exception {
    String before = "";
    for (int i = 1; i <= 300; i++) {
      before =
          row(
              i,
              i % 3 == 0 ? "note" : "user_message",
              (i % 50 == 0 ? "long ".repeat(2000) : "short ") + i,
              before);
    }
    ArchivedConversation exported = Given.conversation(export());
    Path database = database(" summary TEXT, embedding BLOB,");
    byte[] bytes = Files.readAllBytes(database);
    ArchivedConversation read = Given.conversation(database);
    assertEquals(200, read.nodes().size());
    assertEquals(
        List.of("300 rows in a whole chain, by digest rule C (since November 2025)"), told(read));
    assertEquals(
        exported.nodes().stream()
            .map(node -> node.originalId() + node.parts() + node.parent() + node.created())
            .toList(),
        read.nodes().stream()
            .map(node -> node.originalId() + node.parts() + node.parent() + node.created())
            .toList());
    assertEquals(100, Given.read(database, ArchivedRecord.class).size());
    assertArrayEquals(bytes, Files.readAllBytes(database));
  }

  @Test
  void aDatabaseWithALogSaysThatRowsMayBeMissing() throws Exception {
    row(1, "user_message", "hi", "");
    Path database = database("");
    byte[] bytes = Files.readAllBytes(database);
    bytes[18] = 2;
    bytes[19] = 2;
    Oddity told = Given.conversation(Files.write(database, bytes)).oddities().getFirst();
    assertTrue(told.detail().startsWith("rows not yet in the file cannot be seen"), told.detail());
    assertEquals(0, told.count(), "it is a note and no fault");
  }

  @Test
  void aDatabaseThatLeadsInCirclesOrOutside() throws Exception {
    String before = "";
    for (int i = 1; i <= 100; i++) {
      before = row(i, "user_message", "words ".repeat(300) + i, before);
    }
    byte[] whole = Files.readAllBytes(database(""));
    Random chance = new Random(5);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = whole.clone();
      for (int i = 0; i < 20; i++) {
        bytes[100 + chance.nextInt(bytes.length - 100)] = (byte) chance.nextInt(256);
      }
      Path broken = Files.write(folder.resolve("broken.db"), bytes);
      try {
        Given.read(broken);
      } catch (ArchiveException e) {
        assertTrue(
            String.valueOf(e.getMessage()).contains("damaged")
                || e.reason() == ArchiveException.Reason.UNRECOGNISED,
            e.getMessage());
      }
    }
  }
}

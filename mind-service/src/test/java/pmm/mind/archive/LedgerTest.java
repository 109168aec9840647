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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Role;

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

  @Test
  void messagesAndRecordsOfAWholeChain() throws Exception {
    String one = row(1, "user_message", "hi", "");
    String two = row(2, "metrics_turn", "x", one);
    String three = row(3, "assistant_message", "yo", two);
    ArchivedConversation read = Given.conversation(export());
    assertEquals(List.of(), read.oddities());
    assertEquals("{\"digest_rule\":\"C\"}", read.raw());
    assertEquals(List.of(one, three), read.nodes().stream().map(ArchivedNode::originalId).toList());
    assertEquals(Optional.of(one), Given.node(read, three).parent());
    assertEquals(Role.ASSISTANT, Given.node(read, three).role());
    assertEquals("pmm.metrics_turn", Given.read(export(), ArchivedRecord.class).getFirst().kind());
  }

  @Test
  void forksBecomeBranchesAndGapsAreTold() throws Exception {
    String one = row(1, "user", "hi", "");
    String two = row(2, "response", "first", one);
    String other = row(3, "response", "second", one);
    row(7, "user", "later", two);
    ArchivedConversation read = Given.conversation(export());
    assertEquals(Optional.of(one), Given.node(read, other).parent());
    assertEquals(Optional.of(one), Given.node(read, two).parent());
    assertEquals(
        List.of("FORK 3", "ROW_MISSING 7"),
        read.oddities().stream().map(oddity -> oddity.kind() + " " + oddity.node()).toList());
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
        List.of(Oddity.Kind.HASH_WRONG, Oddity.Kind.ROW_MISSING, Oddity.Kind.ROW_MISSING),
        read.oddities().stream().map(Oddity::kind).sorted().toList());
    assertTrue(
        read.oddities().getFirst().detail().startsWith("row 1: its hash"),
        read.oddities().toString());
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
    assertEquals(List.of(), read.oddities());
    assertEquals(
        exported.nodes().stream()
            .map(node -> node.originalId() + node.contentHash() + node.parent() + node.created())
            .toList(),
        read.nodes().stream()
            .map(node -> node.originalId() + node.contentHash() + node.parent() + node.created())
            .toList());
    assertEquals(100, Given.read(database, ArchivedRecord.class).size());
    assertArrayEquals(bytes, Files.readAllBytes(database));
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

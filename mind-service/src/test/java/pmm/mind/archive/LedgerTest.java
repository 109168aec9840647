package pmm.mind.archive;

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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}

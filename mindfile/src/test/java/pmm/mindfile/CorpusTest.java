package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.SigningKey;

/**
 * One file of every format version there ever was, with the bytes of its export: every later
 * program opens, verifies and exports it the same. A file is written once, by {@link #main}, and
 * never again.
 */
class CorpusTest {
  @TempDir Path home;

  private static Path resource(String name) {
    return Path.of(
        Objects.requireNonNull(CorpusTest.class.getResource("/corpus/" + name), name).getPath());
  }

  private Path copy(int version) throws IOException {
    return Files.copy(resource("format-" + version + ".db"), home.resolve("mind.db"));
  }

  private static Properties facts(int version) throws IOException {
    Properties facts = new Properties();
    try (InputStream in = Files.newInputStream(resource("format-" + version + ".properties"))) {
      facts.load(in);
    }
    return facts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1})
  void verifiesAsItDidThen(int version) throws IOException {
    Properties facts = facts(version);
    VerifyReport.Whole whole =
        assertInstanceOf(VerifyReport.Whole.class, Minds.verify(copy(version)));
    assertEquals(facts.getProperty("events"), Long.toString(whole.facts().events()));
    assertEquals(facts.getProperty("hash"), whole.facts().headHash());
    assertEquals(facts.getProperty("root"), whole.facts().merkleRoot());
    assertEquals(facts.getProperty("mind_id"), whole.facts().mindId());
    assertEquals(2, whole.facts().forgotten());
    assertEquals(2, whole.facts().blobs());
  }

  @ParameterizedTest
  @ValueSource(ints = {1})
  void exportsTheSameBytesAndImportsThem(int version) throws IOException {
    Path expected = resource("format-" + version + ".jsonl");
    assertEquals(-1, Files.mismatch(expected, Minds.export(copy(version), home.resolve("a"))));
    Path fresh = home.resolve("imported.db");
    Minds.bringIn(fresh, expected);
    assertEquals(-1, Files.mismatch(expected, Minds.export(fresh, home.resolve("b"))));
    Path again = home.resolve("again.db");
    Minds.bringIn(again, home.resolve("mind.db"));
    assertEquals(-1, Files.mismatch(expected, Minds.export(again, home.resolve("c"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1})
  void opensAndGoesOn(int version) throws IOException {
    copy(version);
    long events = Long.parseLong(facts(version).getProperty("events"));
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), Minds.notices(mind));
      mind.append(AppendRequest.of(Draft.of("note", "today"))).join();
      List<Event> all = mind.list(EventQuery.after(0, 1000)).events();
      Set<String> kinds = new TreeSet<>(all.stream().map(Event::kind).toList());
      assertTrue(kinds.size() > 50, kinds.toString());
      assertTrue(all.size() > events + 1);
      assertEquals("Grüße, 世界 🧠\nline two", all.get(1).content());
    }
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(Integer.toString(Schema.VERSION), mind.config().get(Config.SCHEMA));
    }
  }

  /** Writes the file of this version into a folder: {@code format-N.db}, .jsonl, .properties. */
  public static void main(String[] args) throws IOException, SQLException {
    Path folder = Path.of(args[0]);
    Path made = Files.createTempDirectory("corpus");
    Path file = write(made);
    String name = "format-" + Schema.VERSION;
    Files.copy(file, folder.resolve(name + ".db"));
    Minds.export(file, folder.resolve(name + ".jsonl"));
    VerifyReport.Whole whole = (VerifyReport.Whole) Minds.verify(file);
    Files.writeString(
        folder.resolve(name + ".properties"),
        "events=%d\nhash=%s\nroot=%s\nmind_id=%s\n"
            .formatted(
                whole.facts().events(),
                whole.facts().headHash(),
                whole.facts().merkleRoot(),
                whole.facts().mindId()));
  }

  /** The small mind of the other tests, then every kind there is, in a home it moved to. */
  private static Path write(Path home) throws IOException, SQLException {
    Path file = Minds.write(home);
    Files.delete(home.resolve("home.id"));
    byte[] second = Texts.utf8("another chunk");
    String hash = HashChain.hex(HashChain.sha256().digest(second));
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(
              AppendRequest.of(
                      new Draft("note", "a second chunk", "{\"blobs\":[\"" + hash + "\"]}"),
                      new Draft("note", "its facts go", "{\"secret\":\"facts\"}"),
                      new Draft(
                          "redaction", null, "{\"forgets\":[{\"event\":13,\"part\":\"meta\"}]}"))
                  .withBlobs(List.of(second)))
          .join();
      List<Draft> every = new ArrayList<>();
      Kinds.all().stream()
          .filter(kind -> !kind.equals(Kinds.MIND_CREATED) && !kind.equals(Kinds.OPENED_ON))
          .filter(kind -> !kind.equals(Kinds.MODEL_SELECTED))
          .forEach(kind -> every.add(new Draft(kind, "words of " + kind, "{\"n\":1.5e-7}")));
      mind.append(AppendRequest.of(every.toArray(Draft[]::new)).withRequestId("all")).join();
    }
    forgetMeta(file, 13, 14);
    sign(file);
    return file;
  }

  private static void forgetMeta(Path file, long event, long by) throws SQLException {
    Event e;
    try (Connection db = Sqlite.reader(file)) {
      e = EventRows.get(db, event).orElseThrow();
    }
    byte[] salt = Objects.requireNonNull(e.metaSalt());
    byte[] text = Texts.utf8(Objects.requireNonNull(e.meta()));
    String c = HashChain.hex(new HashChain().metaCommitment(salt, text));
    Minds.sql(
        file,
        "INSERT INTO redactions VALUES (%d, 'meta', '%s', %d)".formatted(event, c, by),
        "UPDATE events SET meta = NULL, meta_salt = NULL WHERE id = " + event);
  }

  private static void sign(Path file) throws SQLException {
    try (Store store = new Store(Sqlite.writer(file))) {
      var range = new pmm.mindfile.proof.CompactRange();
      store.hashesAfter(0, 10_000).forEach(range::add);
      String mindId = Objects.requireNonNull(Config.read(store.connection()).get(Config.MIND_ID));
      Checkpoint head = Checkpoint.of(mindId, range.size(), range.root());
      try (PreparedStatement insert =
          store.connection().prepareStatement("INSERT INTO checkpoints VALUES (?, ?, ?, ?)")) {
        insert.setLong(1, range.size());
        insert.setString(2, HexFormat.of().formatHex(range.root()));
        insert.setBytes(3, range.frontier().bytes());
        insert.setString(4, SigningKey.generate().sign(head).format());
        insert.executeUpdate();
      }
      Sqlite.run(store.connection(), "PRAGMA wal_checkpoint(TRUNCATE)");
      Sqlite.run(store.connection(), "PRAGMA journal_mode = DELETE");
    }
  }
}

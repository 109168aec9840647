package pmm.mindfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Small minds with something in every table, and hands that tamper with them. */
final class Minds {
  private Minds() {}

  static final byte[] BLOB = Texts.utf8("the frame of a prompt");

  static String blobHash() {
    return HashChain.hex(HashChain.sha256().digest(BLOB));
  }

  /**
   * A home with ten events: 1 created, 2 a message, 3 an attempt, with facts only, 4 a note
   * without, 5 a model, 6 a blob, 7 a message that was forgotten, 8 its redaction, 9 and 10 notes.
   */
  static Path write(Path home) throws SQLException {
    try (MindFile mind = MindFile.open(home, Options.defaults().withMindName("Echo"))) {
      mind.append(
              AppendRequest.of(
                      new Draft("user_message", "Grüße, 世界 🧠\nline two", "{\"parent\":0}"),
                      new Draft("generation_started", null, "{\"tokens\":42,\"model\":\"x\"}"),
                      Draft.of("note", "plain"),
                      new Draft(
                          "model_selected",
                          null,
                          "{\"from\":null,\"to\":{\"model_id\":\"ollama:llama3.1\","
                              + "\"digest\":\"abc\",\"provider_version\":\"0.9\"}}"))
                  .withRequestId("first"))
          .join();
      mind.append(
              AppendRequest.of(
                      new Draft("note", "named", "{\"blobs\":[\"" + blobHash() + "\"]}"),
                      new Draft("user_message", "forget this", "{\"parent\":2}"))
                  .withBlobs(List.of(BLOB)))
          .join();
      mind.append(
              AppendRequest.of(
                  new Draft(
                      "redaction", null, "{\"forgets\":[{\"event\":7,\"part\":\"content\"}]}"),
                  Draft.of("note", "nine"),
                  Draft.of("note", "\u0001 \"quoted\" \\ \u007f \u2028 end")))
          .join();
      mind.putProjections(List.of(Projection.of("traits", "[1,2]", 10, "pmm-traits/1"))).join();
    }
    Path file = home.resolve("mind.db");
    forget(file, 7, 8);
    return file;
  }

  /** What forgetting does to the rows, one issue before it is built. */
  static void forget(Path file, long event, long by) throws SQLException {
    Event e;
    try (Connection db = Sqlite.reader(file)) {
      e = EventRows.get(db, event).orElseThrow();
    }
    byte[] salt = java.util.Objects.requireNonNull(e.contentSalt());
    byte[] text = Texts.utf8(java.util.Objects.requireNonNull(e.content()));
    String c = HashChain.hex(new HashChain().contentCommitment(salt, text));
    sql(
        file,
        "INSERT INTO redactions VALUES (%d, 'content', '%s', %d)".formatted(event, c, by),
        "UPDATE events SET content = NULL, content_salt = NULL WHERE id = " + event);
  }

  static void sql(Path file, String... statements) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = db.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Changes rows as somebody would who knows the tables: triggers and checks go and come back. */
  static void tamper(Path file, String... statements) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = db.createStatement()) {
      List<String> triggers = new java.util.ArrayList<>();
      try (var rows =
          statement.executeQuery("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")) {
        while (rows.next()) {
          triggers.add(rows.getString(1));
        }
      }
      statement.execute("DROP TRIGGER events_stay");
      statement.execute("DROP TRIGGER events_only_forget");
      statement.execute("PRAGMA ignore_check_constraints = ON");
      for (String sql : statements) {
        statement.execute(sql);
      }
      for (String trigger : triggers) {
        statement.execute(trigger);
      }
    }
  }

  /** What was noticed at its opening, but that a copy was moved to the home of a test. */
  static List<OpenNotice> notices(MindFile mind) {
    return mind.notices().stream().filter(n -> n.kind() != OpenNotice.Kind.MOVED).toList();
  }

  static VerifyReport verify(Path file) {
    return Verifier.verify(file, VerifyOptions.defaults(), Progress.NONE);
  }

  static Path export(Path file, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      JsonlExporter.export(file, out, Progress.NONE);
    }
    return target;
  }

  /** Brings an export or another mind file into a home where none is. */
  static RestoreReport bringIn(Path home, Path file) throws IOException {
    return new Restorer(home, Options.defaults()).bringIn(Incoming.of(file, Progress.NONE), "test");
  }

  static boolean index(Path home) throws InterruptedException {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      return index.awaitThrough(mind.head().orElseThrow().id(), Duration.ofSeconds(20));
    }
  }
}

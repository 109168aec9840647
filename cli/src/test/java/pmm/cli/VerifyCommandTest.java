package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.MindReader;
import pmm.mindfile.Options;
import pmm.mindfile.Projection;
import pmm.mindstate.MindState;
import pmm.mindstate.Snapshot;
import pmm.mindstate.StateEvent;

class VerifyCommandTest {
  @TempDir Path home;

  @BeforeEach
  void write() {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", "first"), Draft.of("note", "second"))).join();
    }
  }

  @Test
  void findsAnUntouchedFileWhole() {
    Ran ran = Ran.pmm(home, "verify");

    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    assertTrue(ran.out().startsWith("Whole: nothing was changed in "), ran.out());
    assertEquals("", ran.err());
  }

  @Test
  void namesTheFirstBadEventAndTheFault() throws Exception {
    tamper("UPDATE events SET content = 'other' WHERE id = (SELECT max(id) FROM events)");

    Ran ran = Ran.pmm(home, "verify");

    assertEquals(ExitCode.NOT_SO, ran.exit(), ran.err());
    assertTrue(ran.out().startsWith("Broken: "), ran.out());
    assertTrue(ran.out().contains(": content."), ran.out());
    assertTrue(ran.out().contains("Intact: events 1 to "), ran.out());
  }

  @Test
  void saysTheSameAsADocument() throws Exception {
    Map<String, ?> whole = Json.object(Ran.pmm(home, "verify", "--json").out());
    assertEquals("whole", whole.get("verdict"));
    assertEquals(whole.get("event_count"), whole.get("intact_through_event_id"));

    tamper("UPDATE events SET content = 'other' WHERE id = (SELECT max(id) FROM events)");
    Ran ran = Ran.pmm(home, "verify", "--json");
    Map<String, ?> broken = Json.object(ran.out());

    assertEquals(ExitCode.NOT_SO, ran.exit());
    assertEquals("broken", broken.get("verdict"));
    assertTrue(
        broken.get("first") instanceof Map<?, ?> first
            && "content".equals(first.get("fault"))
            && Objects.equals(whole.get("event_count"), first.get("event_id")),
        ran.out());
  }

  @Test
  void saysOfAQuickOneThatItIsOneAndHowOldTheFullOneIs() {
    assertEquals(2, Ran.pmm(home, "verify", "--quick").exit());
    assertEquals(ExitCode.DONE, Ran.pmm(home, "verify").exit());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", "third"))).join();
    }

    Ran ran = Ran.pmm(home, "verify", "--quick");

    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    assertTrue(ran.out().contains("1 event after event 3"), ran.out());
    assertTrue(ran.out().contains("the last full verification was"), ran.out());
    assertTrue(ran.out().contains(" s ago"), ran.out());
  }

  @Test
  void namesTheDerivedValueThatReplayingGivesOtherwise() {
    MindState state = replayed();
    Snapshot.write(state, (part, number) -> put(number, part.toString(), state.through()));
    assertEquals(ExitCode.DONE, Ran.pmm(home, "verify", "--deep").exit());

    put(0, "{\"parts\":1,\"state\":{}}", state.through());
    Ran ran = Ran.pmm(home, "verify", "--deep");

    assertEquals(ExitCode.NOT_SO, ran.exit(), ran.err());
    assertTrue(ran.out().contains("projections " + Snapshot.key(0)), ran.out());
  }

  private MindState replayed() {
    MindState[] state = {MindState.EMPTY};
    try (MindReader reader = MindReader.open(home)) {
      reader.events(
          2,
          event ->
              state[0] =
                  MindState.reduce(
                      state[0],
                      new StateEvent(
                          event.id(),
                          event.tsMs(),
                          event.kind(),
                          event.content(),
                          MissingNode.getInstance())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return state[0];
  }

  private void put(int part, String json, long through) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.putProjections(
              List.of(Projection.of(Snapshot.key(part), json, through, MindState.VERSION)))
          .join();
    }
  }

  @Test
  void saysWhatItCannotCheck() throws IOException {
    Path empty = Files.createFile(home.resolve("empty"));
    Path text = Files.writeString(home.resolve("text"), "not a mind");
    Path cut = home.resolve("cut");
    byte[] bytes = Files.readAllBytes(home.resolve("mind.db"));
    Files.write(cut, java.util.Arrays.copyOf(bytes, 50));

    for (Path file : new Path[] {empty, text, cut, home.resolve("missing")}) {
      Ran ran = Ran.pmm(home, "verify", file.toString());

      assertEquals(ExitCode.NOT_DONE, ran.exit(), file + ran.out());
      assertEquals("", ran.out());
      assertTrue(ran.err().startsWith("Could not be checked: "), ran.err());
      assertEquals(1, ran.err().lines().count(), ran.err());
    }
  }

  @Test
  void exportsAndImportsWithNothingRunning(@TempDir Path other) throws IOException {
    Path file = other.resolve("mind.jsonl");
    Ran export = Ran.pmm(home, "export", "--jsonl", "--out", file.toString());
    assertEquals(ExitCode.DONE, export.exit(), export.err());
    assertTrue(export.out().endsWith(" to " + file + "\n"), export.out());
    assertEquals("rw-------", permissions(file));

    Path second = other.resolve("second");
    Ran imported = Ran.pmm(second, "import", file.toString());
    assertEquals(ExitCode.DONE, imported.exit(), imported.err());
    assertEquals("rwx------", permissions(second));

    assertEquals(
        Files.readString(file, StandardCharsets.UTF_8), Ran.pmm(second, "export", "--jsonl").out());
    assertEquals(ExitCode.DONE, Ran.pmm(second, "verify").exit());
  }

  @Test
  void neverMixesTwoMinds(@TempDir Path other) throws IOException {
    Path file = other.resolve("mind.jsonl");
    Ran.pmm(home, "export", "--jsonl", "--out", file.toString());
    byte[] before = Files.readAllBytes(home.resolve("mind.db"));

    Ran refused = Ran.pmm(home, "import", file.toString());

    assertEquals(ExitCode.NOT_DONE, refused.exit());
    assertTrue(refused.err().contains("pmm --home DIR import "), refused.err());
    assertEquals(
        -1, java.util.Arrays.mismatch(before, Files.readAllBytes(home.resolve("mind.db"))));
  }

  @Test
  void asksBeforeItReplacesAFile(@TempDir Path other) throws IOException {
    Path file = Files.writeString(other.resolve("mind.jsonl"), "precious");

    Ran refused = Ran.pmm(home, "export", "--jsonl", "--out", file.toString());
    assertEquals(ExitCode.NOT_DONE, refused.exit());
    assertTrue(refused.err().contains("--yes"), refused.err());
    assertEquals("precious", Files.readString(file));

    assertEquals(
        ExitCode.DONE,
        Ran.pmm(home, "export", "--jsonl", "--yes", "--out", file.toString()).exit());
  }

  @Test
  void exportsOnlyToWhatCanBeAFile(@TempDir Path other) {
    Path missing = other.resolve("missing");
    Map<Path, String> refusals =
        Map.of(
            missing.resolve("x.jsonl"),
            "There is no folder " + missing,
            other,
            other + " is a folder",
            Path.of("/dev/null"),
            "/dev/null is a device",
            other.resolve("n".repeat(250)),
            "Cannot write to ");

    refusals.forEach((target, words) -> {
      Ran refused = Ran.pmm(home, "export", "--jsonl", "--yes", "--out", target.toString());

      assertEquals(ExitCode.NOT_DONE, refused.exit());
      assertTrue(refused.err().startsWith(words), refused.err());
    });
    assertFalse(Files.exists(missing));
  }

  @Test
  void recognisesByContentWhatCanBeImported(@TempDir Path other) throws IOException {
    Path database = home.resolve("mind.db");
    Path text = Files.writeString(other.resolve("export.jsonl"), "hello");
    Path empty = Files.createFile(other.resolve("empty.jsonl"));
    Path fresh = other.resolve("fresh");

    assertTrue(Ran.pmm(fresh, "import", text.toString()).err().contains("holds no JSON lines"));
    assertTrue(
        Ran.pmm(fresh, "import", empty.toString())
            .err()
            .contains("is empty (expected: the archive of another assistant"));
    Path photo = Files.write(other.resolve("cat.jpg"), new byte[] {-1, -40, -1, -32});
    assertTrue(
        Ran.pmm(fresh, "import", photo.toString())
            .err()
            .contains("cat.jpg is a photo (JPEG) (expected: the archive of"));
    assertTrue(Ran.pmm(fresh, "import", "/dev/null").err().startsWith("/dev/null is a device"));
    assertEquals(ExitCode.DONE, Ran.pmm(fresh, "import", database.toString()).exit());
  }

  private static String permissions(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  private void tamper(String sql) throws Exception {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mind.db"));
        Statement statement = file.createStatement()) {
      statement.execute("DROP TRIGGER IF EXISTS events_no_update");
      statement.execute("PRAGMA writable_schema = ON");
      statement.execute("DELETE FROM sqlite_schema WHERE type = 'trigger'");
      statement.execute("PRAGMA writable_schema = RESET");
      statement.execute(sql);
    }
  }
}

package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions to come, of which there is none yet: two that only these tests know. */
class MigrationTest {
  private static final Schema NEXT =
      Schema.CURRENT.then(
          List.of(
              List.of(
                  "CREATE TABLE moods(name TEXT PRIMARY KEY)", "INSERT INTO moods VALUES ('calm')"),
              List.of("ALTER TABLE moods ADD COLUMN since INTEGER")));

  @TempDir Path home;

  private static MindFile open(Path home, Schema schema) {
    return MindFile.open(home, Options.defaults(), schema, FileReplacer.Steps.UNHEARD);
  }

  private static int version(Path home) {
    return FileHeader.read(home.resolve("mind.db")).version();
  }

  private static List<String> differences(Path home, int version) throws SQLException {
    try (Connection db = Sqlite.reader(home.resolve("mind.db"))) {
      return NEXT.differences(db, version);
    }
  }

  @Test
  void bringsAnOlderFileUpOneVersionAfterTheOther() throws SQLException, IOException {
    Minds.write(home);
    byte[] before = Files.readAllBytes(Minds.export(home.resolve("mind.db"), home.resolve("a")));

    try (MindFile mind = open(home, NEXT)) {
      assertEquals(List.of(), mind.notices());
      assertEquals("3", mind.config().get(Config.SCHEMA));
      List<Event> events = mind.list(EventQuery.after(10, 10)).events();
      assertEquals(
          List.of("schema_migrated", "schema_migrated"), events.stream().map(Event::kind).toList());
      Map<String, ?> meta = Json.object(events.getFirst().meta());
      assertEquals(1L, meta.get("from"));
      assertEquals(2L, meta.get("to"));
      assertTrue(Files.exists(home.resolve("snapshots/" + meta.get("snapshot"))), meta.toString());
      mind.append(AppendRequest.of(Draft.of("note", "in the new version"))).join();
    }
    assertEquals(3, version(home));
    assertEquals(List.of(), differences(home, 3));
    try (MindFile again = open(home, NEXT)) {
      assertEquals(13, again.info().eventCount());
    }
    byte[] after = Files.readAllBytes(Minds.export(home.resolve("mind.db"), home.resolve("b")));
    assertTrue(new String(after, UTF_8).startsWith(new String(before, UTF_8)));
  }

  @Test
  void readsButDoesNotWriteWhatANewerProgramLeft() throws SQLException, IOException {
    Minds.write(home);
    open(home, NEXT).close();
    byte[] bytes = Files.readAllBytes(home.resolve("mind.db"));

    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      OpenNotice notice = mind.notices().getFirst();
      assertEquals(OpenNotice.Kind.NEWER_FORMAT, notice.kind());
      assertTrue(notice.message().contains("format version 3"), notice.message());
      assertEquals(12, mind.info().eventCount());
      assertEquals("nine", mind.get(9).orElseThrow().content());
      CompletionException refused =
          assertThrows(
              CompletionException.class,
              () -> mind.append(AppendRequest.of(Draft.of("note", "no"))).join());
      assertEquals(
          MindFileException.Reason.NEWER_FORMAT,
          assertInstanceOf(MindFileException.class, refused.getCause()).reason());
      VerifyReport.Whole whole =
          assertInstanceOf(
              VerifyReport.Whole.class, mind.verify(VerifyOptions.defaults(), Progress.NONE));
      assertTrue(
          whole.facts().notCovered().stream().anyMatch(note -> note.contains("version 3")),
          whole.toString());
    }
    assertEquals(bytes.length, Files.readAllBytes(home.resolve("mind.db")).length);
    Path export = Minds.export(home.resolve("mind.db"), home.resolve("mind.jsonl"));
    assertEquals(
        12, Files.readAllLines(export).stream().filter(l -> l.contains("\"id\":")).count());
    MindFileException e =
        assertThrows(
            MindFileException.class,
            () -> Minds.bringIn(home.resolve("x.db"), home.resolve("mind.db")));
    assertEquals(MindFileException.Reason.NEWER_FORMAT, e.reason());
  }

  @Test
  void goesBackToTheSnapshotFromBeforeTheUpgrade() throws SQLException {
    Minds.write(home);
    try (MindFile mind = open(home, NEXT)) {
      mind.append(AppendRequest.of(Draft.of("note", "in the new version"))).join();
    }
    Snapshot before = new Snapshots(home, Options.defaults().clock()).list().getFirst();

    RestoreReport report = new Restorer(home, Options.defaults()).restore(before.path(), "test");

    assertEquals(1, version(home));
    assertEquals(13, report.left().orElseThrow().id());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), mind.notices());
      assertEquals(11, mind.info().eventCount());
      mind.append(AppendRequest.of(Draft.of("note", "in the old version again"))).join();
    }
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
    try (MindFile mind = open(home, NEXT)) {
      assertEquals("3", mind.config().get(Config.SCHEMA));
    }
  }

  @Test
  void restoresNothingThatItCouldNotWrite() throws SQLException, IOException {
    Minds.write(home);
    open(home, NEXT).close();
    Path newer = new Snapshots(home, Options.defaults().clock()).create().path();
    Path before = Files.copy(home.resolve("mind.db"), home.resolve("before"));

    MindFileException e =
        assertThrows(
            MindFileException.class,
            () -> new Restorer(home, Options.defaults()).restore(newer, "test"));

    assertEquals(MindFileException.Reason.NEWER_FORMAT, e.reason());
    assertEquals(-1, Files.mismatch(before, home.resolve("mind.db")));
  }

  @Test
  void doesNotMigrateWhatIsBroken() throws SQLException {
    Path file = Minds.write(home);
    Minds.tamper(file, "UPDATE events SET content = 'forged' WHERE id = 2");
    try (MindFile mind = open(home, NEXT)) {
      assertEquals(OpenNotice.Kind.BROKEN, mind.notices().getLast().kind());
    }
    assertEquals(1, version(home));
  }

  /** Ends its process without any farewell after a step. */
  static final class Killed {
    public static void main(String[] args) {
      int[] left = {Integer.parseInt(args[1])};
      MindFile.open(
              Path.of(args[0]),
              Options.defaults(),
              NEXT,
              step -> {
                System.out.println(step);
                if (--left[0] == 0) {
                  Runtime.getRuntime().halt(9);
                }
              })
          .close();
    }
  }

  @Test
  void isWholeWhereverItIsKilled() throws IOException, InterruptedException, SQLException {
    List<String> killedAfter = new ArrayList<>();
    for (int step = 1; ; step++) {
      Path here = Files.createDirectory(home.resolve("run" + step));
      Minds.write(here);
      Process process = ChildJvm.of(Killed.class, here, step).start();
      List<String> steps =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));

      assertEquals(0, Minds.verify(here.resolve("mind.db")).exitCode(), steps.toString());
      long migrated = steps.stream().filter(s -> s.startsWith("migrated")).count();
      try (Connection db = Sqlite.reader(here.resolve("mind.db"))) {
        long version = Sqlite.number(db, "PRAGMA user_version");
        assertEquals(1 + migrated, version, steps.toString());
        assertEquals(List.of(), NEXT.differences(db, (int) version));
      }
      try (MindFile mind = open(here, NEXT)) {
        assertEquals(List.of(), mind.notices());
        assertEquals(12, mind.info().eventCount(), steps.toString());
      }
      assertEquals(3, version(here));
      if (process.exitValue() == 0) {
        break;
      }
      killedAfter.add(steps.getLast());
    }
    assertEquals(
        List.of(
            "made a snapshot",
            "wrote version 2",
            "migrated to version 2",
            "wrote version 3",
            "migrated to version 3"),
        killedAfter);
  }
}

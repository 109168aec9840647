package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestorerTest {
  private static final Options OPTIONS =
      Options.defaults()
          .withClock(Clock.fixed(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC));

  @TempDir Path home;

  private static void say(Path home, String... words) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      for (String word : words) {
        mind.append(AppendRequest.of(Draft.of("note", word))).join();
      }
    }
  }

  private Path snapshot() {
    return new Snapshots(home, OPTIONS.clock()).create().path();
  }

  private RestoreReport restore(Path source) {
    return new Restorer(home, OPTIONS).restore(source, "test");
  }

  private List<Event> events() {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), Minds.notices(mind));
      return mind.list(EventQuery.after(0, 500)).events();
    }
  }

  private static List<Witness.Standing> standings(Path home) {
    VerifyReport.Whole whole =
        assertInstanceOf(VerifyReport.Whole.class, Minds.verify(home.resolve("mind.db")));
    return whole.facts().witnesses().stream()
        .filter(witness -> witness.source().endsWith("heads.log"))
        .map(Witness::standing)
        .toList();
  }

  @Test
  void goesOnFromTheSnapshotAndNamesWhatItLeaves() {
    say(home, "one", "two");
    Path snapshot = snapshot();
    say(home, "three", "four");
    Head left = events().stream().map(e -> new Head(e.id(), e.hash())).toList().getLast();

    RestoreReport report = restore(snapshot);

    assertEquals(3, report.through());
    assertEquals(left, report.left().orElseThrow());
    List<Event> now = events();
    assertEquals(4, now.size());
    assertEquals(new Head(4, now.getLast().hash()), report.head());
    assertEquals(Kinds.RESTORED_FROM, now.getLast().kind());
    Map<String, ?> meta = Json.object(now.getLast().meta());
    assertEquals(5L, meta.get("id"));
    assertEquals(left.hash(), meta.get("hash"));
    assertEquals(3L, meta.get("shared"));
    assertEquals("test", meta.get("actor"));
    assertEquals(0, Minds.verify(report.kept().orElseThrow()).exitCode());
    VerifiedCopy kept = VerifiedCopy.check(report.kept().orElseThrow());
    assertEquals(left.hash(), kept.hash());
    assertEquals(kept.root(), meta.get("root"));
    assertEquals(home.resolve("mind.db.abandoned-20260310T120000Z"), report.kept().orElseThrow());
    assertEquals(
        List.of("mind-20260310T120000Z-3.db", "mind-20260310T120000Z-5.db"),
        new Snapshots(home, OPTIONS.clock()).list().stream().map(Snapshot::name).toList());
  }

  @Test
  void showsTheHeadsItLeftAsRestoredAndLaterOnesAsWhatTheyAre() throws IOException {
    say(home, "one", "two");
    Path snapshot = snapshot();
    say(home, "three", "four");
    say(home, "five");
    restore(snapshot);
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
    say(home, "a", "b", "c", "d");
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
    Path later = Files.copy(home.resolve("mind.db"), home.resolve("later.copy"));

    // The older file put back by hand is no restore.
    Files.copy(
        snapshot, home.resolve("mind.db"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    VerifyReport.Broken broken =
        assertInstanceOf(VerifyReport.Broken.class, Minds.verify(home.resolve("mind.db")));
    assertEquals(Fault.TRUNCATED, broken.first().fault());

    // What was left is there to go back to.
    Files.copy(later, home.resolve("mind.db"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    restore(snapshot);
    restore(home.resolve("mind.db.abandoned-20260310T120000Z"));
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
  }

  @Test
  void forgetsAgainWhatWasForgottenSince() throws SQLException, IOException {
    say(home, "one", "a secret", "three");
    Path snapshot = snapshot();
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(
              AppendRequest.of(
                  new Draft(
                      "redaction", null, "{\"forgets\":[{\"event\":3,\"part\":\"content\"}]}")))
          .join();
    }
    Minds.forget(home.resolve("mind.db"), 3, 5);

    RestoreReport report = restore(snapshot);

    assertEquals(1, report.forgottenAgain());
    List<Event> now = events();
    assertEquals(
        List.of("mind_created", "note", "note", "note", "restored_from", "redaction"),
        now.stream().map(Event::kind).toList());
    assertNull(now.get(2).content());
    assertEquals("three", now.get(3).content());
    assertFalse(
        new String(
                Files.readAllBytes(home.resolve("mind.db")),
                java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains("a secret"));
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
  }

  @Test
  void opensACopyOfAnotherHomeBeforeItRestoresIt(@TempDir Path other) throws IOException {
    say(home, "one");
    Files.copy(home.resolve("mind.db"), other.resolve("mind.db"));
    say(other, "on the other machine");
    Path copy = new Snapshots(other, OPTIONS.clock()).create().path();

    restore(copy);

    assertEquals(
        List.of("mind_created", "note", "opened_on", "note", "opened_on", "restored_from"),
        events().stream().map(Event::kind).toList());
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
  }

  @Test
  void refusesAnotherMindButReplacesByItWhenAsked(@TempDir Path other) throws IOException {
    say(home, "one");
    say(other, "another", "mind");
    Path copy = new Snapshots(other, OPTIONS.clock()).create().path();
    String before = Files.readString(home.resolve("home.id"));

    MindFileException e = assertThrows(MindFileException.class, () -> restore(copy));
    assertEquals(MindFileException.Reason.INVALID, e.reason());
    assertEquals(2, events().size());

    Files.createDirectory(home.resolve("keys"));
    Files.writeString(home.resolve("keys/signing.pub"), "the key of the other mind");
    new Restorer(home, OPTIONS).replace(new Incoming.Copy(copy, Progress.NONE), "test");
    assertTrue(Files.notExists(home.resolve("keys/signing.pub")));
    assertEquals(3, events().size());
    say(home, "here");
    assertEquals("opened_on", events().get(3).kind());
    assertNotEquals(before, Files.readString(home.resolve("home.id")));
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
  }

  @Test
  void holdsNoSnapshotOfAnEarlierLifeAgainstAMindThatCameBack(@TempDir Path other)
      throws IOException {
    say(home, "one");
    Path old = Files.copy(snapshot(), other.resolve("old.db"));
    say(home, "two");
    snapshot();
    say(other, "another", "mind");
    Path another = new Snapshots(other, OPTIONS.clock()).create().path();
    Options later = OPTIONS.withClock(Clock.offset(OPTIONS.clock(), Duration.ofMinutes(1)));
    new Restorer(home, later).replace(new Incoming.Copy(another, Progress.NONE), "test");
    new Restorer(home, later).replace(new Incoming.Copy(old, Progress.NONE), "test");
    say(home, "another way to go on", "for longer");

    assertInstanceOf(VerifyReport.Whole.class, Minds.verify(home));
  }

  @Test
  void turnsNoWitnessAgainstTheFileThatAnOlderOneWasPutFor() throws IOException {
    Path file = home.resolve("mind.db");
    say(home, "one");
    Path older = Files.copy(file, home.resolve("older"));
    Path snapshot = snapshot();
    say(home, "two", "three");
    Path right = Files.copy(file, home.resolve("right"));
    Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING);

    say(home, "another two");
    say(home, "another three", "another four");
    assertEquals(
        Fault.FORKED,
        assertInstanceOf(VerifyReport.Broken.class, Minds.verify(home)).first().fault());

    Path used = Files.copy(file, home.resolve("used"));
    Files.copy(right, file, StandardCopyOption.REPLACE_EXISTING);
    say(home, "four");
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));

    Files.copy(used, file, StandardCopyOption.REPLACE_EXISTING);
    say(home, "another five");
    restore(snapshot);
    say(home, "decided");
    assertInstanceOf(VerifyReport.Whole.class, Minds.verify(home));
  }

  @Test
  void mendsABrokenFileAndKeepsItWithItsLog() throws SQLException, IOException {
    say(home, "one", "two");
    Path snapshot = snapshot();
    Path file = home.resolve("mind.db");
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 100, 4096, (byte) 7);
    Files.write(file, bytes);
    Files.writeString(FileReplacer.beside(file, "-wal"), "what nobody can read");

    RestoreReport report = restore(snapshot);

    Path kept = report.kept().orElseThrow();
    assertEquals(-1, Files.mismatch(kept, Files.write(home.resolve("damaged"), bytes)));
    assertEquals("what nobody can read", Files.readString(FileReplacer.beside(kept, "-wal")));
    assertEquals(4, events().size());
    assertEquals(3, report.left().orElseThrow().id());
  }

  @Test
  void knowsTheMindAndWhatItForgotThoughAnEventCannotBeRead(@TempDir Path other)
      throws SQLException {
    say(home, "one", "a secret");
    Path snapshot = snapshot();
    Path file = home.resolve("mind.db");
    Minds.forget(file, 3, 4);
    Minds.tamper(file, "UPDATE events SET hash = 'unreadable'");
    say(other, "another mind");
    Path copy = new Snapshots(other, OPTIONS.clock()).create().path();

    MindFileException e = assertThrows(MindFileException.class, () -> restore(copy));
    assertEquals(MindFileException.Reason.INVALID, e.reason());

    assertEquals(1, restore(snapshot).forgottenAgain());
    assertNull(events().get(2).content());
  }

  @Test
  void forgetsInAnotherHomeToo(@TempDir Path other) throws SQLException, IOException {
    say(home, "one", "a secret");
    Path snapshot = snapshot();
    forgetThere(snapshot, 3, 4);
    assertEquals(0, Minds.verify(snapshot).exitCode());

    RestoreReport first = Minds.bringIn(other.resolve("empty"), snapshot);

    assertEquals(1, first.forgottenAgain());
    assertEquals(4, first.head().id());
    assertEquals(
        List.of(Kinds.REDACTION, Kinds.OPENED_ON, "note"), after(other.resolve("empty"), 3, "on"));
    Path living = other.resolve("living");
    say(living, "another mind");
    RestoreReport instead =
        new Restorer(living, OPTIONS).replace(Incoming.of(snapshot, Progress.NONE), "test");
    assertEquals(1, instead.forgottenAgain());
    assertEquals(List.of(Kinds.REDACTION, Kinds.OPENED_ON, "note"), after(living, 3, "on"));
    assertThrows(
        MindFileException.class,
        () -> Minds.bringIn(other.resolve("x"), Minds.export(snapshot, other.resolve("a.jsonl"))),
        "lines do not say which event of another file forgot");
  }

  private static void forgetThere(Path copy, long event, long by) throws SQLException {
    Minds.forget(copy, event, by);
    Minds.sql(copy, "DELETE FROM projections");
  }

  private static List<String> after(Path home, long id, String word) {
    say(home, word);
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      return mind.list(EventQuery.after(id, 500)).events().stream().map(Event::kind).toList();
    }
  }

  @Test
  void takesInNothingThatNoHashProtects(@TempDir Path other) throws SQLException, IOException {
    Path file = Minds.write(other);
    Minds.bringIn(home, file);
    for (String table : List.of("projections", "requests")) {
      try (Connection db = Sqlite.reader(home.resolve("mind.db"))) {
        assertEquals(0, Sqlite.number(db, "SELECT count(*) FROM " + table), table);
      }
    }
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER keep BEFORE UPDATE ON events BEGIN INSERT INTO config VALUES (1, 2); END",
        "CREATE TABLE kept(content TEXT)",
        "CREATE VIEW shown AS SELECT content FROM events",
        "UPDATE events SET content_salt = zeroblob(15) WHERE id = 2",
        "UPDATE events SET content_salt = zeroblob(1048576) WHERE id = 2"
      })
  void takesInNothingThatHidesInAForeignFile(String hidden, @TempDir Path other)
      throws SQLException, IOException {
    Path file = Minds.write(other);
    Minds.tamper(file, hidden);

    MindFileException e = assertThrows(MindFileException.class, () -> Minds.bringIn(home, file));

    assertEquals(MindFileException.Reason.BROKEN, e.reason(), e.getMessage());
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void goesOnWhereTheHomeRemembersTheMindWhoseFileIsLost() throws IOException {
    say(home, "one");
    Path snapshot = snapshot();
    say(home, "two");
    Files.delete(home.resolve("mind.db"));

    Minds.bringIn(home, snapshot);

    assertEquals(Kinds.RESTORED_FROM, events().getLast().kind());
    assertEquals(List.of(Witness.Standing.EQUAL), standings(home));
  }

  @Test
  void saysThatItCouldNotReadWhatWasForgotten() throws SQLException {
    say(home, "one", "a secret");
    Path snapshot = snapshot();
    assertFalse(restore(snapshot).forgottenUnknown());

    Minds.sql(home.resolve("mind.db"), "DROP TABLE redactions");
    assertTrue(restore(snapshot).forgottenUnknown());

    Minds.tamper(
        home.resolve("mind.db"), "INSERT INTO redactions VALUES (3, 'content', 'no hash', 4)");
    assertTrue(restore(snapshot).forgottenUnknown());
  }

  @Test
  void leavesEverythingAsItWasWhenTheSourceIsBroken() throws SQLException, IOException {
    say(home, "one", "two");
    Path snapshot = snapshot();
    Minds.tamper(snapshot, "UPDATE events SET content = 'forged' WHERE id = 2");
    Path before = Files.copy(home.resolve("mind.db"), home.resolve("before"));

    MindFileException e = assertThrows(MindFileException.class, () -> restore(snapshot));

    assertEquals(MindFileException.Reason.BROKEN, e.reason());
    assertEquals(-1, Files.mismatch(before, home.resolve("mind.db")));
    assertTrue(Files.notExists(home.resolve("mind.db.restore")));
  }

  @Test
  void isRefusedWhileTheMindIsOpen() {
    say(home, "one");
    Path snapshot = snapshot();
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      MindFileException e = assertThrows(MindFileException.class, () -> restore(snapshot));
      assertEquals(MindFileException.Reason.LOCKED, e.reason());
    }
  }

  /** Ends its process without any farewell after a step. */
  static final class Killed {
    public static void main(String[] args) throws SQLException {
      int[] left = {Integer.parseInt(args[2])};
      Path here = Path.of(args[0]);
      try (Connection reader = Sqlite.reader(here.resolve("mind.db"))) {
        if (args[3].equals("read")) {
          readOn(here, reader);
        }
        Restorer restorer =
            new Restorer(
                here,
                Options.defaults(),
                step -> {
                  System.out.println(step);
                  if (--left[0] == 0) {
                    Runtime.getRuntime().halt(9);
                  }
                });
        if (args[3].equals("adopt")) {
          restorer.replace(new Incoming.Copy(Path.of(args[1]), Progress.NONE), "test");
        } else {
          restorer.restore(Path.of(args[1]), "test");
        }
      }
    }

    /** What is said while somebody reads on cannot leave the log. */
    private static void readOn(Path here, Connection reader) throws SQLException {
      try (MindFile mind = MindFile.open(here, Options.defaults())) {
        reader.setAutoCommit(false);
        Sqlite.number(reader, "SELECT max(id) FROM events");
        mind.append(AppendRequest.of(Draft.of("note", "acknowledged"))).join();
      }
    }
  }

  @Test
  void isWholeWhereverItIsKilled() throws IOException, InterruptedException {
    assertEquals(
        List.of(
            "copied the source",
            "made a snapshot",
            "made the next file",
            "noted the head that is left",
            "kept the old file",
            "replaced it"),
        killEverywhere(false));
  }

  @Test
  void losesNothingOfALogThatSomebodyReadsWhereverItIsKilled()
      throws IOException, InterruptedException {
    assertEquals(
        List.of(
            "copied the source",
            "made a snapshot",
            "made the next file",
            "noted the head that is left",
            "kept the old file",
            "kept its log",
            "replaced it"),
        killEverywhere(true));
  }

  /** The steps after which it was killed. */
  private List<String> killEverywhere(boolean read) throws IOException, InterruptedException {
    List<String> killedAfter = new ArrayList<>();
    for (int step = 1; ; step++) {
      Path here = Files.createDirectory(home.resolve("run" + step));
      say(here, "one", "two");
      Path snapshot = new Snapshots(here, OPTIONS.clock()).create().path();
      say(here, "three");

      List<String> steps = new ArrayList<>();
      int exit = kill(here, snapshot, step, read ? "read" : "", steps);

      boolean replaced = steps.contains("replaced it");
      try (MindFile mind = MindFile.open(here, Options.defaults())) {
        assertEquals(
            read && replaced && exit != 0 ? List.of(OpenNotice.Kind.WAL_SET_ASIDE) : List.of(),
            mind.notices().stream().map(OpenNotice::kind).toList(),
            steps.toString());
        assertEquals(read && !replaced ? 5 : 4, mind.head().orElseThrow().id(), steps.toString());
        boolean restored = mind.get(4).orElseThrow().kind().equals(Kinds.RESTORED_FROM);
        assertEquals(replaced, restored, steps.toString());
        mind.append(AppendRequest.of(Draft.of("note", "life goes on"))).join();
      }
      assertEquals(0, Minds.verify(here.resolve("mind.db")).exitCode(), steps.toString());
      assertEquals(List.of(Witness.Standing.EQUAL), standings(here), steps.toString());
      assertTrue(Files.notExists(here.resolve("mind.db.restore")));
      List<Path> left = left(here);
      assertEquals(replaced ? 1 : 0, left.size(), steps + " " + left);
      for (Path kept : left) {
        assertEquals(read ? 5 : 4, VerifiedCopy.check(kept).events(), steps.toString());
      }
      if (exit == 0) {
        return killedAfter;
      }
      killedAfter.add(steps.getLast());
    }
  }

  /** Its exit status; adds the steps that it came to. */
  private static int kill(Path here, Path source, int step, String how, List<String> steps)
      throws IOException, InterruptedException {
    Process process = ChildJvm.of(Killed.class, here, source, step, how).start();
    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .forEach(steps::add);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }

  @Test
  void keepsEachMindWithItsWitnessesWhereverItIsKilled(@TempDir Path other)
      throws IOException, InterruptedException {
    say(other, "another", "mind");
    Path copy = new Snapshots(other, OPTIONS.clock()).create().path();
    for (int step = 1; ; step++) {
      Path here = Files.createDirectory(home.resolve("run" + step));
      say(here, "one");
      Files.createDirectory(here.resolve("keys"));
      Path key = Files.writeString(here.resolve("keys/signing.pub"), "a key");
      String id = Files.readString(here.resolve("home.id"));
      String heads = Files.readString(here.resolve("heads.log"));

      List<String> steps = new ArrayList<>();
      int exit = kill(here, copy, step, "adopt", steps);

      boolean replaced = steps.contains("replaced it");
      try (MindFile mind = MindFile.open(here, Options.defaults())) {
        assertEquals(replaced ? 3 : 2, mind.head().orElseThrow().id(), steps.toString());
      }
      assertEquals(!replaced, Files.exists(key), steps.toString());
      assertEquals(
          !replaced, id.equals(Files.readString(here.resolve("home.id"))), steps.toString());
      assertEquals(
          !replaced,
          Files.exists(here.resolve("heads.log"))
              && Files.readString(here.resolve("heads.log")).startsWith(heads),
          steps.toString());
      assertTrue(Files.notExists(here.resolve("mind.db.adopting")));
      if (exit == 0) {
        assertTrue(steps.contains("set keys/signing.pub aside"), steps.toString());
        return;
      }
    }
  }

  private static List<Path> left(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(Leaving::isLeft)
          .filter(path -> path.toString().matches(".*-[0-9TZ]*"))
          .toList();
    }
  }
}

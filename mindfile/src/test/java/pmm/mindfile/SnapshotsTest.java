package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  @TempDir Path home;

  private Snapshots at(Instant time) {
    return new Snapshots(home, Clock.fixed(time, ZoneOffset.UTC));
  }

  private static void say(MindFile mind, String words) {
    mind.append(AppendRequest.of(Draft.of("note", words))).join();
  }

  @Test
  void holdsAllOfAMindThatIsOpen() throws SQLException, IOException {
    Path file = Minds.write(home);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      say(mind, "not yet moved into the file");

      Snapshot made = at(NOON).create();

      assertEquals("mind-20260310T120000Z-11.db", made.name());
      assertEquals(List.of(made), at(NOON).list());
      assertEquals(11, VerifiedCopy.check(made.path()).events());
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made.path())));
      assertEquals(List.of(made.name()), names());
    }
    Path export = Minds.export(file, home.resolve("a.jsonl"));
    Path copied = Minds.export(at(NOON).newest().orElseThrow().path(), home.resolve("b.jsonl"));
    assertEquals(-1, Files.mismatch(export, copied));
  }

  @Test
  void isMadeEachHourWhileTheMindChanges() {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertTrue(at(NOON).createIfDue().isEmpty(), "there is nothing yet");
      say(mind, "one");
      assertEquals(2, at(NOON).createIfDue().orElseThrow().events());
      say(mind, "two");
      assertTrue(at(NOON.plusSeconds(3599)).createIfDue().isEmpty(), "too early");
      assertEquals(3, at(NOON.plusSeconds(3600)).createIfDue().orElseThrow().events());
      assertTrue(at(NOON.plusSeconds(7200)).createIfDue().isEmpty(), "nothing has changed");
    }
  }

  @Test
  void neverTakesThePlaceOfAnotherOne() throws SQLException, IOException {
    Minds.write(home);
    Path first = at(NOON).create().path();
    byte[] bytes = Files.readAllBytes(first);
    Minds.sql(home.resolve("mind.db"), "DELETE FROM projections");

    Snapshot second = at(NOON).create();

    assertEquals("mind-20260310T120001Z-10.db", second.name());
    assertArrayEquals(bytes, Files.readAllBytes(first));
  }

  @Test
  void goesOnWhereTheClockWasWrongOnce() throws SQLException {
    Minds.write(home);
    at(NOON.plus(Duration.ofDays(10_000))).create();
    assertEquals(10, at(NOON).createIfDue().orElseThrow().events());
    assertTrue(at(NOON.plusSeconds(3600)).createIfDue().isEmpty(), "nothing has changed");
  }

  @Test
  void isMadeThoughTheNewestIsOfTheFutureOrCannotBeRead() throws SQLException, IOException {
    Minds.write(home);
    Snapshot ahead = at(NOON.plus(Duration.ofDays(365))).create();
    Snapshot made = at(NOON).createIfDue().orElseThrow();
    assertTrue(at(NOON.plusSeconds(3599)).createIfDue().isEmpty(), "too early");

    Path bad = made.path().resolveSibling(Snapshot.name(NOON.plusSeconds(3000), 12));
    Files.writeString(bad, "no database");
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      say(mind, "more");
    }
    assertEquals(11, at(NOON.plusSeconds(3600)).createIfDue().orElseThrow().events());

    at(NOON.plus(Duration.ofDays(90))).create();
    assertEquals(2, at(NOON.plus(Duration.ofDays(90))).prune().size());
    assertTrue(Files.exists(bad), "nobody knows what is in it");
    assertTrue(Files.exists(ahead.path()));
  }

  @Test
  void ofTheFutureTakeNoRoomFromTheOthers() {
    Snapshot ahead = snapshot(NOON.plus(Duration.ofDays(300)), 100);
    Snapshot now = snapshot(NOON, 100);
    assertEquals(List.of(ahead), Rolling.surplus(List.of(now, ahead), s -> 1, NOON, 100));
  }

  @Test
  void isMadeUnderANameOfItsOwnAndDropsWhatWasLeft() throws SQLException, IOException {
    Minds.write(home);
    Path folder = Files.createDirectories(home.resolve("snapshots"));
    Path left = Files.writeString(folder.resolve("mind.db.one.unfinished"), "words");
    Path beside = Files.writeString(folder.resolve("mind.db.two.unfinished"), "words");
    Files.setLastModifiedTime(
        left, FileTime.from(Files.getLastModifiedTime(left).toInstant().minusSeconds(7200)));

    Snapshot made = at(NOON).create();

    assertEquals(
        List.of(made.name(), beside.getFileName().toString()), names(), "another one is at it");
  }

  @Test
  void doesNotCountUnlessItIsWhole() throws SQLException, IOException {
    Path file = Minds.write(home);
    Minds.tamper(file, "UPDATE events SET content = 'forged' WHERE id = 2");

    MindFileException e = assertThrows(MindFileException.class, () -> at(NOON).create());

    assertEquals(MindFileException.Reason.BROKEN, e.reason());
    assertEquals(List.of(), names());
  }

  @Test
  void areThinnedWithAge() {
    List<Snapshot> all = new ArrayList<>();
    // Every half hour of two months, oldest first.
    for (int i = 60 * 48; i >= 0; i--) {
      all.add(snapshot(NOON.minus(Duration.ofMinutes(30L * i)), 10));
    }
    List<Snapshot> kept = new ArrayList<>(all);
    kept.removeAll(Rolling.surplus(all, s -> 1, NOON, 1 << 20));

    assertEquals(25, kept.stream().filter(s -> younger(s, 1)).count(), "one an hour");
    long days = kept.stream().filter(s -> younger(s, 7) && !younger(s, 1)).count();
    assertTrue(days >= 6 && days <= 7, "one a day: " + days);
    long older = kept.stream().filter(s -> !younger(s, 7)).count();
    assertTrue(older >= 3 && older <= 5, "one a week: " + older);
    assertTrue(kept.contains(all.getLast()));
    assertFalse(kept.stream().anyMatch(s -> !younger(s, 31)));
  }

  @Test
  void staysWithinItsBytesAndKeepsTheNewestOfEachFormat() {
    List<Snapshot> all = new ArrayList<>();
    for (int i = 10; i >= 0; i--) {
      all.add(snapshot(NOON.minus(Duration.ofHours(i)), 100));
    }
    Snapshot old = snapshot(NOON.minus(Duration.ofDays(400)), 100);
    all.addFirst(old);

    List<Snapshot> kept = new ArrayList<>(all);
    kept.removeAll(Rolling.surplus(all, s -> s.equals(old) ? 1 : 2, NOON, 350));

    assertEquals(List.of(old, all.get(9), all.get(10), all.get(11)), kept);
    assertEquals(2L << 30, Rolling.budget(1));
    assertEquals(3L << 30, Rolling.budget(1 << 30));
  }

  @Test
  void removesOnlyItsOwnFiles() throws SQLException, IOException {
    Minds.write(home);
    at(NOON.minus(Duration.ofDays(90))).create();
    Snapshot newest = at(NOON).create();
    Files.writeString(newest.path().resolveSibling("mind-notes.db"), "mine");

    assertEquals(1, at(NOON).prune().size());

    assertEquals(List.of(newest.name(), "mind-notes.db"), names());
  }

  private static boolean younger(Snapshot snapshot, int days) {
    return Duration.between(snapshot.time(), NOON).compareTo(Duration.ofDays(days)) < 0;
  }

  private static Snapshot snapshot(Instant time, long size) {
    return new Snapshot(Path.of(Snapshot.name(time, 1)), time, 1, size);
  }

  private List<String> names() throws IOException {
    Path folder = home.resolve("snapshots");
    try (var files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}

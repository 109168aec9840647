package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.EventQuery;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;

/** Copies of a mind in which nothing runs: snapshots, backups, imports, moves, and its end. */
class CopiesTest {
  @TempDir Path folder;
  Path home = Path.of("");

  @BeforeEach
  void write() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    say(home, "first");
  }

  private static void say(Path home, String words) {
    try (MindFile mind = MindFile.open(home, Options.defaults().withMindName("Echo"))) {
      mind.append(AppendRequest.of(Draft.of("note", words))).join();
    }
  }

  private static long events(Path home) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      return mind.info().eventCount();
    }
  }

  private static Ran done(Path home, String... arguments) {
    Ran ran = Ran.pmm(home, arguments);
    assertEquals(ExitCode.DONE, ran.exit(), ran.err() + ran.out());
    return ran;
  }

  private List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void goesBackToASnapshot() throws IOException {
    assertTrue(done(home, "snapshot", "list").out().startsWith("There is no snapshot yet."));
    assertEquals(ExitCode.NOT_SO, Ran.pmm(home, "snapshot", "drill").exit());
    done(home, "snapshot", "create");
    String name = names(home.resolve("snapshots")).getFirst();
    say(home, "second");
    assertTrue(done(home, "snapshot", "drill").out().contains("found whole"));

    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "snapshot", "restore", name).exit());
    assertEquals(3, events(home));
    Ran ran = done(home, "--yes", "snapshot", "restore", name, "--json");

    Map<String, ?> document = Json.object(ran.out());
    assertEquals(2L, document.get("through_event_id"));
    assertEquals(3L, document.get("left_event_id"));
    assertTrue(Files.exists(Path.of(String.valueOf(document.get("kept_path")))));
    assertEquals(3, events(home));
    assertEquals(ExitCode.DONE, Ran.pmm(home, "verify").exit());
    assertEquals(
        ExitCode.NOT_SO, Ran.pmm(home, "--yes", "snapshot", "restore", "mind-x.db").exit());
    Map<String, ?> pruned = Json.object(done(home, "snapshot", "prune", "--json").out());
    assertTrue(
        pruned.get("kept") instanceof List<?> kept && kept.size() == 1, "one an hour: " + pruned);
  }

  @Test
  void asksForASignatureOverARestoreOfASignedMind() throws IOException {
    String key = folder.resolve("mind.key").toString();
    done(home, "keygen", "--out", key);
    done(home, "snapshot", "create");
    String name = names(home.resolve("snapshots")).getFirst();
    say(home, "second");
    done(home, "sign", "--key", key);

    String restored = done(home, "--yes", "snapshot", "restore", name).out();

    assertTrue(restored.contains("Event 3 says so."), restored);
    assertTrue(restored.endsWith("\n  pmm sign --key KEY\n"), restored);
    Ran doubted = Ran.pmm(home, "verify");
    assertEquals(ExitCode.NOT_SO, doubted.exit());
    assertTrue(doubted.out().startsWith("Whole in itself, but restored"), doubted.out());
    assertTrue(doubted.out().endsWith("\n  pmm sign --key KEY\n"), doubted.out());
    assertEquals(true, Json.object(Ran.pmm(home, "verify", "--json").out()).get("whole_in_itself"));
    done(home, "sign", "--key", key);
    done(home, "verify");
  }

  @Test
  void checksWithoutChangingAnythingAlsoWhereAMindLives() throws IOException {
    Path copy = folder.resolve("copy.jsonl");
    done(home, "export", "--jsonl", "--out", copy.toString());
    Map<String, ?> tried =
        Json.object(done(home, "import", copy.toString(), "--dry-run", "--json").out());
    assertEquals(2L, tried.get("event_count"));
    assertNull(tried.get("kept_path"));
    Files.writeString(copy, Files.readString(copy).replace("first", "other"));
    Ran ran = Ran.pmm(home, "import", copy.toString(), "--dry-run");
    assertEquals(ExitCode.NOT_DONE, ran.exit(), ran.err());
    assertEquals(2, events(home));
  }

  @Test
  void copiesElsewhereAndKeepsTheNewest() throws IOException {
    Path stick = folder.resolve("stick");
    Map<String, ?> copy = Json.object(done(home, "backup", stick.toString(), "--json").out());
    assertEquals(2L, copy.get("event_count"));
    assertTrue(Files.readString(home.resolve("copies.log")).contains(" backup 2 "));
    say(home, "second");
    Ran ran = done(home, "backup", stick.toString(), "--keep", "1");
    assertTrue(ran.out().contains("Copied 3 events to ") && ran.out().contains("Removed "));
    assertEquals(1, names(stick).size());
    Path kept = stick.resolve(names(stick).getFirst());
    assertEquals(ExitCode.DONE, Ran.pmm(home, "verify", kept.toString()).exit());

    Path ahead = stick.resolve("mind-20990101T000000Z-9.db");
    Files.move(kept, ahead);
    assertTrue(done(home, "backup", stick.toString(), "--keep", "1").out().contains("Removed "));
    assertEquals(1, names(stick).size());
    assertFalse(Files.exists(ahead), "the copy just made stays, whatever a clock once said");

    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "backup", "").exit());
    Path nowhere = folder.resolve("nowhere");
    assertEquals(
        ExitCode.NOT_SO, Ran.pmm(folder.resolve("empty"), "backup", nowhere.toString()).exit());
    assertTrue(Files.notExists(nowhere), "no folder is made for a mind that is not there");
    assertEquals(
        ExitCode.NOT_DONE, Ran.pmm(home, "backup", home.resolve("here").toString()).exit());
    assertTrue(Files.notExists(home.resolve("here")));
    assertEquals(
        ExitCode.NOT_DONE, Ran.pmm(home, "backup", folder.resolve("no/disk").toString()).exit());
  }

  @Test
  void importsAMindFileAndReplacesOnlyWhenAsked() throws IOException {
    Path stick = folder.resolve("stick");
    done(home, "backup", stick.toString());
    String copy = stick.resolve(names(stick).getFirst()).toString();
    Path second = folder.resolve("second");
    Map<String, ?> tried = Json.object(done(second, "import", copy, "--dry-run", "--json").out());
    assertEquals(true, tried.get("dry_run"));
    assertEquals(2L, tried.get("event_count"));
    assertFalse(Files.exists(second.resolve("mind.db")));
    done(second, "import", copy);
    assertEquals(2, events(second));

    say(home, "second");
    Ran refused = Ran.pmm(home, "import", copy);
    assertEquals(ExitCode.NOT_DONE, refused.exit());
    assertTrue(refused.err().contains("--replace") && refused.err().contains("--home DIR"));
    done(home, "--yes", "import", copy, "--replace");
    assertEquals(3, events(home), "the same mind was restored, and says so");
    assertEquals(ExitCode.DONE, Ran.pmm(home, "verify").exit());
    assertTrue(names(home).stream().anyMatch(name -> name.startsWith("mind.db.abandoned-")));
    assertEquals(1, names(home.resolve("snapshots")).size());
  }

  @Test
  void takesInACopyOfWhichSomethingWasForgottenLater() throws IOException {
    say(home, "a secret");
    done(home, "snapshot", "create");
    String copy =
        home.resolve("snapshots/" + names(home.resolve("snapshots")).getFirst()).toString();
    done(home, "--yes", "forget", "3");

    Path second = folder.resolve("second");
    done(second, "import", copy, "--dry-run");
    assertTrue(done(second, "import", copy).out().contains("Forgotten again: 1 part"));
    assertEquals(ExitCode.DONE, Ran.pmm(second, "verify").exit());
    assertEquals(4, events(second), "an event says again what is forgotten");
    assertTrue(
        done(home, "--yes", "import", copy, "--replace").out().contains("Forgotten again: 1 part"));
    assertEquals(ExitCode.DONE, Ran.pmm(home, "verify").exit());
    assertEquals(
        List.of(),
        names(home.resolve("cache")).stream().filter(n -> n.contains("import")).toList());
  }

  @Test
  void movesAndLeavesALink() throws IOException {
    Path target = folder.resolve("elsewhere");
    Files.createDirectory(home.resolve("keys"));
    Files.writeString(home.resolve("keys/one"), "secret");

    done(home, "move", target.toString());

    assertTrue(Files.isSymbolicLink(home));
    assertEquals(target.toRealPath(), home.toRealPath());
    assertEquals("secret", Files.readString(target.resolve("keys/one")));
    assertEquals(2, events(home));
    say(home, "here");
    assertEquals(3, events(target), "no event says that it was moved: the home is the same");
    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "move", target.toString()).exit());

    Path old = left(folder, "home");
    say(old, "there");
    assertEquals(1, openedOn(old), "what is kept is no home any more");
    assertEquals(0, openedOn(target));
  }

  @Test
  void leavesNoHalfOfAHomeWhereItCouldNotMove() throws IOException {
    Path target = folder.resolve("elsewhere");
    byte[] bytes = Files.readAllBytes(home.resolve("mind.db"));
    Arrays.fill(bytes, 100, 4096, (byte) 7);
    Files.write(home.resolve("mind.db"), bytes);

    Ran ran = Ran.pmm(home, "move", target.toString());

    assertEquals(ExitCode.NOT_DONE, ran.exit(), ran.out());
    assertTrue(ran.err().contains("The home is where it was"), ran.err());
    assertTrue(Files.notExists(target));
    assertFalse(Files.isSymbolicLink(home));
  }

  @Test
  void movesAgainAndRenamesWhatTheLinkLedTo() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    done(home, "move", first.toString());

    done(home, "move", second.toString());

    assertEquals(second.toRealPath(), home.toRealPath());
    assertTrue(Files.isSymbolicLink(home));
    assertFalse(Files.exists(first));
    assertFalse(Files.exists(left(folder, "first").resolve("home.id")));
    assertEquals(2, events(home));
    Ran ran = done(home, "delete", "--all", "--name", "Echo");
    assertTrue(ran.out().contains("Not reached: the folder " + left(folder, "home")), ran.out());
  }

  private Path left(Path folder, String name) throws IOException {
    List<String> left =
        names(folder).stream().filter(n -> n.startsWith(name + ".before-move-")).toList();
    assertEquals(1, left.size());
    return folder.resolve(left.getFirst());
  }

  private static int openedOn(Path home) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      return mind.list(EventQuery.newest(9).withKinds(Set.of("opened_on"))).events().size();
    }
  }

  @Test
  void deletesNothingOfAFolderThatNeverHeldAMind() throws IOException {
    Path app = folder.resolve("app");
    Files.createDirectories(app.resolve("logs"));
    Files.writeString(app.resolve("logs/app.log"), "theirs");
    assertEquals(ExitCode.NOT_SO, Ran.pmm(app, "delete", "--all", "--name", "delete").exit());
    assertTrue(Files.exists(app.resolve("logs/app.log")));
  }

  @Test
  void deletesEverythingOfTheMindAndNothingElse() throws IOException {
    done(home, "snapshot", "create");
    done(home, "backup", folder.resolve("stick").toString());
    Files.writeString(home.resolve("letter.txt"), "mine");
    Files.writeString(home.resolve("mind.db.abandoned-20260101T000000Z"), "old");

    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "delete").exit());
    Ran unnamed = Ran.pmm(home, "--yes", "delete", "--all");
    assertEquals(ExitCode.NOT_DONE, unnamed.exit());
    assertTrue(unnamed.err().contains("--name NAME"), unnamed.err());
    assertEquals(ExitCode.NOT_SO, Ran.pmm(home, "delete", "--all", "--name", "Ana").exit());
    assertEquals(2, events(home));
    Path export = folder.resolve("echo.jsonl");
    Ran ran = done(home, "delete", "--all", "--name", "Echo", "--export", export.toString());

    assertEquals(List.of("letter.txt"), names(home));
    assertEquals(2, Files.readAllLines(export).size());
    assertTrue(ran.out().contains("Not reached: the copy " + folder.toRealPath()), ran.out());
    assertNotEquals(ExitCode.DONE, Ran.pmm(home, "delete", "--all", "--name", "Echo").exit());
  }
}

package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged stays, whatever happens to the process or the files beside. */
class DurabilityTest {
  @TempDir Path home;

  /** Appends as fast as it can and prints each acknowledged event. */
  static final class Child {
    public static void main(String[] args) throws InterruptedException {
      Semaphore inFlight = new Semaphore(32);
      MindFile mind = MindFile.open(Path.of(args[0]), Options.defaults());
      System.out.println("pid " + ProcessHandle.current().pid());
      for (int i = 0; ; i++) {
        inFlight.acquire();
        String id = args[1] + "-" + i;
        mind.append(AppendRequest.of(Draft.of("note", "note " + id)).withRequestId(id))
            .whenComplete((result, e) -> {
              Event event = result.events().getFirst();
              System.out.println(id + " " + event.id() + " " + event.hash());
              inFlight.release();
            });
      }
    }
  }

  private Process child(String name) throws IOException {
    return ChildJvm.of(Child.class, home, name).start();
  }

  @Test
  void losesNoAcknowledgedEventWhenKilled() throws IOException, InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, String> acknowledged = new HashMap<>();
    for (int run = 0; run < 4; run++) {
      Process child = child("run" + run);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
        String pid = lines.readLine();
        assertTrue(pid.startsWith("pid "), pid);
        int killAfter = 1 + random.nextInt(1500);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] fields = line.split(" ", -1);
          // The last line can be torn by the kill.
          if (fields.length == 3 && fields[2].length() == 64) {
            acknowledged.put(fields[1], fields[2]);
          }
          if (--killAfter == 0) {
            if (run == 0) {
              MindFileException e =
                  assertThrows(
                      MindFileException.class, () -> MindFile.open(home, Options.defaults()));
              assertEquals(MindFileException.Reason.LOCKED, e.reason());
              assertTrue(e.getMessage().contains(pid.substring(4)), e.getMessage());
            }
            // Through the handle: the process itself would close the stream that is read here.
            child.toHandle().destroyForcibly();
          }
        }
      }
      assertTrue(child.waitFor(20, TimeUnit.SECONDS));
    }
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), Minds.notices(mind));
      assertInstanceOf(
          VerifyReport.Whole.class, mind.verify(VerifyOptions.defaults(), Progress.NONE));
      acknowledged.forEach((id, hash) ->
          assertEquals(hash, mind.get(Long.parseLong(id)).orElseThrow().hash(), "seed " + seed));
      AppendResult again =
          mind.append(AppendRequest.of(Draft.of("note", "again")).withRequestId("run0-0")).join();
      assertTrue(again.repeated());
      assertEquals("note run0-0", again.events().getFirst().content());
    }
    assertTrue(acknowledged.size() > 10, "acknowledged: " + acknowledged.size());
  }

  private void write(Path folder, int notes) {
    try (MindFile mind = MindFile.open(folder, Options.defaults())) {
      for (int i = 0; i < notes; i++) {
        mind.append(AppendRequest.of(Draft.of("note", "n" + i))).join();
      }
    }
  }

  /** A log beside {@code target} that holds writes of another file, as after a careless copy. */
  private void leaveWal(Path source, Path target, String... strange)
      throws IOException, SQLException {
    Path copy = Files.copy(source, home.resolve("with-wal.db"));
    try (Connection db = Sqlite.writer(copy)) {
      Sqlite.run(db, "PRAGMA wal_autocheckpoint = 0");
      try (Store store = new Store(db)) {
        store.begin();
        Chain chain = new Chain("elsewhere", Options.defaults());
        chain.open(store.tip());
        chain.begin();
        chain.append(store, PreparedAppend.of(AppendRequest.of(Draft.of("note", "in the log"))));
        store.commit();
        for (String sql : strange) {
          Sqlite.run(db, sql);
        }
        Files.copy(FileReplacer.beside(copy, "-wal"), FileReplacer.beside(target, "-wal"));
      }
    }
    Files.deleteIfExists(copy);
  }

  @Test
  void goesOnWithALogThatContinuesTheFile() throws IOException, SQLException {
    write(home, 3);
    Path file = home.resolve("mind.db");
    leaveWal(file, file);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), Minds.notices(mind));
      assertEquals(6, mind.info().eventCount());
    }
    assertEquals(0, Minds.verify(file).exitCode());
  }

  @Test
  void setsALogAsideThatDoesNotContinueTheFile() throws IOException, SQLException {
    write(home, 3);
    Path other = home.resolve("other");
    write(other, 40);
    Path file = home.resolve("mind.db");
    leaveWal(other.resolve("mind.db"), file);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(
          List.of(OpenNotice.Kind.WAL_SET_ASIDE),
          mind.notices().stream().map(OpenNotice::kind).toList());
      assertEquals(4, mind.info().eventCount());
    }
    assertEquals(0, Minds.verify(file).exitCode());
    try (var files = Files.list(home)) {
      assertEquals(
          1,
          files.filter(f -> f.getFileName().toString().startsWith("mind.db-wal.aside-")).count());
    }
  }

  @Test
  void setsTheLogOfAnOlderCopyAside() throws IOException, SQLException {
    write(home, 3);
    Path file = home.resolve("mind.db");
    Path older = Files.copy(file, home.resolve("older.db"));
    write(home, 30);
    leaveWal(older, file);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(34, mind.info().eventCount());
      assertEquals(
          List.of(OpenNotice.Kind.WAL_SET_ASIDE),
          mind.notices().stream().map(OpenNotice::kind).toList());
    }
    assertEquals(0, Minds.verify(file).exitCode());
  }

  @Test
  void keepsALogThatContinuesTheFileWithAStrangeIndex() throws IOException, SQLException {
    write(home, 3);
    Path file = home.resolve("mind.db");
    leaveWal(file, file, "CREATE INDEX strange ON events(ts)");
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(
          List.of(OpenNotice.Kind.BROKEN), mind.notices().stream().map(OpenNotice::kind).toList());
      assertEquals(6, mind.info().eventCount());
    }
  }

  @Test
  void keepsALogThatCannotBeReadNow() throws IOException, SQLException {
    write(home, 3);
    Path file = home.resolve("mind.db");
    leaveWal(file, file);
    Path shm = FileReplacer.beside(file, "-shm");
    Path inTheWay = Files.createSymbolicLink(shm, shm);
    MindFileException refusal =
        assertThrows(MindFileException.class, () -> MindFile.open(home, Options.defaults()));
    assertEquals(MindFileException.Reason.READ_ONLY, refusal.reason(), refusal.getMessage());
    Files.delete(inTheWay);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), Minds.notices(mind));
      assertEquals(6, mind.info().eventCount());
    }
  }

  /** A journal that would put {@code page} in the place of the first page. */
  private static byte[] hotJournal(byte[] page, int pages) {
    ByteBuffer journal = ByteBuffer.allocate(512 + 4 + page.length + 4);
    journal.putLong(0xd9d505f920a163d7L).putInt(1).putInt(7).putInt(pages).putInt(512);
    journal.putInt(page.length).position(512);
    journal.putInt(1).put(page);
    int sum = 7;
    for (int i = page.length - 200; i > 0; i -= 200) {
      sum += page[i] & 0xff;
    }
    return journal.putInt(sum).array();
  }

  @Test
  void undoesAChangeOfModeThatWasCutOff() throws IOException {
    write(home, 3);
    Path file = home.resolve("mind.db");
    byte[] bytes = Files.readAllBytes(file);
    byte[] page = Arrays.copyOf(bytes, 4096);
    Path journal = FileReplacer.beside(file, "-journal");
    Files.write(journal, hotJournal(page, bytes.length / page.length));
    bytes[18] = 2;
    bytes[19] = 2;
    Files.write(file, bytes);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), mind.notices());
      assertEquals(4, mind.info().eventCount());
      assertTrue(Files.notExists(journal));
    }
    assertEquals(0, Minds.verify(file).exitCode());
  }

  @Test
  void setsAJournalAsideThatDoesNotBelongToTheFile() throws IOException {
    write(home, 3);
    Path file = home.resolve("mind.db");
    byte[] strange = new byte[4096];
    Files.write(FileReplacer.beside(file, "-journal"), hotJournal(strange, 1));
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(
          List.of(OpenNotice.Kind.WAL_SET_ASIDE),
          mind.notices().stream().map(OpenNotice::kind).toList());
      assertEquals(4, mind.info().eventCount());
    }
    assertEquals(0, Minds.verify(file).exitCode());
  }

  @Test
  void refusesToAppendToABrokenChain() throws SQLException {
    Path file = Minds.write(home);
    Minds.tamper(file, "UPDATE events SET content = 'x' WHERE id = 4");
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(OpenNotice.Kind.BROKEN, mind.notices().getFirst().kind());
      assertEquals("x", mind.get(4).orElseThrow().content());
      var answer = mind.append(AppendRequest.of(Draft.of("note", "no")));
      Throwable e = answer.handle((result, problem) -> problem).join();
      assertEquals(
          MindFileException.Reason.BROKEN, assertInstanceOf(MindFileException.class, e).reason());
    }
  }

  @Test
  void writesAgainOnceAnotherProgramLetsGo() throws SQLException {
    write(home, 1);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      try (Connection other = Sqlite.writer(home.resolve("mind.db"))) {
        Sqlite.run(other, "BEGIN IMMEDIATE");
        var answer = mind.append(AppendRequest.of(Draft.of("note", "held up")));
        Throwable e = answer.handle((result, problem) -> problem).join();
        assertEquals(
            MindFileException.Reason.BUSY, assertInstanceOf(MindFileException.class, e).reason());
      }
      mind.append(AppendRequest.of(Draft.of("note", "goes on"))).join();
    }
  }

  @Test
  void replacesOnlyByACleanlyClosedFile() throws IOException {
    write(home, 1);
    Path file = home.resolve("mind.db");
    Path complete = Files.copy(file, home.resolve("complete.db"));
    Files.writeString(FileReplacer.beside(file, "-wal"), "left over");
    assertThrows(IOException.class, () -> FileReplacer.replace(complete, file));
    Files.delete(FileReplacer.beside(file, "-wal"));
    FileReplacer.replace(complete, file);
    assertEquals(0, Minds.verify(file).exitCode());
  }
}

package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full and a read-only device, which only root can make. */
@Tag("root")
class SmallDiskTest {
  @TempDir Path folder;

  private Path disk = Path.of("");
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "mounting a small device needs root");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  void refusesWithNothingHalfWrittenAndGoesOnWithRoom() throws IOException {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[1 << 20]);
    Draft note = Draft.of("note", "n".repeat(50_000));
    try (MindFile mind = MindFile.open(disk, Options.defaults())) {
      long stored = 0;
      MindFileException refusal = null;
      while (refusal == null) {
        try {
          stored = mind.append(AppendRequest.of(note)).join().events().getFirst().id();
        } catch (CompletionException e) {
          refusal = assertInstanceOf(MindFileException.class, e.getCause());
        }
      }
      assertEquals(MindFileException.Reason.DISK_FULL, refusal.reason(), refusal.getMessage());
      assertTrue(stored > 5);
      assertEquals(stored, mind.info().eventCount());
      Files.delete(ballast);
      assertEquals(
          stored + 1,
          mind.append(AppendRequest.of(Draft.of("note", "room"))).join().events().getFirst().id());
    }
    assertEquals(0, Minds.verify(disk.resolve("mind.db")).exitCode());
  }

  @Test
  void leavesNothingWhereThereIsNoRoomForAMind() throws IOException {
    Files.write(disk.resolve("ballast"), new byte[(2 << 20) - (20 << 10)]);
    try (MindFile mind = MindFile.open(disk, Options.defaults())) {
      Throwable e =
          mind.append(AppendRequest.of(Draft.of("note", "n".repeat(50_000))))
              .handle((result, problem) -> problem)
              .join();
      assertEquals(
          MindFileException.Reason.DISK_FULL,
          assertInstanceOf(MindFileException.class, e).reason(),
          e.getMessage());
      assertTrue(Files.notExists(disk.resolve("mind.db")));
    }
  }

  @Test
  void saysThatThereIsNoRoomForWhatLiesBesideAMind() throws Exception {
    Minds.write(disk);
    Path backup = Files.move(disk.resolve("mind.db"), folder.resolve("mind.db"));
    Files.delete(disk.resolve("home.id"));
    fill(disk.resolve("ballast"));

    MindFileException e =
        assertThrows(MindFileException.class, () -> MindFile.open(disk, Options.defaults()));
    assertEquals(MindFileException.Reason.DISK_FULL, e.reason(), e.getMessage());
    e = assertThrows(MindFileException.class, () -> Minds.bringIn(disk, backup));
    assertEquals(MindFileException.Reason.DISK_FULL, e.reason(), e.getMessage());

    Files.delete(disk.resolve("ballast"));
    Minds.bringIn(disk, backup);
    assertEquals(0, Minds.verify(disk.resolve("mind.db")).exitCode());
  }

  private static void fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      assertTrue(Files.size(ballast) > 0, full.getMessage());
    }
  }

  @Test
  void readsAndVerifiesOnAReadOnlyDevice() throws Exception {
    Minds.write(disk);
    Path file = disk.resolve("mind.db");
    Minds.sql(file, "PRAGMA journal_mode = WAL");
    assertEquals(0, run("mount", "-o", "remount,ro", disk.toString()));
    assertEquals(0, Minds.verify(file).exitCode());
    try (MindFile mind = MindFile.open(disk, Options.defaults())) {
      assertEquals(
          List.of(OpenNotice.Kind.READ_ONLY),
          mind.notices().stream().map(OpenNotice::kind).toList());
      assertEquals(10, mind.info().eventCount());
      Throwable e =
          mind.append(AppendRequest.of(Draft.of("note", "no")))
              .handle((result, problem) -> problem)
              .join();
      assertEquals(
          MindFileException.Reason.READ_ONLY,
          assertInstanceOf(MindFileException.class, e).reason());
    }
    run("mount", "-o", "remount,rw", disk.toString());
  }

  @Test
  void verifiesACopyWhereALogLiesInAReadOnlyFolder() throws Exception {
    try (MindFile mind = MindFile.open(disk, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", "one"))).join();
      mind.append(AppendRequest.of(Draft.of("note", "in the log"))).join();
      Path copy = Files.createDirectory(disk.resolve("copy"));
      for (String name : List.of("mind.db", "mind.db-wal")) {
        Files.copy(disk.resolve(name), copy.resolve(name));
      }
    }
    assertEquals(0, run("mount", "-o", "remount,ro", disk.toString()));
    VerifyReport.Whole whole =
        assertInstanceOf(
            VerifyReport.Whole.class, Minds.verify(disk.resolve("copy").resolve("mind.db")));
    assertEquals(3, whole.facts().events());
    run("mount", "-o", "remount,rw", disk.toString());
  }
}

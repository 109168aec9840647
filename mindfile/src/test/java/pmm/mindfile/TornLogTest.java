package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Write-ahead logs as a crash, a bad device or a careless copy leave them: each opens to a whole
 * chain that holds every commit before the damage, or is refused or set aside in words.
 */
@Tag("torture")
class TornLogTest {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  private static final EventQuery ALL =
      new EventQuery(Set.of(), EventQuery.Order.OLDEST_FIRST, 0, Long.MAX_VALUE, null, null, 1000);

  @TempDir Path folder;

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Random random = new Random(Torture.SEED);
  private Path home = Path.of("");
  private Path file = Path.of("");
  private Path wal = Path.of("");

  /** A file with a log, and where in the log each commit ends. */
  private record Case(
      byte[] db, byte[] wal, List<String> history, TreeMap<Integer, Integer> commits) {
    int frame() {
      return FRAME_HEADER + ByteBuffer.wrap(wal).getInt(8);
    }

    int frames() {
      return (wal.length - HEADER) / frame();
    }

    int at(int frame) {
      return HEADER + frame * frame();
    }

    /** How many events are certain where the log is right up to {@code offset}. */
    int certain(int offset) {
      return commits.floorEntry(offset).getValue();
    }
  }

  @BeforeEach
  void names() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    file = home.resolve("mind.db");
    wal = FileReplacer.beside(file, "-wal");
  }

  /** Appends to a copy of a file, keeping all of it in the log. */
  private Case grow(byte[] db, int commits) throws IOException, SQLException {
    Path copy = folder.resolve("grow.db");
    Path log = FileReplacer.beside(copy, "-wal");
    Files.write(copy, db);
    TreeMap<Integer, Integer> ends = new TreeMap<>();
    try (Connection writer = Sqlite.writer(copy)) {
      Sqlite.run(writer, "PRAGMA wal_autocheckpoint = 0");
      try (Store store = new Store(writer)) {
        Chain chain = new Chain("here", Options.defaults());
        chain.open(store.tip());
        ends.put(0, (int) store.tip().id());
        for (int i = 0; i < commits; i++) {
          store.begin();
          chain.begin();
          for (int events = 1 + random.nextInt(3); events > 0; events--) {
            String words = "w".repeat(random.nextInt(random.nextInt(10) == 0 ? 9000 : 300));
            chain.append(
                store, PreparedAppend.of(AppendRequest.of(Draft.of("note", i + " " + words))));
          }
          store.commit();
          chain.commit();
          ends.put((int) Files.size(log), (int) store.tip().id());
        }
        byte[] logged = Files.readAllBytes(log);
        Files.copy(copy, folder.resolve("alone.db"), StandardCopyOption.REPLACE_EXISTING);
        List<String> history =
            EventRows.range(writer, 1, store.tip().id()).stream().map(Event::hash).toList();
        return new Case(Files.readAllBytes(folder.resolve("alone.db")), logged, history, ends);
      }
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private byte[] mind(String name, int notes) throws IOException {
    Path other = folder.resolve(name);
    try (MindFile mind = MindFile.open(other, Options.defaults())) {
      for (int i = 0; i < notes; i++) {
        mind.append(AppendRequest.of(Draft.of("note", name + " " + i))).join();
      }
    }
    return Files.readAllBytes(other.resolve("mind.db"));
  }

  private void lay(byte[] db, byte[] log) throws IOException {
    for (String name : new String[] {"mind.db", "mind.db-wal", "mind.db-shm", "home.id"}) {
      Files.deleteIfExists(home.resolve(name));
    }
    Files.write(home.resolve("home.id"), Texts.utf8("here\n"));
    Files.write(file, db);
    Files.write(wal, log);
  }

  /**
   * Opens what lies there. Whatever it is, what opens is a chain of {@code histories}, or is said
   * to be broken, and holds at least {@code certain} events.
   */
  private void open(String what, List<List<String>> histories, int certain, boolean honest)
      throws IOException {
    String outcome;
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      boolean broken = mind.notices().stream().anyMatch(n -> n.kind() == OpenNotice.Kind.BROKEN);
      if (broken) {
        assertTrue(!honest, what + ": " + mind.notices());
        assertInstanceOf(
            VerifyReport.Broken.class, mind.verify(VerifyOptions.defaults(), Progress.NONE), what);
        outcome = "said to be broken";
      } else {
        List<String> found = mind.list(ALL).events().stream().map(Event::hash).toList();
        assertTrue(
            histories.stream().anyMatch(h -> isPrefix(found, h)),
            what + ": holds " + found.size() + " events that are no history of it");
        assertTrue(found.size() >= certain, what + ": " + found.size() + " of " + certain);
        mind.append(AppendRequest.of(Draft.of("note", "goes on"))).join();
        outcome = mind.notices().isEmpty() ? "goes on" : "log set aside";
      }
    } catch (MindFileException refusal) {
      assertTrue(!honest, what + ": " + refusal.getMessage());
      outcome = "refused: " + refusal.reason();
    }
    if (outcome.equals("goes on") || outcome.equals("log set aside")) {
      assertEquals(0, Minds.verify(file).exitCode(), () -> what + ": " + Minds.verify(file));
    }
    outcomes.merge(outcome, 1, Integer::sum);
    try (Stream<Path> files = Files.list(home)) {
      for (Path aside : files.filter(f -> f.toString().contains(".aside-")).toList()) {
        Files.delete(aside);
      }
    }
    Files.deleteIfExists(home.resolve("heads.log"));
  }

  private static boolean isPrefix(List<String> found, List<String> history) {
    return found.size() <= history.size() && history.subList(0, found.size()).equals(found);
  }

  @Test
  void opensToAWholeChainOrSaysWhyNot() throws IOException, SQLException {
    byte[] base = mind("base", 4);
    byte[] stranger = mind("stranger", 30);
    Case other = grow(stranger, 6);
    int variants = Torture.size(300, 10_000);
    Case now = grow(base, 12);
    for (int i = 0; i < variants; i++) {
      if (i % 100 == 0) {
        now = grow(base, 2 + random.nextInt(20));
      }
      variant(i, now, other);
    }
    Torture.report(
        "torn logs", "%d variants, none opened to an invalid chain, %s", variants, outcomes);
  }

  private void variant(int i, Case now, Case other) throws IOException, SQLException {
    String what = "seed " + Torture.SEED + " variant " + i;
    byte[] log = now.wal().clone();
    List<List<String>> own = List.of(now.history());
    int frame = random.nextInt(now.frames());
    switch (i % 16) {
      case 0, 1 -> {
        int end = random.nextInt(log.length + 1);
        lay(now.db(), Arrays.copyOf(log, end));
        open(what + " cut at " + end, own, now.certain(end), true);
      }
      case 2 -> {
        int end = now.at(frame) + List.of(0, 1, 23, 24, 25).get(random.nextInt(5));
        lay(now.db(), Arrays.copyOf(log, end));
        open(what + " cut in frame " + frame, own, now.certain(end), true);
      }
      case 3 -> {
        int end = random.nextInt(HEADER + 1);
        lay(now.db(), Arrays.copyOf(log, end));
        open(what + " cut in its header", own, now.certain(0), true);
      }
      case 4, 5 -> {
        int at = random.nextInt(log.length);
        log[at] ^= (byte) (1 + random.nextInt(255));
        lay(now.db(), log);
        open(what + " byte " + at, own, now.certain(whole(now, at)), false);
      }
      case 6 -> {
        byte[] page = new byte[now.frame()];
        if (random.nextBoolean()) {
          random.nextBytes(page);
        }
        System.arraycopy(page, 0, log, now.at(frame), page.length);
        lay(now.db(), log);
        open(what + " frame " + frame + " lost", own, now.certain(now.at(frame)), true);
      }
      case 7 -> {
        int second = random.nextInt(now.frames());
        byte[] kept = Arrays.copyOfRange(log, now.at(frame), now.at(frame + 1));
        System.arraycopy(log, now.at(second), log, now.at(frame), now.frame());
        System.arraycopy(kept, 0, log, now.at(second), kept.length);
        lay(now.db(), log);
        int first = frame == second ? log.length : now.at(Math.min(frame, second));
        open(what + " frames swapped", own, now.certain(first), true);
      }
      case 8 -> {
        lay(now.db(), other.wal());
        open(what + " log of a stranger", own, now.certain(0), true);
      }
      case 9 -> {
        // An older copy's log beside what has become of the file since.
        Case newer = checkpointed(now);
        byte[] cut = Arrays.copyOf(log, now.at(frame));
        lay(newer.db(), cut);
        open(what + " log of an older copy", own, now.history().size(), false);
      }
      case 10 -> {
        // The file as an older copy, its log gone on from a newer state.
        Case newer = grow(checkpointed(now).db(), 3);
        lay(now.db(), newer.wal());
        open(what + " older copy of the file", List.of(newer.history()), now.certain(0), false);
      }
      case 11 -> {
        lay(halfCheckpointed(now), log);
        open(what + " checkpoint cut off", own, now.history().size(), true);
      }
      case 12 -> {
        byte[] cut = Arrays.copyOf(log, now.at(frame));
        lay(halfCheckpointed(now), cut);
        open(what + " checkpoint cut off and log cut", own, 0, false);
      }
      case 13 -> {
        byte[] shm = new byte[32768];
        random.nextBytes(shm);
        lay(now.db(), log);
        Files.write(FileReplacer.beside(file, "-shm"), i % 2 == 0 ? shm : new byte[100]);
        open(what + " stale index of the log", own, now.history().size(), true);
      }
      case 14 -> {
        // As somebody would who knows the format: the checksums fit again.
        int at = now.at(frame) + FRAME_HEADER + random.nextInt(now.frame() - FRAME_HEADER);
        log[at] ^= (byte) (1 + random.nextInt(255));
        seal(log, now.frame());
        lay(now.db(), log);
        open(what + " forged byte " + at, own, 0, false);
      }
      default -> {
        // What an earlier, longer log has left behind the end of this one.
        byte[] longer = Arrays.copyOf(log, log.length + other.wal().length - HEADER);
        System.arraycopy(other.wal(), HEADER, longer, log.length, other.wal().length - HEADER);
        lay(now.db(), longer);
        open(what + " with an older end", own, now.history().size(), true);
      }
    }
  }

  /** Where the frame begins that {@code at} lies in: what is before it is untouched. */
  private static int whole(Case now, int at) {
    return at < HEADER ? 0 : now.at((at - HEADER) / now.frame());
  }

  private Case checkpointed(Case now) throws IOException, SQLException {
    lay(now.db(), now.wal());
    try (Connection db = Sqlite.writer(file)) {
      Sqlite.run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
      Sqlite.run(db, "PRAGMA journal_mode = DELETE");
    }
    return new Case(Files.readAllBytes(file), now.wal(), now.history(), now.commits());
  }

  /** Some of the pages that a checkpoint writes are in the file, others are not. */
  private byte[] halfCheckpointed(Case now) throws IOException, SQLException {
    byte[] after = checkpointed(now).db();
    byte[] half = Arrays.copyOf(now.db(), after.length);
    int page = now.frame() - FRAME_HEADER;
    for (int at = 0; at < after.length; at += page) {
      if (random.nextBoolean()) {
        System.arraycopy(after, at, half, at, page);
      }
    }
    return random.nextBoolean() ? half : Arrays.copyOf(half, now.db().length);
  }

  /** Makes all checksums of a log right: https://www.sqlite.org/fileformat2.html#walformat. */
  private static void seal(byte[] log, int frame) {
    ByteBuffer all = ByteBuffer.wrap(log);
    ByteOrder order = (all.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int[] sums = {0, 0};
    sum(log, 0, 24, order, sums);
    all.putInt(24, sums[0]).putInt(28, sums[1]);
    for (int at = HEADER; at + frame <= log.length; at += frame) {
      all.putInt(at + 8, all.getInt(16)).putInt(at + 12, all.getInt(20));
      sum(log, at, 8, order, sums);
      sum(log, at + FRAME_HEADER, frame - FRAME_HEADER, order, sums);
      all.putInt(at + 16, sums[0]).putInt(at + 20, sums[1]);
    }
  }

  private static void sum(byte[] bytes, int from, int length, ByteOrder order, int[] sums) {
    ByteBuffer words = ByteBuffer.wrap(bytes, from, length).order(order);
    while (words.hasRemaining()) {
      sums[0] += words.getInt() + sums[1];
      sums[1] += words.getInt() + sums[0];
    }
  }
}

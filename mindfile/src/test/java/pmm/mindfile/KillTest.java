package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed again and again at any moment, a mind keeps what it has acknowledged. */
@Tag("torture")
class KillTest {
  @TempDir Path folder;

  /**
   * Writes as fast as it can in every way there is, moves the log into the file every few
   * milliseconds, makes snapshots meanwhile, and prints each acknowledged event.
   */
  static final class Child {
    public static void main(String[] args) throws InterruptedException {
      Path home = Path.of(args[0]);
      Options options = Options.defaults().withQuiet(Duration.ofMillis(3));
      Random random = new Random();
      Semaphore inFlight = new Semaphore(8);
      MindFile mind = MindFile.open(home, options);
      Event born =
          mind.append(AppendRequest.of(Draft.of("note", "first"))).join().events().getFirst();
      System.out.println(born.id() + " " + born.hash());
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (true) {
              new Snapshots(home, Clock.systemUTC()).create();
            }
          });
      for (int i = 0; ; i++) {
        inFlight.acquire();
        String words = "w".repeat(random.nextInt(random.nextInt(20) == 0 ? 20_000 : 200));
        byte[] blob = Texts.utf8("blob " + random.nextLong());
        Draft draft =
            i % 7 == 0
                ? new Draft("note", words, "{\"blobs\":[\"" + hash(blob) + "\"]}")
                : Draft.of("note", words);
        mind.append(AppendRequest.of(draft).withBlobs(i % 7 == 0 ? List.of(blob) : List.of()))
            .thenAccept(result -> {
              Event event = result.events().getFirst();
              System.out.println(event.id() + " " + event.hash());
              inFlight.release();
            });
        if (i % 5 == 0) {
          mind.putProjections(List.of(Projection.of("p" + i % 3, "[" + i + "]", 1, "r/1")));
        }
        if (random.nextInt(30) == 0) {
          Thread.sleep(5);
        }
      }
    }

    private static String hash(byte[] bytes) {
      return HashChain.hex(HashChain.sha256().digest(bytes));
    }
  }

  private static Process child(Path home) throws IOException {
    return ChildJvm.of(Child.class, home).start();
  }

  @Test
  void losesNothingThatItAcknowledged() throws IOException, InterruptedException {
    Random random = new Random(Torture.SEED);
    int rounds = Torture.size(20, 1000);
    int minds = 0;
    long acknowledged = 0;
    long snapshots = 0;
    Path home = folder;
    Map<Long, String> hashes = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      String what = "seed " + Torture.SEED + " round " + round;
      if (round % 20 == 0) {
        home = Files.createDirectory(folder.resolve("home" + round));
        hashes.clear();
        minds++;
      }
      int before = hashes.size();
      run(home, hashes, random);
      acknowledged += hashes.size() - before;
      VerifyReport report = Minds.verify(home);
      if (Files.exists(home.resolve("mind.db"))) {
        assertEquals(0, report.exitCode(), () -> what + ": " + report);
      }
      try (MindFile mind = MindFile.open(home, Options.defaults())) {
        assertEquals(List.of(), mind.notices(), what);
        for (Map.Entry<Long, String> event : hashes.entrySet()) {
          assertEquals(event.getValue(), mind.get(event.getKey()).orElseThrow().hash(), what);
        }
      }
      for (Snapshot snapshot : new Snapshots(home, Clock.systemUTC()).list()) {
        assertTrue(VerifiedCopy.check(snapshot.path()).events() > 0, what);
        Files.delete(snapshot.path());
        snapshots++;
      }
    }
    Torture.report(
        "kill -9",
        "%d rounds over %d minds, %d events acknowledged, none lost, %d snapshots all whole",
        rounds,
        minds,
        acknowledged,
        snapshots);
  }

  private static void run(Path home, Map<Long, String> hashes, Random random)
      throws IOException, InterruptedException {
    Process child = child(home);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      if (random.nextInt(10) == 0) {
        // While it starts, and opens what the last kill has left.
        TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(400));
        child.toHandle().destroyForcibly();
      }
      int killAfter = 1 + random.nextInt(400);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(" ", -1);
        // The last line can be torn by the kill.
        if (fields.length == 2 && fields[1].length() == HashChain.HEX_LENGTH) {
          hashes.put(Long.parseLong(fields[0]), fields[1]);
        }
        if (--killAfter == 0) {
          // Through the handle: the process itself would close the stream that is read here.
          child.toHandle().destroyForcibly();
        }
      }
    }
    assertTrue(child.waitFor(20, TimeUnit.SECONDS));
  }
}

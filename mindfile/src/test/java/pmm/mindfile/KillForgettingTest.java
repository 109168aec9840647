package pmm.mindfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment while it forgets. */
@Tag("torture")
class KillForgettingTest {
  private static final int NOTES = 12;

  @TempDir Path folder;

  private static String words(long id) {
    return "secret number " + id + " of this mind, " + "and more of it. ".repeat((int) id * 20);
  }

  /** Forgets one event after the other, and says before and after each which. */
  static final class Child {
    public static void main(String[] args) {
      try (MindFile mind = MindFile.open(Path.of(args[0]), Options.defaults());
          SearchIndex index = SearchIndex.open(mind)) {
        Forgetting forgetting = new Forgetting(mind, index);
        System.out.println("open");
        for (long id = 2; id < 2 + NOTES; id++) {
          System.out.println("begins " + id);
          ForgetRequest request = new ForgetRequest(List.of(id), false, "tester", null);
          if (forgetting.forget(request).pending().isEmpty()) {
            System.out.println("done " + id);
          }
        }
      }
    }
  }

  private static Process child(Path home) throws IOException {
    return ChildJvm.of(Child.class, home).start();
  }

  private static void prepare(Path home) throws InterruptedException {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      for (long id = 2; id < 2 + NOTES; id++) {
        mind.append(AppendRequest.of(Draft.of("note", words(id)))).join();
      }
      mind.putProjections(List.of(Projection.of("p", "[\"" + words(2) + "\"]", NOTES, "r"))).join();
      assertTrue(index.awaitThrough(1 + NOTES, Duration.ofSeconds(60)));
      new Snapshots(home, Clock.systemUTC()).create();
    }
  }

  /** What it has begun and what it has done before it was killed. */
  private static List<String> killed(Path home, Random random)
      throws IOException, InterruptedException {
    List<String> said = new ArrayList<>();
    Process child = child(home);
    int killAfter = random.nextInt(2 * NOTES);
    long nanos = random.nextLong(20_000_000);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (said.size() == 1 + killAfter) {
          TimeUnit.NANOSECONDS.sleep(nanos);
          child.toHandle().destroyForcibly();
        }
      }
    }
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    return said;
  }

  @Test
  void leavesNothingOfWhatTheMindSaysIsForgotten() throws IOException, InterruptedException {
    Random random = new Random(Torture.SEED);
    int rounds = Torture.size(6, 300);
    int done = 0;
    int finished = 0;
    for (int round = 0; round < rounds; round++) {
      String what = "seed " + Torture.SEED + " round " + round;
      Path home = Files.createDirectory(folder.resolve("home" + round));
      prepare(home);
      List<String> said = killed(home, random);
      for (long id = 2; id < 2 + NOTES; id++) {
        if (said.contains("done " + id)) {
          done++;
          assertEquals(List.of(), holders(home, id), what + " event " + id + " before a start");
        }
      }
      try (MindFile mind = MindFile.open(home, Options.defaults());
          SearchIndex index = SearchIndex.open(mind)) {
        assertEquals(List.of(), mind.notices(), what);
        assertTrue(
            index.awaitThrough(mind.head().orElseThrow().id(), Duration.ofSeconds(60)), what);
        for (long id = 2; id < 2 + NOTES; id++) {
          Event event = mind.get(id).orElseThrow();
          if (event.content() == null) {
            finished += said.contains("done " + id) ? 0 : 1;
            assertEquals(List.of(), holders(home, id), what + " event " + id);
          } else {
            assertEquals(words(id), event.content(), what);
            assertTrue(!said.contains("done " + id), what + " event " + id);
          }
        }
      }
      VerifyReport report = Minds.verify(home.resolve("mind.db"));
      assertEquals(0, report.exitCode(), () -> what + ": " + report);
    }
    Torture.report(
        "kill -9 while forgetting",
        "%d rounds, %d events forgotten, %d more finished by the next start, no word left",
        rounds,
        done,
        finished);
  }

  private static List<Path> holders(Path home, long id) throws IOException {
    List<Path> holders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(path), ISO_8859_1);
        if (bytes.contains("secret number " + id + " of this mind")) {
          holders.add(path);
        }
      }
    }
    return holders;
  }
}

package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that open one mind at the same moment: one of them has it, the others are refused. */
@Tag("torture")
class TwoWritersTest {
  @TempDir Path home;

  /** Opens the mind, writes to it and holds it until it is told to end. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      try (MindFile mind = MindFile.open(Path.of(args[0]), Options.defaults())) {
        for (int i = 0; i < 20; i++) {
          Event event =
              mind.append(AppendRequest.of(Draft.of("note", args[1] + "-" + i)))
                  .join()
                  .events()
                  .getFirst();
          System.out.println(event.id() + " " + event.hash());
        }
        System.out.println("open");
        System.in.read();
      } catch (MindFileException e) {
        System.out.println(e.reason());
      }
    }
  }

  private Process child(String name) throws IOException {
    return ChildJvm.of(Child.class, home, name).start();
  }

  @Test
  void refusesAllButOneWithNoHarm() throws IOException, InterruptedException {
    Random random = new Random(Torture.SEED);
    int rounds = Torture.size(4, 150);
    Map<Long, String> acknowledged = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      String what = "seed " + Torture.SEED + " round " + round;
      List<Process> children = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        children.add(child(round + "-" + i));
      }
      int open = 0;
      for (Process child : children) {
        String last = read(child, acknowledged);
        assertTrue(last.equals("open") || last.equals("LOCKED"), () -> what + ": " + last);
        open += last.equals("open") ? 1 : 0;
      }
      assertEquals(1, open, what);
      boolean kill = random.nextBoolean();
      for (Process child : children) {
        if (kill) {
          child.toHandle().destroyForcibly();
        } else {
          child.getOutputStream().close();
        }
        assertTrue(child.waitFor(30, TimeUnit.SECONDS), what);
      }
      VerifyReport report = Minds.verify(home.resolve("mind.db"));
      assertEquals(0, report.exitCode(), () -> what + ": " + report);
    }
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), mind.notices());
      acknowledged.forEach(
          (id, hash) -> assertEquals(hash, mind.get(id).orElseThrow().hash(), "event " + id));
    }
    assertEquals(20 * rounds, acknowledged.size());
    Torture.report(
        "two writers",
        "%d rounds of 3 processes, %d events acknowledged, none lost, all others refused",
        rounds,
        acknowledged.size());
  }

  /** What it says at last, after the events that it has stored. */
  private static String read(Process child, Map<Long, String> acknowledged) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] fields = line.split(" ", -1);
      if (fields.length != 2) {
        return line;
      }
      acknowledged.put(Long.parseLong(fields[0]), fields[1]);
    }
    return "nothing";
  }
}

package pmm.mind.archive.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTableTest {
  private static final int MANY = 2_000_000;

  /** Fills a table and looks everything up, in a process of its own. */
  public static void main(String[] args) {
    DigestTable table = new DigestTable();
    Random digests = new Random(7);
    for (int i = 0; i < MANY; i++) {
      table.put(digests.nextLong(), digests.nextLong(), i);
    }
    digests = new Random(7);
    for (int i = 0; i < MANY; i++) {
      if (table.get(digests.nextLong(), digests.nextLong()) != i) {
        throw new IllegalStateException("entry " + i);
      }
    }
    System.out.print(table.get(digests.nextLong(), digests.nextLong()));
  }

  @Test
  void twoMillionEntriesFitIntoAHundredMegabytes() throws IOException, InterruptedException {
    Process filling =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx100m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DigestTableTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(filling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("-1", said);
    assertEquals(0, filling.waitFor());
  }

  @Test
  void aNumberTakesThePlaceOfAnother() {
    DigestTable table = new DigestTable();
    table.put(-1, -1, 3);
    table.put(0, 0, 0);
    table.put(-1, -1, 4);
    assertEquals(4, table.get(-1, -1));
    assertEquals(0, table.get(0, 0));
    assertEquals(-1, table.get(0, -1));
  }
}

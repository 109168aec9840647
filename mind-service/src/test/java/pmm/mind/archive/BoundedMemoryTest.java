package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.generate.Generator;
import pmm.mind.archive.model.ArchivedConversation;

/** An archive is larger than the memory it is read in. */
class BoundedMemoryTest {
  @TempDir Path folder;

  /** Reads an archive, in a process of its own. */
  public static void main(String[] args) throws IOException {
    AtomicLong messages = new AtomicLong();
    try (Archive archive = Archive.open(Path.of(args[0]))) {
      archive.read(item -> {
        if (item instanceof ArchivedConversation conversation) {
          messages.addAndGet(conversation.nodes().size());
        }
      });
      System.out.println(messages.get() > 10_000 && archive.position() == archive.size());
    }
  }

  @Test
  void memoryBlowUp() throws IOException, InterruptedException {
    Path archive = folder.resolve("conversations.json");
    Generator.write(3, 40L << 20, Generator.Kind.CHATGPT_JSON, archive);
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process reading =
        new ProcessBuilder(
                java,
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BoundedMemoryTest.class.getName(),
                archive.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.endsWith("true" + System.lineSeparator()), said);
    assertEquals(0, reading.waitFor());
  }
}

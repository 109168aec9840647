package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportReport;
import pmm.rpc.Problem;

/** Whatever a mind is given to import: it answers in words, and lives on in the memory it has. */
class HostileImportTest {
  /** Of the 192 MB of a mind: what the state of a long life takes. */
  private static final int LIFE = 48 << 20;

  @TempDir Path folder;

  /** Imports one file after the other, in a process of its own with the heap of a mind. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    byte[] life = new byte[LIFE];
    HostileFiles files = new HostileFiles(folder);
    try (ImportFixture mind = new ImportFixture(Files.createDirectory(folder.resolve("home")))) {
      for (Map.Entry<HostileFiles.Writer, String> each : files.refused().entrySet()) {
        Path file = each.getKey().write();
        expect(each.getValue(), refusal(() -> mind.dryRun(file, List.of())));
        expect(each.getValue(), refusal(() -> mind.run(file)));
      }
      for (Map.Entry<HostileFiles.Writer, String> each : files.lost().entrySet()) {
        ImportReport report = mind.run(each.getKey().write());
        expect(each.getValue(), report.getUnreadable(0).getWhy());
        expect("0 messages", report.getFound().getMessages() + " messages");
      }
      expect("0 events", mind.events().size() + " events");
      for (HostileFiles.Writer each : files.read().keySet()) {
        ImportReport report = mind.run(each.write());
        expect("1 message", report.getFound().getMessages() + " message");
      }
    }
    System.out.println("lives on " + (life[0] == 0));
  }

  private interface Call {
    Object call() throws IOException;
  }

  private static String refusal(Call call) throws IOException {
    try {
      return "was taken: " + call.call();
    } catch (Problem e) {
      return e.getMessage() + "";
    }
  }

  private static void expect(String words, String said) {
    System.out.println(said.lines().findFirst().orElse(""));
    if (!said.contains(words)) {
      throw new IllegalStateException(said + " (expected: " + words + ")");
    }
  }

  @Test
  @Timeout(300)
  void aMindLivesOn() throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process mind =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                HostileImportTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertTrue(mind.waitFor(240, TimeUnit.SECONDS), () -> "it goes on: " + read(said));
      assertEquals(0, mind.exitValue(), () -> read(said));
      assertTrue(read(said).contains("lives on true"), () -> read(said));
    } finally {
      mind.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

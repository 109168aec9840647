package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {
  @TempDir Path folder;

  @Test
  void findsTheVeryProcess() throws IOException {
    long me = ProcessHandle.current().pid();

    assertEquals(
        me, ProcessRecord.running(record(me, ProcessRecord.startedAt(me))).orElseThrow().pid());
  }

  @Test
  void neverTakesAReusedIdForTheProcess() throws IOException {
    long me = ProcessHandle.current().pid();

    assertTrue(ProcessRecord.running(record(me, "12345")).isEmpty());
  }

  @Test
  void knowsThatAProcessIsGone() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    String startedAt = ProcessRecord.startedAt(process.pid());
    Path file = record(process.pid(), startedAt);
    assertTrue(ProcessRecord.running(file).isPresent());

    process.destroyForcibly().waitFor();

    assertTrue(ProcessRecord.running(file).isEmpty());
  }

  @Test
  void takesNonsenseForNoProcess() throws IOException {
    assertTrue(ProcessRecord.running(folder.resolve("none")).isEmpty());
    for (String nonsense : new String[] {"", "1", "x\ny\n", "1\n\n", "999999999\n1\n"}) {
      assertTrue(
          ProcessRecord.running(Files.writeString(folder.resolve("pid"), nonsense)).isEmpty());
    }
  }

  private Path record(long pid, String startedAt) throws IOException {
    return Files.writeString(folder.resolve("pid"), pid + "\n" + startedAt + "\n");
  }
}

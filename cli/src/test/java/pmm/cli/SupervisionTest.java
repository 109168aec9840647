package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.rpc.Home;

class SupervisionTest {
  @TempDir Path home;

  @Test
  void readsWhatTheSupervisorWrote() throws IOException {
    write("mind", "state", "state=waiting\nrestarts=2\nlast_exit=137\n");
    long me = ProcessHandle.current().pid();
    write("mind", "supervisor.pid", me + "\n" + ProcessRecord.startedAt(me) + "\n");

    Supervision.State state = new Supervision(new Home(home), null).state(Service.MIND);

    assertEquals("waiting", state.state());
    assertTrue(state.supervised());
    assertEquals(2, state.restarts());
    assertEquals("137", state.lastExit());
    assertTrue(state.process().isEmpty());
    assertFalse(state.refused());
  }

  @Test
  void knowsARefusal() throws IOException {
    write("ledger", "state", "state=refused\nrestarts=0\nlast_exit=78\n");

    assertTrue(new Supervision(new Home(home), null).state(Service.LEDGER).refused());
  }

  @Test
  void takesAServiceThatNeverRanAsStopped() {
    Supervision supervision = new Supervision(new Home(home), null);

    assertFalse(supervision.anyRuns());
    assertEquals(0, supervision.state(Service.UI).restarts());
    assertTrue(supervision.stop(Service.UI));
  }

  @Test
  void statusTellsOfRestarts() throws IOException {
    write("mind", "state", "state=waiting\nrestarts=2\nlast_exit=137\n");
    long me = ProcessHandle.current().pid();
    write("mind", "supervisor.pid", me + "\n" + ProcessRecord.startedAt(me) + "\n");

    Ran status = Ran.pmm(home, "status");

    assertEquals(ExitCode.NOT_SO, status.exit());
    assertTrue(status.out().contains("waits to be started again"), status.out());
    assertTrue(status.out().contains("restarted 2 times, last exit 137"), status.out());
  }

  @Test
  void findsAndEndsWhatAKilledSupervisorLeft() throws Exception {
    Process left = new ProcessBuilder("sleep", "60").start();
    write("mind", "child.pid", left.pid() + "\n" + ProcessRecord.startedAt(left.pid()) + "\n");

    Ran status = Ran.pmm(home, "status");
    assertEquals(ExitCode.NOT_SO, status.exit());
    assertTrue(status.out().contains("not watched"), status.out());
    assertTrue(status.out().contains("Repair it with: pmm start"), status.out());

    assertEquals(ExitCode.DONE, Ran.pmm(home, "stop").exit());
    assertTrue(left.waitFor(10, java.util.concurrent.TimeUnit.SECONDS));
  }

  private void write(String service, String file, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve("run").resolve(service));
    Files.writeString(folder.resolve(file), text);
  }
}

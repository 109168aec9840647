package pmm.rpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthProbeTest {
  @TempDir Path folder;

  @Test
  void findsAServiceAliveOnlyWhileItRuns() {
    Home home = new Home(folder);
    assertFalse(HealthProbe.alive(home, "thing"));
    try (ServiceHost host = ServiceHost.builder("thing", home, Config.load(home)).build().start()) {
      assertTrue(HealthProbe.alive(home, "thing"));
    }
    assertFalse(HealthProbe.alive(home, "thing"));
  }
}

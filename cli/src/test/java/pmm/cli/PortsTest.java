package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void namesWhoHasAPort() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = server.getLocalPort();

      assertFalse(Ports.isFree(port));
      String owner = Ports.owner(port).orElseThrow();
      assertTrue(owner.startsWith("process " + ProcessHandle.current().pid() + " ("), owner);
    }
    assertTrue(Ports.isFree(port));
  }

  @Test
  void anyPortIsFreeWhereTheSystemChooses() {
    assertTrue(Ports.isFree(0));
  }
}

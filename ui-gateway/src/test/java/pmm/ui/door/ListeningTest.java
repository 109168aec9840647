package pmm.ui.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;

class ListeningTest {
  @Test
  void zeroIsOneFreePortAtAllAddresses() {
    Listening listening = Listening.from(Config.of(Map.of("ui.port", "0")));
    assertTrue(listening.port() > 0);
    listening
        .addresses()
        .forEach(address -> assertEquals(listening.port(), address.getPort(), address::toString));
    assertTrue(listening.addresses().getFirst().getAddress().isLoopbackAddress());
  }

  /** A connection that is made between choosing and listening must not get the same one. */
  @RepeatedTest(20)
  void zeroIsNoPortThatSystemsLend() {
    int port = Listening.from(Config.of(Map.of("ui.port", "0"))).port();
    assertTrue(port < 32_768, () -> "lent to outgoing connections: " + port);
  }

  @Test
  void saysWhoHasThePortAndOffersAnother() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      String message = refusal(Map.of("ui.port", port));
      assertTrue(message.startsWith("127.0.0.1:" + port + " is taken by "), message);
      assertTrue(message.contains("PMM_UI_PORT, such as "), message);
      if (java.nio.file.Files.isReadable(java.nio.file.Path.of("/proc/net/tcp"))) {
        assertTrue(message.contains("(pid " + ProcessHandle.current().pid() + ")"), message);
      }
    }
  }

  @Test
  void bindsWhereAContainerSays() {
    Listening listening = Listening.from(Config.of(Map.of("ui.port", "0", "ui.bind", "127.0.0.1")));
    assertEquals(1, listening.addresses().size());
    assertTrue(listening.container());
  }

  @Test
  void refusesANameToBind() {
    assertTrue(refusal(Map.of("ui.bind", "everywhere")).contains("everywhere"));
  }

  private static String refusal(Map<String, String> settings) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> Listening.from(Config.of(settings)))
            .getMessage());
  }
}

package pmm.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The npm package @portkey-ai/gateway, started as its own page says. */
final class Portkey implements AutoCloseable {

  private final Child child;
  private final int port;

  private Portkey(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  static Portkey start(Path work, Path installed) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path log = work.resolve("portkey.log");
    Child child =
        Child.start(
            work,
            log,
            List.of(
                "env",
                "NODE_ENV=production",
                "node",
                installed
                    .resolve("node_modules/@portkey-ai/gateway/build/start-server.js")
                    .toString(),
                "--headless",
                "--port=" + port));
    while (!listens(port)) {
      if (!child.isAlive()) {
        throw new IOException("the other gateway did not start: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
    return new Portkey(child, port);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  Way way(Upstream upstream) {
    return new SseWay(
        lane -> port,
        lane ->
            "x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:%d/v1\r\n"
                .formatted(upstream.port(lane)));
  }

  double cpuSeconds() {
    return child.cpuSeconds();
  }

  @Override
  public void close() throws InterruptedException {
    child.close();
  }
}

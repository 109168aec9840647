package pmm.wayout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes the connections to one address on to the scripted server, and notes of each who made it,
 * which server it named in clear, and how many bytes went each way.
 */
final class Relay {

  private static final AtomicLong IDS = new AtomicLong();

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final Log log;

  Relay(InetAddress address, int port, InetSocketAddress server, Log log) throws IOException {
    door = new ServerSocket(port, 50, address);
    this.server = server;
    this.log = log;
  }

  /** An address and port, the address in its one long form. */
  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " " + address.getPort();
  }

  void start() {
    Thread.ofPlatform().daemon().name("relay").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Thread.ofVirtual().start(() -> pass(near));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void pass(Socket near) {
    long id = IDS.incrementAndGet();
    AtomicLong sent = new AtomicLong();
    AtomicLong received = new AtomicLong();
    try (near;
        Socket far = new Socket(server.getAddress(), server.getPort())) {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      log.write(
          Log.entry("connect")
              .put("connection", id)
              .put("from", text((InetSocketAddress) near.getRemoteSocketAddress()))
              .put("to", near.getLocalAddress().getHostAddress())
              .put("port", far.getLocalPort()));
      Thread back = Thread.ofVirtual().start(() -> pump(far, near, received));
      byte[] hello = ClientHello.read(near.getInputStream());
      log.write(
          Log.entry("hello")
              .put("connection", id)
              .put("name", ClientHello.serverName(hello).orElse("")));
      far.getOutputStream().write(hello);
      sent.addAndGet(hello.length);
      pump(near, far, sent);
      back.join();
    } catch (IOException e) {
      // Either end may leave whenever it likes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      log.write(
          Log.entry("close")
              .put("connection", id)
              .put("sent", sent.get())
              .put("received", received.get()));
    }
  }

  /** Passes bytes on until one end leaves, and then lets both go: nothing here is half open. */
  private static void pump(Socket from, Socket to, AtomicLong count) {
    byte[] buffer = new byte[16 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
        count.addAndGet(length);
      }
    } catch (IOException e) {
      // The end of one is the end of the other.
    }
  }
}

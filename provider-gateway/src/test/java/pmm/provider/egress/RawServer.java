package pmm.provider.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** A server of the platform's own sockets that keeps every byte it was sent after the handshake. */
final class RawServer implements AutoCloseable {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;
  private final byte[] answer;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private RawServer(ServerSocket socket, byte[] answer) {
    this.socket = socket;
    this.answer = answer.clone();
    Thread.ofVirtual().start(this::accept);
  }

  /** A server with TLS that says 200 to all. */
  static RawServer secure(SSLContext context) throws IOException {
    return new RawServer(
        context.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getLoopbackAddress()),
        ANSWER);
  }

  /** A server that answers whatever it hears first with these bytes. */
  static RawServer saying(byte[] answer) throws IOException {
    return new RawServer(new ServerSocket(0, 9, InetAddress.getLoopbackAddress()), answer);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What came in so far. */
  synchronized String received() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] bytes = new byte[16_384];
      for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
        synchronized (this) {
          received.write(bytes, 0, count);
        }
        client.getOutputStream().write(answer);
        client.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client does not trust us, and has left.
    }
  }
}

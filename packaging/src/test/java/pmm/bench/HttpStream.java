package pmm.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept HTTP/1.1 connection, as a browser has it: closing it is closing the tab, and what is not
 * read stays with the sender.
 */
final class HttpStream implements AutoCloseable {

  private final String host;
  private final Socket socket;
  private final InputStream in;

  /** Connects to a port of this device, under a name. */
  HttpStream(String host, int port) throws IOException {
    this.host = host;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Posts, and returns the body as it comes.
   *
   * @param headers lines, each with its end
   */
  InputStream post(String path, String headers, byte[] body) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(path, host, body.length, headers)
            .getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    socket.getOutputStream().write(request.toByteArray());
    String status = line();
    boolean chunked = false;
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      chunked |= lower.equals("transfer-encoding: chunked");
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
    }
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(path + ": " + status + utf8(in.readNBytes(length)));
    }
    return chunked ? new Chunks() : new ByteArrayInputStream(in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private final class Chunks extends InputStream {
    private int left;
    private boolean over;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (left == 0 && !over) {
        left = Integer.parseInt(line(), 16);
        over = left == 0;
        if (over) {
          line();
        }
      }
      if (over) {
        return -1;
      }
      int read = in.read(target, from, Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      left -= read;
      if (left == 0) {
        line();
      }
      return read;
    }
  }
}

package pmm.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model server of the OpenAI kind that costs next to nothing, at as many ports as there are
 * askers: one address takes few calls at once. What it answers is in the last {@link Script} of the
 * request.
 */
final class Upstream implements AutoCloseable {

  private static final Pattern LENGTH =
      Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
  private static final byte[] HEAD =
      utf8(
          "HTTP/1.1 200 OK\r\n"
              + "content-type: text/event-stream\r\n"
              + "transfer-encoding: chunked\r\n\r\n");
  private static final int SEND_BUFFER = 32 << 10;
  private static final byte[] LAST = utf8("0\r\n\r\n");

  private final List<ServerSocket> ports = new ArrayList<>();
  private final List<BlockingQueue<Exchange>> exchanges = new ArrayList<>();

  /** One request, and what became of its answer. */
  static final class Exchange {
    private final AtomicLong sent = new AtomicLong();
    private final CompletableFuture<Long> left = new CompletableFuture<>();

    /** How many bytes of the answer were written so far. */
    long sent() {
      return sent.get();
    }

    /** When the asker closed the connection, by {@link System#nanoTime}. */
    CompletableFuture<Long> left() {
      return left;
    }
  }

  Upstream(int lanes) throws IOException {
    for (int i = 0; i < lanes; i++) {
      ServerSocket port = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
      ports.add(port);
      exchanges.add(arrived);
      Thread.ofVirtual().start(() -> listen(port, arrived));
    }
  }

  int port(int lane) {
    return ports.get(lane).getLocalPort();
  }

  /** The requests that arrived at a lane and were not asked for yet. */
  BlockingQueue<Exchange> exchanges(int lane) {
    return exchanges.get(lane);
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket port : ports) {
      port.close();
    }
  }

  private static void listen(ServerSocket port, BlockingQueue<Exchange> arrived) {
    try {
      while (true) {
        Socket socket = port.accept();
        socket.setTcpNoDelay(true);
        // What waits in this process's own buffers was not read by anybody.
        socket.setSendBufferSize(SEND_BUFFER);
        Thread.ofVirtual().start(() -> serve(socket, arrived));
      }
    } catch (IOException closed) {
      // The measuring is over.
    }
  }

  /** Reads one request after the other, also while an answer is written: so it sees who leaves. */
  private static void serve(Socket socket, BlockingQueue<Exchange> arrived) {
    Exchange exchange = new Exchange();
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String request = read(in); request != null; request = read(in)) {
        Script script = Script.lastIn(request);
        Exchange next = new Exchange();
        exchange = next;
        arrived.add(next);
        Thread.ofVirtual().start(() -> answer(script, out, next));
      }
    } catch (IOException gone) {
      // As good as a closed connection.
    }
    exchange.left.complete(System.nanoTime());
  }

  private static @Nullable String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int end = 0; end < 4; ) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
      end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
    }
    Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return new String(body, StandardCharsets.UTF_8);
  }

  private static void answer(Script script, OutputStream out, Exchange exchange) {
    try {
      if (script.silent()) {
        return;
      }
      ByteArrayOutputStream buffer = new ByteArrayOutputStream();
      buffer.write(HEAD);
      byte[] words = chunk(text(script.word()));
      for (int i = 0; i < script.chunks(); i++) {
        buffer.write(words);
        if (script.paceMs() > 0) {
          send(buffer, out, exchange);
          Thread.sleep(script.paceMs());
        } else if (buffer.size() > 1 << 14) {
          send(buffer, out, exchange);
        }
      }
      buffer.write(chunk(finish(script.chunks())));
      buffer.write(chunk("data: [DONE]\n\n"));
      buffer.write(LAST);
      send(buffer, out, exchange);
    } catch (IOException | InterruptedException left) {
      // Noted by the one who reads.
    }
  }

  private static void send(ByteArrayOutputStream buffer, OutputStream out, Exchange exchange)
      throws IOException {
    byte[] bytes = buffer.toByteArray();
    buffer.reset();
    out.write(bytes);
    exchange.sent.addAndGet(bytes.length);
  }

  private static String text(String word) {
    return event(
        "{\"index\":0,\"delta\":{\"content\":\"" + word + "\"},\"finish_reason\":null}", "");
  }

  private static String finish(int tokens) {
    return event(
        "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}",
        ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":%d,\"total_tokens\":%d}"
            .formatted(tokens, tokens + 9));
  }

  private static String event(String choice, String more) {
    return "data:"
        + " {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1763823348,"
        + "\"model\":\"lane\",\"choices\":["
        + choice
        + "]"
        + more
        + "}\n\n";
  }

  private static byte[] chunk(String text) {
    return utf8(String.format(Locale.ROOT, "%x\r\n%s\r\n", utf8(text).length, text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

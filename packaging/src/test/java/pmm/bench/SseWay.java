package pmm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Server-sent events as the model sends them: from itself, or through a gateway that passes them.
 */
final class SseWay implements Way {

  private static final String CONTENT = "\"content\":\"";

  private final IntUnaryOperator port;
  private final IntFunction<String> headers;
  private final Connections connections = new Connections();

  /**
   * A way to these ports.
   *
   * @param headers what a gateway is told about a lane
   */
  SseWay(IntUnaryOperator port, IntFunction<String> headers) {
    this.port = port;
    this.headers = headers;
  }

  @Override
  public Answer ask(int lane, Script script) throws IOException {
    HttpStream stream =
        connections.take(lane, () -> new HttpStream("127.0.0.1", port.applyAsInt(lane)));
    String body =
        "{\"model\":\"lane\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(script.question());
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                stream.post(
                    "/v1/chat/completions",
                    "Content-Type: application/json\r\nAuthorization: Bearer none\r\n"
                        + headers.apply(lane),
                    body.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));
    return new Answer() {
      private boolean over;

      @Override
      public int next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          int content = line.indexOf(CONTENT);
          if (content >= 0) {
            int from = content + CONTENT.length();
            return line.indexOf('"', from) - from;
          }
        }
        over = true;
        return -1;
      }

      @Override
      public void close() throws IOException {
        if (over) {
          connections.keep(lane, stream);
        } else {
          stream.close();
        }
      }
    };
  }

  @Override
  public void close() {
    connections.close();
  }
}

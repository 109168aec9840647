package pmm.wayout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.TlsKeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import pmm.provider.scripted.Received;
import pmm.provider.scripted.ScriptedServer;

/** The world as the namespace sees it: a name server, and relays before a scripted model server. */
final class Outside {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Outside() {}

  /**
   * Runs until killed; prints {@code ready} once it serves.
   *
   * @param arguments the folder with {@code server.pem} and {@code server.key}, where {@code
   *     outside.jsonl} is written; the address of the name server
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    Log log = new Log(folder.resolve("outside.jsonl"));
    ScriptedServer models =
        ScriptedServer.start(server ->
            server
                .https(new InetSocketAddress("127.0.0.1", 0))
                .tls(
                    TlsKeyPair.of(
                        folder.resolve("server.key").toFile(),
                        folder.resolve("server.pem").toFile())));
    models.onRequest(request -> log.write(entry(request)));
    new NameServer(arguments[1], log).start();
    InetSocketAddress server = new InetSocketAddress("127.0.0.1", models.port());
    for (Place place : Place.values()) {
      if (place.served()) {
        for (InetAddress address : place.addresses()) {
          new Relay(address, 443, server, log).start();
        }
      }
    }
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static ObjectNode entry(Received request) {
    return Log.entry("request")
        .put("host", request.headers().getOrDefault(":authority", "").replaceFirst(":443$", ""))
        .put("path", request.path())
        .put("port", request.port())
        .put("bytes", request.body().getBytes(StandardCharsets.UTF_8).length)
        .put("turn", turn(request.body()));
  }

  /** The number of the turn that the last message of the person bears; -1 if it bears none. */
  private static int turn(String body) {
    int turn = -1;
    try {
      for (JsonNode message : JSON.readTree(body).path("messages")) {
        if (message.path("role").asText().equals("user")) {
          turn = Turns.number(message.path("content").toString());
        }
      }
    } catch (IOException e) {
      return -1;
    }
    return turn;
  }
}

package pmm.provider.isolated;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.provider.model.Api;
import pmm.rpc.ConfigurationException;
import pmm.rpc.SocketServer;

/**
 * One of our own codecs as a program of its own: a socket, and neither ledger, keys nor network.
 */
public final class CodecMain {

  private static final Logger log = LoggerFactory.getLogger(CodecMain.class);
  private static final int WRONG_USE = 78;

  private CodecMain() {}

  /** Serves until stopped: FORMAT SOCKET. */
  public static void main(String[] arguments) throws InterruptedException {
    SocketServer server;
    try {
      server = serve(arguments);
    } catch (ConfigurationException e) {
      log.error("{}", e.getMessage());
      System.exit(WRONG_USE);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.awaitTermination();
  }

  static SocketServer serve(String... arguments) {
    if (arguments.length != 2) {
      throw new ConfigurationException(
          "arguments: " + Arrays.toString(arguments) + " (expected: FORMAT SOCKET)");
    }
    Api api = api(arguments[0]);
    Path socket = Path.of(arguments[1]).toAbsolutePath();
    SocketServer server =
        SocketServer.start(socket, new CodecHost(api, version()), IsolatedCodec.MAX_MESSAGE_BYTES);
    log.info("Serving {} at {}", api.id(), socket);
    return server;
  }

  private static Api api(String format) {
    try {
      return Api.valueOf(format.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "format: " + format + " (expected: openai, anthropic or ollama)", e);
    }
  }

  private static String version() {
    return Objects.requireNonNullElse(CodecMain.class.getPackage().getImplementationVersion(), "");
  }
}

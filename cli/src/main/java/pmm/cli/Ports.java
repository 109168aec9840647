package pmm.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;

/** Which ports are free, and who has those that are not. */
final class Ports {
  private static final String LISTENING = "0A";
  private static final int OTHER = 100;
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /** The port at which a service is to listen; 0 means any that is free. */
  static int configured(Service service, Config config) {
    int port = config.integer(service.portKey(), service.portVariable(), service.usualPort());
    if (port > HIGHEST) {
      throw new ConfigurationException(
          "%s or %s: %d (expected: a port from 1 to %d, or 0 for any that is free)"
              .formatted(service.portKey(), service.portVariable(), port, HIGHEST));
    }
    return port;
  }

  /** Another port, to be proposed for a taken one. */
  static int other(int port) {
    return port > HIGHEST - OTHER ? port - OTHER : port + OTHER;
  }

  /** Whether a server could listen at this loopback port; 0 always can. */
  static boolean isFree(int port) {
    return port == 0 || (canBind("127.0.0.1", port) && canBind("::1", port));
  }

  /**
   * The program that listens at a port, such as "process 4711 (python3 -m http.server 3000)", where
   * that can be read.
   */
  static Optional<String> owner(int port) {
    return listener(port).map(Ports::describe);
  }

  /** A process, by id and command line. */
  private static String describe(long pid) {
    String command =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().commandLine().or(() -> process.info().command()))
            .orElse("");
    return "process " + pid + (command.isEmpty() ? "" : " (" + Text.fit(command, 60) + ")");
  }

  private static boolean canBind(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      return true;
    } catch (java.net.BindException e) {
      // Where there is no ::1 at all, nobody can have taken it.
      return String.valueOf(e.getMessage()).contains("assign requested address");
    } catch (IOException e) {
      return address.equals("::1");
    }
  }

  private static Optional<Long> listener(int port) {
    try {
      return Files.isReadable(Path.of("/proc/net/tcp")) ? fromProc(port) : fromLsof(port);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> fromProc(int port) throws IOException {
    String end = String.format(":%04X", port);
    for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      if (!Files.isReadable(Path.of(table))) {
        continue;
      }
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[1].endsWith(end) && fields[3].equals(LISTENING)) {
          return holder("socket:[" + fields[9] + "]");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Long> holder(String socket) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          return Optional.of(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (Files.readSymbolicLink(file).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Another person's process, or one that has just ended.
      return false;
    }
    return false;
  }

  private static Optional<Long> fromLsof(int port) throws IOException {
    Process lsof =
        new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String first =
        new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("");
    return first.matches("\\d{1,9}") ? Optional.of(Long.parseLong(first)) : Optional.empty();
  }
}

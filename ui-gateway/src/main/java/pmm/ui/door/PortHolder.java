package pmm.ui.door;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out which process listens at a port, where the system lets us see that. */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** The process, for a person: "node (pid 4711)". */
  static String of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      sockets.addAll(sockets(PROC.resolve(table), port));
    }
    return holder(sockets)
        .orElse("another program (to see which: lsof -i :" + port + ", or ss -ltnp)");
  }

  private static Set<String> sockets(Path table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> links = new HashSet<>();
    try {
      for (String line : Files.readAllLines(table)) {
        // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
          links.add("socket:[" + fields[9] + "]");
        }
      }
    } catch (IOException unreadable) {
      return Set.of();
    }
    return links;
  }

  private static Optional<String> holder(Set<String> sockets) {
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          String name = Files.readString(process.resolve("comm")).strip();
          return Optional.of(name + " (pid " + process.getFileName() + ")");
        }
      }
    } catch (IOException unreadable) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException gone) {
      return false;
    }
    return false;
  }
}

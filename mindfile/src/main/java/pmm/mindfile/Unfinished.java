package pmm.mindfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names for files that are being made. No two makers share one, whatever process they are of; what
 * a killed one has left holds words too, and is dropped.
 */
public final class Unfinished {
  private static final String SUFFIX = ".unfinished";

  /** Nobody leaves a file alone that long while it is made. */
  private static final Duration LEFT = Duration.ofHours(1);

  /** What this process has named. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private Unfinished() {}

  /**
   * A name that nobody else uses, after what was left under such names was dropped.
   *
   * @param folder where it shall be made; it must be there
   * @param prefix what it is, as the beginning of its name
   */
  public static Path in(Path folder, String prefix) throws IOException {
    Instant latest = Clock.systemUTC().instant().minus(LEFT);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, prefix + "*" + SUFFIX + "*")) {
      for (Path path : files) {
        drop(path, latest);
      }
    }
    Path path = folder.resolve(prefix + UUID.randomUUID() + SUFFIX).toAbsolutePath();
    OWN.add(path);
    return path;
  }

  /**
   * Drops what other processes have left in a folder. Only for the one that has the mind: nobody
   * else is at work there.
   */
  static void dropLeft(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX + "*")) {
      for (Path path : files) {
        if (OWN.stream()
            .noneMatch(own -> path.toAbsolutePath().toString().startsWith(own.toString()))) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static void drop(Path path, Instant latest) {
    try {
      if (Files.getLastModifiedTime(path).toInstant().isBefore(latest)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Its maker was faster, or the next one drops it.
    }
  }
}

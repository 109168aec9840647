package pmm.mindfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Names for files that are being made. No two makers share one, whatever process they are of; what
 * a killed one has left holds words too, and is dropped.
 */
public final class Unfinished {
  private static final String SUFFIX = ".unfinished";

  /** Nobody leaves a file alone that long while it is made. */
  private static final Duration LEFT = Duration.ofHours(1);

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
    return folder.resolve(prefix + UUID.randomUUID() + SUFFIX);
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

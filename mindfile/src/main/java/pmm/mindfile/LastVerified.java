package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When the whole chain was last found whole; a note in the cache, lost without harm. */
final class LastVerified {
  private static final Logger LOG = LoggerFactory.getLogger(LastVerified.class);

  private final Path path;

  LastVerified(Path mindFile) {
    path = mindFile.resolveSibling("cache").resolve("verified");
  }

  Optional<Instant> read() {
    try {
      return Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void note(VerifyReport report) {
    try {
      switch (report) {
        case VerifyReport.Whole whole -> {
          Path cache = path.getParent();
          if (cache != null) {
            Files.createDirectories(cache);
          }
          Files.writeString(path, whole.facts().events() + " " + whole.facts().headHash() + "\n");
        }
        case VerifyReport.Broken broken -> Files.deleteIfExists(path);
        case VerifyReport.NotCheckable unknown -> {}
      }
    } catch (IOException e) {
      LOG.warn("Could not note the verification in {}: {}", path, e.getMessage());
    }
  }
}

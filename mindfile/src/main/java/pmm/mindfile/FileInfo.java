package pmm.mindfile;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a mind file is.
 *
 * @param path where it lies
 * @param sizeBytes its size, with what is not yet moved in from the log beside it
 * @param head its last event; empty before the first
 * @param mindId the id of the mind; empty before the first event
 * @param lastVerified when the whole chain was last found whole
 */
public record FileInfo(
    Path path,
    long sizeBytes,
    Optional<Head> head,
    Optional<String> mindId,
    Optional<Instant> lastVerified) {
  /** How many events it holds. */
  public long eventCount() {
    return head.map(Head::id).orElse(0L);
  }
}

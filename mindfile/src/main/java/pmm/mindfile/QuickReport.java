package pmm.mindfile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a quick verification found.
 *
 * @param report of the events after {@code through}; those before were not read again
 * @param through the last event of the state that it went on from; 0 if there was none
 * @param signedBy the fingerprint of the key that has signed that state; null if it was only noted
 *     beside the file, which proves nothing to those who do not trust the folder
 * @param fullAt when the last full verification was; null if none is known
 */
public record QuickReport(
    VerifyReport report, long through, @Nullable String signedBy, @Nullable Instant fullAt) {}

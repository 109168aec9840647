package pmm.mindfile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to verify.
 *
 * @param workers how many ranges are read at a time
 * @param headsLog the witness to compare with; null for heads.log beside the file, if there is one
 * @param witnessed whether to compare with witnesses at all
 * @param trust whose signatures are believed
 * @param copy whether this is a copy, in which the living mind may have forgotten something later,
 *     even where it is called as a living mind is
 */
public record VerifyOptions(
    int workers, @Nullable Path headsLog, boolean witnessed, Trust trust, boolean copy) {
  /** Two ranges at a time. */
  public static VerifyOptions defaults() {
    return new VerifyOptions(2, null, true, Trust.NONE, false);
  }

  /** Without witnesses. */
  VerifyOptions alone() {
    return new VerifyOptions(workers, null, false, Trust.NONE, copy);
  }

  /** Believing these signatures. */
  public VerifyOptions trusting(Trust newTrust) {
    return new VerifyOptions(workers, headsLog, witnessed, newTrust, copy);
  }

  /** As a copy. */
  VerifyOptions ofCopy() {
    return new VerifyOptions(workers, headsLog, witnessed, trust, true);
  }

  /** Whether a file may say that it was forgotten by events that it does not hold. */
  boolean mayEndBefore(Path file) {
    return copy || !file.endsWith(MindFile.NAME);
  }
}

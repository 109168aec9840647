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
 */
public record VerifyOptions(int workers, @Nullable Path headsLog, boolean witnessed, Trust trust) {
  /** Two ranges at a time. */
  public static VerifyOptions defaults() {
    return new VerifyOptions(2, null, true, Trust.NONE);
  }

  /** Without witnesses. */
  VerifyOptions alone() {
    return new VerifyOptions(workers, null, false, Trust.NONE);
  }

  /** Believing these signatures. */
  public VerifyOptions trusting(Trust newTrust) {
    return new VerifyOptions(workers, headsLog, witnessed, newTrust);
  }
}

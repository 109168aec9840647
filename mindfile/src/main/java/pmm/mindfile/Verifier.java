package pmm.mindfile;

import java.nio.file.Path;

/** Verifies a mind file with nothing running, or beside a running writer. */
public final class Verifier {
  private Verifier() {}

  /** Recomputes everything from the stored bytes. */
  public static VerifyReport verify(Path file, VerifyOptions options, Progress progress) {
    throw new UnsupportedOperationException("verify");
  }
}

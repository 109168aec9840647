package pmm.mindfile;

import java.nio.file.Path;

/** Reads a foreign mind.db into a fresh file; it is never adopted as it lies. */
public final class MindFileImporter {
  private MindFileImporter() {}

  /** Imports all or none; {@code fresh} (a file, or a home folder) must not hold a mind yet. */
  public static ImportReport importInto(Path fresh, Path foreign, Progress progress) {
    throw new UnsupportedOperationException("importInto");
  }
}

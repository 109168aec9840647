package pmm.mindfile;

import java.io.InputStream;
import java.nio.file.Path;

/** Reads a mind from JSON lines into a fresh file. */
public final class JsonlImporter {
  private JsonlImporter() {}

  /** Imports all or none; {@code fresh} (a file, or a home folder) must not hold a mind yet. */
  public static ImportReport importInto(Path fresh, InputStream in, Progress progress) {
    throw new UnsupportedOperationException("importInto");
  }
}

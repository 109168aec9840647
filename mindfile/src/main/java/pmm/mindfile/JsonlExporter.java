package pmm.mindfile;

import java.io.OutputStream;
import java.nio.file.Path;

/** Writes a mind as JSON lines. */
public final class JsonlExporter {
  private JsonlExporter() {}

  /** Exports everything; the stream is flushed and left open. Returns how many events. */
  public static long export(Path file, OutputStream out, Progress progress) {
    throw new UnsupportedOperationException("export");
  }
}

package pmm.mind.archive.model;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file in an archive. They can be opened as long as the archive is. */
public interface Content {
  /** The name of the file within the archive. */
  String member();

  /** How many bytes there are. */
  long size();

  /** A new stream of the bytes; it fails rather than yield more than {@link #size()} says. */
  InputStream open() throws IOException;
}

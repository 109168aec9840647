package pmm.mind.archive.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how many bytes were read. */
final class ProgressStream extends FilterInputStream {
  private final JsonFile.Progress progress;

  ProgressStream(InputStream in, JsonFile.Progress progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    progress.read(Math.max(count, 0));
    return count;
  }
}

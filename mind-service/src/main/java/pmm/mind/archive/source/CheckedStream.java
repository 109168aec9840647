package pmm.mind.archive.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/** Holds the checksum of a ZIP's file against its bytes, and frees what unpacks it. */
final class CheckedStream extends FilterInputStream {
  private final CRC32 seen = new CRC32();
  private final long expected;
  private final Runnable free;

  CheckedStream(InputStream in, long expected, Runnable free) {
    super(in);
    this.expected = expected;
    this.free = free;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count > 0) {
      seen.update(into, offset, count);
    } else if (count < 0 && seen.getValue() != expected) {
      throw new ZipException("its checksum is wrong");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    super.close();
    free.run();
  }
}

package pmm.mind.archive.source;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/**
 * Yields as many bytes as were announced, and says so in words when there are fewer, more or broken
 * ones.
 */
final class ExactStream extends FilterInputStream {
  private final String name;
  private long left;

  ExactStream(InputStream in, String name, long size) {
    super(in);
    this.name = name;
    this.left = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count;
    try {
      count = in.read(into, offset, length);
    } catch (ZipException | EOFException e) {
      throw new ArchiveException(
          Reason.DAMAGED,
          name + " is damaged in the archive (" + e.getMessage() + "): fetch the export again");
    }
    if (count > left) {
      throw new ArchiveException(
          Reason.TOO_LARGE, name + " holds more bytes than the archive says: it was not read on");
    }
    if (count < 0 && left > 0) {
      throw new ArchiveException(
          Reason.DAMAGED, name + " ends " + left + " bytes too early: fetch the export again");
    }
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] away = new byte[(int) Math.min(Math.max(count, 0), 8192)];
    return away.length == 0 ? 0 : Math.max(0, read(away, 0, away.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}

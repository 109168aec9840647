package pmm.mind.archive.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A stretch of a file; several can be read side by side. */
final class SliceStream extends InputStream {
  private final FileChannel file;
  private long at;
  private long left;

  SliceStream(FileChannel file, long at, long length) {
    this.file = file;
    this.at = at;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int count = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)), at);
    if (count > 0) {
      at += count;
      left -= count;
    }
    return count;
  }
}

package pmm.mind.archive.predecessor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/**
 * The pages of an SQLite file. A hostile file can lead anywhere, so every number in it is held
 * against the file's size.
 */
final class SqlitePages {
  /** The version of the format whose writers keep a log (WAL). */
  private static final byte WITH_LOG = 2;

  private final FileChannel file;
  private final int max;
  private final int size;
  private final int usable;
  private final Charset text;
  private final boolean log;
  private long left;

  /**
   * Opens it.
   *
   * @param max the longest row that is read
   */
  SqlitePages(FileChannel file, int max) throws IOException {
    this.file = file;
    this.max = max;
    ByteBuffer header = at(0, 100);
    int stored = header.getShort(16) & 0xffff;
    this.size = stored == 1 ? 65536 : stored;
    this.usable = size - (header.get(20) & 0xff);
    this.log = header.get(18) == WITH_LOG || header.get(19) == WITH_LOG;
    this.text = SqliteTable.charset(header.getInt(56));
    if (size < 512 || Integer.bitCount(size) != 1 || usable < 480) {
      throw damaged("its pages have " + stored + " bytes");
    }
    this.left = 2 * (file.size() / size) + 2;
  }

  /** Whether new rows first stand in a file beside this one. */
  boolean writesToALog() {
    return log;
  }

  Charset text() {
    return text;
  }

  /** A page by its number, from 1. More pages than there are can only be asked for in circles. */
  ByteBuffer read(int number) throws IOException {
    if (number < 1 || (long) number * size > file.size() || --left < 0) {
      throw damaged("it refers to page " + number);
    }
    return at((number - 1L) * size, size);
  }

  /** The bytes of a row, which go on in pages of their own if they are many. */
  ByteBuffer payload(ByteBuffer cell, long length) throws IOException {
    if (length < 1 || length > max) {
      throw damaged("a row has " + length + " bytes (expected: at most " + max + ")");
    }
    int most = usable - 35;
    int least = (usable - 12) * 32 / 255 - 23;
    int spill = least + (int) ((length - least) % (usable - 4));
    int local = length <= most ? (int) length : spill <= most ? spill : least;
    ByteBuffer record = ByteBuffer.allocate((int) length);
    ByteBuffer here = cell.slice(cell.position(), local);
    record.put(here);
    int next = record.hasRemaining() ? cell.getInt(cell.position() + local) : 0;
    while (record.hasRemaining()) {
      ByteBuffer page = read(next);
      next = page.getInt(0);
      record.put(page.slice(4, Math.min(usable - 4, record.remaining())));
    }
    return record.flip();
  }

  private ByteBuffer at(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) {
        throw damaged("it ends too early");
      }
    }
    return bytes.flip();
  }

  ArchiveException damaged(String why) {
    return new ArchiveException(Reason.DAMAGED, "the database is damaged: " + why);
  }
}

package pmm.mind.archive.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/**
 * The directory at the end of a ZIP. Read here and not by java.util.zip, which tells neither links
 * nor passwords nor files that lie over one another.
 */
final class ZipDirectory {
  /** A line of the directory. */
  record Line(
      String name,
      int flags,
      int method,
      long crc,
      long packed,
      long size,
      long offset,
      int unixMode) {
    boolean encrypted() {
      return (flags & 1) != 0;
    }

    boolean link() {
      return (unixMode & 0xf000) == 0xa000;
    }

    boolean folder() {
      return name.endsWith("/");
    }
  }

  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LINE = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final long MAX_BYTES = 32L << 20;
  private static final long FULL = 0xffff_ffffL;

  private ZipDirectory() {}

  /** Whether a file begins as a ZIP does, an empty one too. */
  static boolean begins(FileChannel file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    return file.read(head, 0) == 4 && (head.getInt(0) == LOCAL || head.getInt(0) == END);
  }

  static List<Line> read(FileChannel file, Limits limits) throws IOException {
    long end = findEnd(file);
    ByteBuffer last = bytes(file, end, END_SIZE);
    long count = last.getShort(10) & 0xffff;
    long length = last.getInt(12) & FULL;
    long start = last.getInt(16) & FULL;
    if (end >= 20 && bytes(file, end - 20, 20).getInt(0) == LOCATOR_64) {
      ByteBuffer wide = bytes(file, bytes(file, end - 20, 20).getLong(8), 56);
      if (wide.getInt(0) != END_64) {
        throw damaged("its directory is not where it should be");
      }
      count = wide.getLong(32);
      length = wide.getLong(40);
      start = wide.getLong(48);
    }
    if (count > limits.members()) {
      throw new ArchiveException(
          Reason.TOO_LARGE,
          "the ZIP holds " + count + " files (expected: at most " + limits.members() + ")");
    }
    if (length < 0 || start < 0 || start > end || length > end - start) {
      throw damaged("its directory is not where it should be");
    }
    if (length > MAX_BYTES) {
      throw new ArchiveException(
          Reason.TOO_LARGE,
          "the directory of the ZIP has "
              + length
              + " bytes (expected: at most "
              + MAX_BYTES
              + ")");
    }
    return lines(bytes(file, start, (int) length), count);
  }

  private static List<Line> lines(ByteBuffer directory, long count) throws ArchiveException {
    List<Line> lines = new ArrayList<>();
    for (int at = 0; lines.size() < count; ) {
      if (at + 46 > directory.limit() || directory.getInt(at) != LINE) {
        throw damaged("its directory ends after " + lines.size() + " of " + count + " files");
      }
      int name = directory.getShort(at + 28) & 0xffff;
      int extra = directory.getShort(at + 30) & 0xffff;
      int comment = directory.getShort(at + 32) & 0xffff;
      int next = at + 46 + name + extra + comment;
      if (next > directory.limit()) {
        throw damaged("its directory ends after " + lines.size() + " of " + count + " files");
      }
      lines.add(line(directory, at, name, extra));
      at = next;
    }
    return lines;
  }

  private static Line line(ByteBuffer directory, int at, int nameLength, int extraLength) {
    long packed = directory.getInt(at + 20) & FULL;
    long size = directory.getInt(at + 24) & FULL;
    long offset = directory.getInt(at + 42) & FULL;
    int extra = at + 46 + nameLength;
    for (int field = extra; field + 4 <= extra + extraLength; ) {
      int length = directory.getShort(field + 2) & 0xffff;
      if (directory.getShort(field) == 1) {
        int value = field + 4;
        int stop = Math.min(value + length, extra + extraLength);
        if (size == FULL && value + 8 <= stop) {
          size = directory.getLong(value);
          value += 8;
        }
        if (packed == FULL && value + 8 <= stop) {
          packed = directory.getLong(value);
          value += 8;
        }
        if (offset == FULL && value + 8 <= stop) {
          offset = directory.getLong(value);
        }
      }
      field += 4 + length;
    }
    byte[] name = new byte[nameLength];
    directory.get(at + 46, name);
    boolean unix = directory.get(at + 5) == 3;
    int mode = unix ? directory.getInt(at + 38) >>> 16 : 0;
    return new Line(
        decode(name),
        directory.getShort(at + 8),
        directory.getShort(at + 10),
        directory.getInt(at + 16) & FULL,
        packed,
        size,
        offset,
        mode);
  }

  /** Nearly all write UTF-8, with or without the flag for it. */
  private static String decode(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, StandardCharsets.ISO_8859_1);
    }
  }

  private static long findEnd(FileChannel file) throws IOException {
    long size = file.size();
    int length = (int) Math.min(size, END_SIZE + 0xffff);
    ByteBuffer tail = bytes(file, size - length, length);
    for (int at = length - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END) {
        return size - length + at;
      }
    }
    throw damaged("its end is missing, as after a download that broke off");
  }

  /** Where the packed bytes of a file begin: behind a header of its own. */
  static long dataOffset(FileChannel file, Line line) throws IOException {
    ByteBuffer header = bytes(file, line.offset(), 30);
    if (header.getInt(0) != LOCAL) {
      throw damaged(line.name() + " is not where its directory says");
    }
    return line.offset() + 30 + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
  }

  private static ByteBuffer bytes(FileChannel file, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    if (at < 0) {
      throw damaged("its directory is not where it should be");
    }
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw damaged("it ends too early");
      }
    }
    return buffer.flip();
  }

  static ArchiveException damaged(String why) {
    return new ArchiveException(
        Reason.DAMAGED, "the ZIP is damaged: " + why + ". Fetch the export again");
  }
}

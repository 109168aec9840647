package pmm.mind.archive.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file that is an archive of its own, plain or packed by gzip. */
final class SingleFile {
  private static final int GZIP = 0x1f8b;
  private static final int SMALLEST = 18;

  private SingleFile() {}

  static Member member(Path place, String name, FileChannel file, Limits limits)
      throws IOException {
    long packed = file.size();
    ByteBuffer head = ByteBuffer.allocate(2);
    if (packed < SMALLEST || file.read(head, 0) < 2 || head.getShort(0) != (short) GZIP) {
      return Member.unpacked(name, place.toRealPath(), packed);
    }
    ByteBuffer tail = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    file.read(tail, packed - 4);
    long size = tail.getInt(0) & 0xffff_ffffL;
    String inner = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return new Member(
        inner,
        size,
        packed,
        limits.ratio(),
        () -> new GZIPInputStream(Files.newInputStream(place), 65536));
  }
}

package pmm.mind.archive.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/** The files of a ZIP, after all that is known of hostile ones was looked for. */
final class ZipMembers {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int LOCAL_HEADER = 30;

  private ZipMembers() {}

  static List<Member> list(FileChannel file, Limits limits) throws IOException {
    List<ZipDirectory.Line> lines = ZipDirectory.read(file, limits);
    long total = 0;
    List<Member> members = new ArrayList<>();
    for (ZipDirectory.Line line : lines) {
      refuseUnsafe(line);
      total = Math.addExact(total, line.size());
      if (total > limits.total()) {
        throw new ArchiveException(
            Reason.TOO_LARGE,
            "the ZIP would unpack to more than "
                + limits.total()
                + " bytes: it looks like a ZIP bomb");
      }
      if (!line.folder() && !Source.isNoise(line.name())) {
        members.add(
            new Member(
                line.name(), line.size(), line.packed(), limits.ratio(), () -> open(file, line)));
      }
    }
    refuseOverlaps(lines);
    members.sort(Comparator.comparing(Member::member));
    return members;
  }

  private static void refuseUnsafe(ZipDirectory.Line line) throws ArchiveException {
    String name = line.name();
    String path = name.replace('\\', '/');
    if (path.startsWith("/")
        || path.matches("[A-Za-z]:.*")
        || ("/" + path + "/").contains("/../")
        || name.indexOf('\0') >= 0) {
      throw new ArchiveException(
          Reason.UNSAFE,
          "the ZIP names the file \""
              + name
              + "\", outside of itself: no honest export does, so nothing of it was read");
    }
    if (line.link()) {
      throw new ArchiveException(
          Reason.UNSAFE,
          "the ZIP holds the link \""
              + name
              + "\": no honest export does, so nothing of it was read");
    }
    if (line.encrypted()) {
      throw new ArchiveException(
          Reason.ENCRYPTED,
          "the ZIP has a password (" + name + "): unpack it yourself, then import the folder");
    }
    if (line.method() != STORED && line.method() != DEFLATED) {
      throw new ArchiveException(
          Reason.DAMAGED,
          name
              + " is packed by method "
              + line.method()
              + " (expected: 0 or 8): unpack the ZIP yourself, then import the folder");
    }
    if (line.size() < 0
        || line.packed() < 0
        || line.offset() < 0
        || (line.method() == STORED && line.size() != line.packed())) {
      throw ZipDirectory.damaged(name + " has impossible sizes");
    }
  }

  /** One packed stretch that many names share unpacks to any size. */
  private static void refuseOverlaps(List<ZipDirectory.Line> lines) throws ArchiveException {
    List<ZipDirectory.Line> byPlace = new ArrayList<>(lines);
    byPlace.sort(Comparator.comparingLong(ZipDirectory.Line::offset));
    long free = 0;
    for (ZipDirectory.Line line : byPlace) {
      if (line.offset() < free) {
        throw new ArchiveException(
            Reason.TOO_LARGE,
            "files of the ZIP lie over one another ("
                + line.name()
                + "): it looks like a ZIP bomb");
      }
      free = line.offset() + LOCAL_HEADER + line.packed();
    }
  }

  private static InputStream open(FileChannel file, ZipDirectory.Line line) throws IOException {
    InputStream packed = new SliceStream(file, ZipDirectory.dataOffset(file, line), line.packed());
    if (line.method() == STORED) {
      return new CheckedStream(packed, line.crc(), () -> {});
    }
    Inflater inflater = new Inflater(true);
    return new CheckedStream(
        new InflaterInputStream(packed, inflater, 65536), line.crc(), inflater::end);
  }
}

package pmm.mind.archive.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.Content;

/** A file of an archive. */
public final class Member implements Content {
  /** Opens the bytes. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final long size;
  private final long packed;
  private final int ratio;
  private final Opener opener;
  private final Optional<Path> file;

  Member(String name, long size, long packed, int ratio, Opener opener) {
    this(name, size, packed, ratio, opener, Optional.empty());
  }

  private Member(
      String name, long size, long packed, int ratio, Opener opener, Optional<Path> file) {
    this.name = name;
    this.size = size;
    this.packed = packed;
    this.ratio = ratio;
    this.opener = opener;
    this.file = file;
  }

  /** A file that lies unpacked, and is no link. */
  static Member unpacked(String name, Path file, long size) {
    return new Member(
        name,
        size,
        size,
        1,
        () -> Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS),
        Optional.of(file));
  }

  /**
   * What a file packed by gzip holds. It is read once to know how much that is.
   *
   * @throws ArchiveException if it is damaged, or would unpack to more than that
   */
  public Member unzipped(long most) throws IOException {
    long count = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new GZIPInputStream(open(), 1 << 16)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
        if (count > most) {
          throw new ArchiveException(
              ArchiveException.Reason.TOO_LARGE,
              name + " would unpack to more than " + most + " bytes: it was not read");
        }
      }
    } catch (ZipException | EOFException e) {
      throw new ArchiveException(
          ArchiveException.Reason.DAMAGED, name + " is packed by gzip and damaged");
    }
    return new Member(name, count, count, 1, () -> new GZIPInputStream(open(), 1 << 16));
  }

  /** The file itself, if it lies unpacked: to read it out of order. */
  public Optional<Path> file() {
    return file;
  }

  @Override
  public String member() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  /** The name without folders, in lower case. */
  public String baseName() {
    return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /** Refuses what would unpack to far more than it is. */
  public void check() throws ArchiveException {
    if (size > Limits.SMALL && size / ratio > packed) {
      throw new ArchiveException(
          ArchiveException.Reason.TOO_LARGE,
          name
              + " would unpack from "
              + packed
              + " to "
              + size
              + " bytes, more than "
              + ratio
              + " times as many: it looks like a ZIP bomb and was not opened");
    }
  }

  @Override
  public InputStream open() throws IOException {
    check();
    return new ExactStream(opener.open(), name, size);
  }

  @Override
  public String toString() {
    return name;
  }
}

package pmm.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A file that appears whole or not at all, and that only its owner can read. */
final class WholeFile {
  private static final int BUFFER = 1 << 16;

  private WholeFile() {}

  /** Writes something. */
  interface Content {
    /** Returns how much it was. */
    long write(OutputStream out) throws IOException;
  }

  /** Fails where no such file can be written. */
  static void check(Path target) {
    Path folder = target.getParent();
    if (Files.isDirectory(target) || folder == null) {
      throw Failure.notDone(target + " is a folder (expected: a file in it)");
    }
    checkFolder(target);
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw Failure.notDone(
          target + " is a device (expected: a file). Without --out it goes to standard output");
    }
  }

  /** Fails where nothing can be written beside it. */
  static void checkFolder(Path target) {
    Path folder = Objects.requireNonNull(target.getParent());
    if (!Files.isDirectory(folder)) {
      throw Failure.notDone(
          "There is no folder "
              + folder
              + " (expected: one to write "
              + target.getFileName()
              + " to)");
    }
    if (!Files.isWritable(folder)) {
      throw Failure.notDone("Cannot write to " + target + ": its folder is not open to you");
    }
  }

  /** Writes it beside its place first; what was there is replaced. */
  static long write(Path target, Content content) throws IOException {
    Path part;
    try {
      part =
          Files.createTempFile(
              Objects.requireNonNull(target.getParent()),
              "." + target.getFileName(),
              ".part",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw Failure.notDone("Cannot write to " + target + ": " + Problems.cause(e));
    }
    try {
      long written = fill(part, content);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } catch (IOException e) {
      throw notWritten(target, e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The disk may be full. */
  static Failure notWritten(Path target, IOException why) {
    return Failure.notDone(
        "Nothing was written; cannot write to " + target + ": " + Problems.cause(why));
  }

  /** Writes a file, and returns once its bytes are on the disk. */
  static long fill(Path file, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      long written = content.write(stream);
      stream.flush();
      channel.force(true);
      return written;
    }
  }
}

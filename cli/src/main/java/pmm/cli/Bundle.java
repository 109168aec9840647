package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Several files that appear together or not at all, and that only their owner can read: a new
 * folder, or a ZIP.
 */
@FunctionalInterface
interface Bundle {
  /** Puts files into a bundle. */
  @FunctionalInterface
  interface Filling {
    /** Returns how much it was. */
    long fill(Bundle bundle) throws IOException;
  }

  /**
   * Adds a file.
   *
   * @param name its path, with slashes
   * @return how much it was
   */
  long add(String name, WholeFile.Content content) throws IOException;

  /** Writes a ZIP; what was there is replaced. */
  static long zip(Path target, Filling filling) throws IOException {
    return WholeFile.write(
        target,
        stream -> {
          ZipOutputStream zip = new ZipOutputStream(stream);
          long written =
              filling.fill((name, content) -> {
                zip.putNextEntry(new ZipEntry(name));
                long count = content.write(zip);
                zip.closeEntry();
                return count;
              });
          zip.finish();
          return written;
        });
  }

  /** Fails where no folder can be written. */
  static void checkFolder(Path target) throws IOException {
    if (target.getParent() == null) {
      throw Failure.notDone(target + " is not empty (expected: a new folder)");
    }
    WholeFile.checkFolder(target);
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw Failure.notDone(target + " is a file (expected: a new folder)");
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw Failure.notDone(
            "Nothing was written; " + target + " is not empty (expected: a new folder)");
      }
    }
  }

  /** Writes a folder that is not there yet, or empty. */
  static long folder(Path target, Filling filling) throws IOException {
    FileAttribute<?> file =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    FileAttribute<?> folder =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path part;
    try {
      part =
          Files.createTempDirectory(
              Objects.requireNonNull(target.getParent()), "." + target.getFileName());
    } catch (IOException e) {
      throw Failure.notDone("Cannot write to " + target + ": " + Problems.cause(e));
    }
    try {
      long written =
          filling.fill((name, content) -> {
            Path path = part.resolve(name);
            Files.createDirectories(Objects.requireNonNull(path.getParent()), folder);
            return WholeFile.fill(Files.createFile(path, file), content);
          });
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } catch (IOException e) {
      throw WholeFile.notWritten(target, e);
    } finally {
      delete(part);
    }
  }

  private static void delete(Path part) throws IOException {
    if (!Files.exists(part)) {
      return;
    }
    try (Stream<Path> files = Files.walk(part)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

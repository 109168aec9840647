package pmm.mindfile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** The one way in which mind.db comes to be or is replaced. */
final class FileReplacer {
  private FileReplacer() {}

  /**
   * Puts {@code complete} in the place of {@code target}. Killed at any step, {@code target} is
   * either the old file or the new one. No writer may have either of them open.
   */
  static void replace(Path complete, Path target) throws IOException {
    for (String suffix : new String[] {"-wal", "-shm", "-journal"}) {
      for (Path file : new Path[] {complete, target}) {
        Path companion = beside(file, suffix);
        if (Files.exists(companion)) {
          throw new IOException(companion + " is there (expected: a cleanly closed file)");
        }
      }
    }
    sync(complete);
    Files.move(
        complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(target);
  }

  /** Hears of each step that is done, so that a test can end the process there. */
  interface Steps {
    Steps UNHEARD = step -> {};

    void done(String step) throws IOException;
  }

  /**
   * The same, and keeps what is replaced under another name, with a log that could not be moved
   * into it. Killed at any step, {@code target} is either the old file with its log or the new one,
   * beside which the old log may still lie: {@link WalGuard} finds that it does not continue it.
   */
  static void replaceKeeping(Path complete, Path target, Path kept, Steps steps)
      throws IOException {
    Path journal = beside(target, "-journal");
    if (Files.exists(journal) && Files.size(journal) > 0) {
      // Unlike a log it fits any file: beside the new one it would be played back into it.
      throw new IOException(journal + " is there: open the file once, or move that one away");
    }
    Path log = beside(target, "-wal");
    sync(complete);
    keep(target, kept);
    steps.done("kept the old file");
    if (Files.exists(log)) {
      Path keptLog = beside(kept, "-wal");
      Files.copy(log, keptLog, StandardCopyOption.REPLACE_EXISTING);
      sync(keptLog);
      steps.done("kept its log");
    }
    syncFolder(kept);
    Files.move(
        complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(target);
    steps.done("replaced it");
    Files.deleteIfExists(log);
    Files.deleteIfExists(beside(target, "-shm"));
    syncFolder(target);
  }

  private static void keep(Path target, Path kept) throws IOException {
    try {
      Files.createLink(kept, target);
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.copy(target, kept);
      sync(kept);
    }
  }

  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Writes a small file that only its owner may open, by rename: whole or not at all. */
  static void write(Path file, String text) throws IOException {
    Path temporary = beside(file, ".new");
    VerifiedCopy.privateFile(temporary);
    Files.writeString(temporary, text);
    sync(temporary);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(file);
  }

  static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}

package pmm.mindfile;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One single file that holds all of a mind at one moment, and was found whole.
 *
 * @param events how many events it holds
 * @param root the RFC 6962 root over them, in hex
 * @param hash the hash of the last one
 */
public record VerifiedCopy(long events, String root, String hash) {
  /**
   * Copies a mind file, which may be open and written meanwhile, and makes the copy durable. It
   * does not count before it was renamed to what it shall be called.
   *
   * @param source a file, or a folder that holds {@code mind.db}
   * @param target what must not be there, or is dropped: private to its owner
   * @throws MindFileException BROKEN if the copy does not verify; nothing is left of it then
   */
  public static VerifiedCopy write(Path source, Path target) {
    return write(source, target, Progress.NONE);
  }

  static VerifiedCopy write(Path source, Path target, Progress progress) {
    Path file = MindFile.existing(source);
    boolean whole = false;
    try {
      copy(file, target);
      VerifiedCopy copy = check(target, progress);
      whole = true;
      return copy;
    } finally {
      if (!whole) {
        drop(target);
      }
    }
  }

  /**
   * Only copies, for one who has it verified elsewhere.
   *
   * @param source as of {@link #write}
   * @param target as of {@link #write}
   */
  public static void copy(Path source, Path target) {
    Path file = MindFile.existing(source);
    try {
      privateFile(target);
      vacuum(file, target);
      FileReplacer.sync(target);
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw Failed.because("copying " + file, target, e);
    }
  }

  /**
   * Verifies a file that nobody writes.
   *
   * @throws MindFileException BROKEN, or why it cannot be verified
   */
  public static VerifiedCopy check(Path file) {
    return check(file, Progress.NONE);
  }

  private static VerifiedCopy check(Path file, Progress progress) {
    return switch (Verifier.verify(file, VerifyOptions.defaults().alone().ofCopy(), progress)) {
      case VerifyReport.Whole(VerifyReport.Facts facts) when facts.headHash() != null ->
          new VerifiedCopy(facts.events(), facts.merkleRoot(), facts.headHash());
      case VerifyReport.Whole empty -> throw MindFileException.invalid(file + " holds no event");
      case VerifyReport.Broken broken ->
          throw new MindFileException(
              MindFileException.Reason.BROKEN,
              "%s is broken at %s (%s): %s"
                  .formatted(
                      file,
                      broken.first().row(),
                      broken.first().fault().word(),
                      broken.first().message()));
      case VerifyReport.NotCheckable problem ->
          throw new MindFileException(problem.reason(), problem.message());
    };
  }

  /**
   * Gives a copy the name by which it counts, durably; killed meanwhile it has one or the other.
   */
  public static void rename(Path copy, Path name) throws IOException {
    FileReplacer.replace(copy, name);
  }

  private static void vacuum(Path file, Path target) throws SQLException, IOException {
    try (ReadView view = ReadView.of(file);
        Connection db = view.open()) {
      // What is forbidden to a reader is to write this database, not to make another one.
      Sqlite.run(db, "PRAGMA query_only = OFF");
      // Else a page of the copy keeps rows that were moved on, where forgetting does not look.
      Sqlite.run(db, "PRAGMA secure_delete = ON");
      try (PreparedStatement vacuum = db.prepareStatement("VACUUM INTO ?")) {
        vacuum.setString(1, target.toAbsolutePath().toString());
        vacuum.execute();
      }
    }
  }

  /** SQLite would make it readable by everybody. */
  static void privateFile(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, mode("rw-------"));
  }

  static void privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder, mode("rwx------"));
  }

  private static FileAttribute<?>[] mode(String rights) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Drops one that does not count, with what SQLite has left beside it. */
  static void drop(Path target) {
    try {
      for (String suffix : new String[] {"", "-journal", "-wal", "-shm"}) {
        Files.deleteIfExists(FileReplacer.beside(target, suffix));
      }
    } catch (IOException e) {
      // The failure that led here tells more.
    }
  }
}

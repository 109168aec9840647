package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Sets a write-ahead log aside that does not continue its file: SQLite would replay the log of
 * another file, or of an older copy, and make a mixture of both.
 */
final class WalGuard {
  private WalGuard() {}

  /** The message about a log that was set aside, or empty. Needs the writer's lock. */
  static Optional<OpenNotice> check(Path file, Options options) throws IOException {
    Path wal = FileReplacer.beside(file, "-wal");
    if (Files.notExists(wal) || Files.size(wal) == 0 || continues(file, options)) {
      return Optional.empty();
    }
    Path aside = FileReplacer.beside(file, "-wal.aside-" + System.currentTimeMillis());
    Files.deleteIfExists(FileReplacer.beside(file, "-shm"));
    Files.move(wal, aside);
    FileReplacer.syncFolder(file);
    return Optional.of(
        new OpenNotice(
            OpenNotice.Kind.WAL_SET_ASIDE,
            wal + " does not continue " + file + ": it was set aside as " + aside.getFileName()));
  }

  /**
   * Whether the file with its log is a whole mind that holds the head of the file without it. Where
   * the file alone is none, it may lack pages of a checkpoint that was cut off: then the log is
   * needed.
   */
  private static boolean continues(Path file, Options options) throws IOException {
    if (Files.notExists(file)) {
      return false;
    }
    Optional<VerifyReport.Facts> alone = whole(file, ReadView.withoutLog(file), options);
    if (alone.isEmpty()) {
      return true;
    }
    return whole(file, ReadView.of(file), options).isPresent() && holdsHead(file, alone.get());
  }

  private static Optional<VerifyReport.Facts> whole(Path file, ReadView view, Options options)
      throws IOException {
    try (view) {
      return switch (Verifier.atOpen(file, view, options)) {
        case VerifyReport.Whole whole -> Optional.of(whole.facts());
        case VerifyReport.Broken broken -> Optional.empty();
        case VerifyReport.NotCheckable problem -> Optional.empty();
      };
    }
  }

  private static boolean holdsHead(Path file, VerifyReport.Facts alone) {
    try (Connection db = Sqlite.reader(file)) {
      return EventRows.get(db, alone.intactThrough())
          .filter(event -> event.hash().equals(alone.headHash()))
          .isPresent();
    } catch (SQLException e) {
      return false;
    }
  }
}

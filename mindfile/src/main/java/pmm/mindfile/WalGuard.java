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
   * Whether the file with its log holds the head of the file without it. Where the file alone is no
   * whole mind, it may lack pages of a checkpoint that was cut off: then the log is needed. A log
   * that adds events after that head stays, whatever else is wrong with it.
   *
   * @throws MindFileException if it cannot be said now
   */
  private static boolean continues(Path file, Options options) throws IOException {
    if (Files.notExists(file)) {
      return false;
    }
    if (!(check(file, ReadView.withoutLog(file), options) instanceof VerifyReport.Whole alone)) {
      return true;
    }
    return switch (check(file, ReadView.of(file), options)) {
      case VerifyReport.Whole whole -> holdsHead(file, alone.facts());
      case VerifyReport.Broken broken ->
          !isMixture(broken.first().fault())
              && holdsHead(file, alone.facts())
              && addsEvents(file, alone.facts());
      case VerifyReport.NotCheckable noMind -> false;
    };
  }

  /** Not checkable only where there is no mind: any other obstacle may be gone the next time. */
  private static VerifyReport check(Path file, ReadView view, Options options) throws IOException {
    try (view) {
      VerifyReport report = Verifier.atOpen(file, view, options);
      if (report instanceof VerifyReport.NotCheckable problem
          && problem.reason() != MindFileException.Reason.NOT_A_MIND_FILE) {
        throw new MindFileException(problem.reason(), problem.message());
      }
      return report;
    }
  }

  /** Whether pages of two files show themselves so. */
  private static boolean isMixture(Fault fault) {
    return fault == Fault.FILE || fault == Fault.LINK;
  }

  private static boolean addsEvents(Path file, VerifyReport.Facts alone) {
    try (Connection db = Sqlite.reader(file)) {
      return Sqlite.number(db, "SELECT max(id) FROM events") > alone.intactThrough();
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    }
  }

  private static boolean holdsHead(Path file, VerifyReport.Facts alone) {
    try (Connection db = Sqlite.reader(file)) {
      return EventRows.get(db, alone.intactThrough())
          .filter(event -> event.hash().equals(alone.headHash()))
          .isPresent();
    } catch (SQLException e) {
      if (Sqlite.isDamage(e) || Sqlite.isSqlError(e)) {
        return false;
      }
      throw Sqlite.problem(file, e);
    }
  }
}

package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/**
 * Undoes a change of the journal mode that was cut off: no reader can open the file before. As with
 * a log, the journal of another file, or of an older copy, is set aside instead.
 */
final class JournalGuard {
  private JournalGuard() {}

  /** The message about a journal that was set aside, or empty. Needs the writer's lock. */
  static Optional<OpenNotice> check(Path file, Options options) throws IOException, SQLException {
    Path journal = FileReplacer.beside(file, "-journal");
    if (Files.notExists(journal) || Files.size(journal) == 0) {
      return Optional.empty();
    }
    // One of the two is strange: the mode changes only while there is no log.
    boolean log = Files.exists(FileReplacer.beside(file, "-wal"));
    if (!log && Files.exists(file) && belongs(file, journal, options)) {
      rollBack(file);
      return Optional.empty();
    }
    Path aside = FileReplacer.beside(file, "-journal.aside-" + System.currentTimeMillis());
    Files.move(journal, aside);
    FileReplacer.syncFolder(file);
    return Optional.of(
        new OpenNotice(
            OpenNotice.Kind.WAL_SET_ASIDE,
            "%s does not belong to %s: it was set aside as %s"
                .formatted(journal, file, aside.getFileName())));
  }

  /** Whether it leads to the same head, or to a whole mind where there is none without it. */
  private static boolean belongs(Path file, Path journal, Options options) throws IOException {
    Path copies = Files.createTempDirectory(Objects.requireNonNull(file.getParent()), "journal");
    Path copy = copies.resolve("mind.db");
    try {
      Files.copy(file, copy);
      VerifyReport alone = Verifier.atOpen(copy, ReadView.withoutLog(copy), options);
      Files.copy(journal, FileReplacer.beside(copy, "-journal"));
      rollBack(copy);
      return Verifier.atOpen(copy, ReadView.withoutLog(copy), options)
              instanceof VerifyReport.Whole after
          && (!(alone instanceof VerifyReport.Whole before)
              || before.facts().headHash() != null
                  && before.facts().headHash().equals(after.facts().headHash()));
    } catch (SQLException unfit) {
      return false;
    } finally {
      for (String suffix : new String[] {"", "-journal", "-wal", "-shm"}) {
        Files.deleteIfExists(FileReplacer.beside(copy, suffix));
      }
      Files.delete(copies);
    }
  }

  /** SQLite does so when it reads with the right to write. */
  private static void rollBack(Path file) throws SQLException {
    try (Connection db = Sqlite.undoing(file)) {
      Sqlite.number(db, "SELECT count(*) FROM sqlite_schema");
    }
  }
}

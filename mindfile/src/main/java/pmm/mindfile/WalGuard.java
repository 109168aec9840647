package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets a write-ahead log aside that does not continue its file: SQLite would replay the log of
 * another file, or of an older copy, and make a mixture of both.
 */
final class WalGuard {
  /** How many of the newest events must be linked for a log to be trusted. */
  private static final int TAIL = 1000;

  private WalGuard() {}

  /** The message about a log that was set aside, or empty. Needs the writer's lock. */
  static Optional<OpenNotice> check(Path file) throws IOException {
    Path wal = FileReplacer.beside(file, "-wal");
    if (Files.notExists(wal) || Files.size(wal) == 0 || continues(file)) {
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

  private static boolean continues(Path file) {
    if (Files.notExists(file)) {
      return false;
    }
    View alone = alone(file);
    View together = together(file, alone == null ? null : alone.head());
    if (together == null) {
      // A file that cannot be read alone either may lack pages of a checkpoint that was cut off:
      // then the log is all there is, and it stays where it is.
      return alone == null;
    }
    return alone == null
        || (together.firstHash().equals(alone.firstHash())
            && together.holdsHead()
            && together.linked());
  }

  private record View(String firstHash, Head head, boolean holdsHead, boolean linked) {}

  private static @Nullable View alone(Path file) {
    try (Connection db = Sqlite.immutable(file)) {
      return view(db, null);
    } catch (SQLException e) {
      return null;
    }
  }

  private static @Nullable View together(Path file, @Nullable Head expected) {
    try (Connection db = Sqlite.reader(file)) {
      return view(db, expected);
    } catch (SQLException e) {
      return null;
    }
  }

  private static @Nullable View view(Connection db, @Nullable Head expected) throws SQLException {
    Head head = EventRows.head(db).orElse(null);
    Event first = EventRows.get(db, 1).orElse(null);
    if (head == null || first == null) {
      return null;
    }
    boolean holds =
        expected == null
            || EventRows.get(db, expected.id())
                .filter(event -> event.hash().equals(expected.hash()))
                .isPresent();
    return new View(first.hash(), head, holds, isLinked(db, head));
  }

  private static boolean isLinked(Connection db, Head head) throws SQLException {
    long from = Math.max(1, head.id() - TAIL);
    return Sqlite.number(
            db,
            "SELECT count(*) FROM events e WHERE e.id > "
                + from
                + " AND e.prev_hash IS NOT (SELECT hash FROM events p WHERE p.id = e.id - 1)")
        == 0;
  }
}

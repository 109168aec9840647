package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/** Verifies a mind file with nothing running, or beside a running writer. */
public final class Verifier {
  private Verifier() {}

  /**
   * Recomputes everything from the stored bytes and compares it with every head that can be
   * reached.
   *
   * @param file a file, or a folder that holds {@code mind.db}; it and its folder may be read-only
   */
  public static VerifyReport verify(Path file, VerifyOptions options, Progress progress) {
    Path path = MindFile.existing(file);
    if (!Files.isRegularFile(path)) {
      return new VerifyReport.NotCheckable(
          MindFileException.Reason.IO, path + " is no file (expected: a mind file)");
    }
    try {
      FileHeader header = FileHeader.read(path);
      try (ReadView view = ReadView.of(path)) {
        return new Verification(path, view, options, progress).run(header);
      }
    } catch (MindFileException e) {
      return new VerifyReport.NotCheckable(e.reason(), e.getMessage());
    } catch (SQLException e) {
      return damaged(path, e);
    } catch (IOException e) {
      return new VerifyReport.NotCheckable(
          MindFileException.Reason.IO, "reading " + path + " failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new VerifyReport.NotCheckable(MindFileException.Reason.CLOSED, "interrupted");
    }
  }

  private static VerifyReport damaged(Path path, SQLException e) {
    if (Sqlite.isSqlError(e)) {
      return broken(Finding.row("sqlite_schema", Fault.SCHEMA, String.valueOf(e.getMessage())));
    }
    MindFileException problem = Sqlite.problem(path, e);
    if (problem.reason() != MindFileException.Reason.BROKEN) {
      return new VerifyReport.NotCheckable(problem.reason(), problem.getMessage());
    }
    return broken(
        Finding.row("database", Fault.FILE, "the database is damaged: " + e.getMessage()));
  }

  private static VerifyReport broken(Finding finding) {
    return new VerifyReport.Broken(
        finding,
        List.of(finding),
        new VerifyReport.Facts(
            0,
            0,
            null,
            HashChain.hex(new CompactRange().root()),
            null,
            0,
            0,
            List.of(),
            List.of()));
  }

  /** The tables and the newest events of a large file, quick enough for every start. */
  static VerifyReport newest(Path file, long count) {
    try (ReadView view = ReadView.of(file);
        Connection db = view.open();
        ChunkCheck check = new ChunkCheck(file, db)) {
      for (String difference : Schema.differences(db)) {
        return broken(Finding.row("sqlite_schema", Fault.SCHEMA, difference));
      }
      long last = Sqlite.number(db, "SELECT max(id) FROM events");
      long first = Math.max(1, last - count + 1);
      ChunkCheck.Result result = check.check(first, last, null, new TreeSet<>());
      return result.finding == null
          ? new VerifyReport.Whole(facts(result))
          : broken(result.finding);
    } catch (SQLException e) {
      return damaged(file, e);
    } catch (IOException e) {
      return new VerifyReport.NotCheckable(
          MindFileException.Reason.IO, "reading " + file + " failed: " + e.getMessage());
    }
  }

  private static VerifyReport.Facts facts(ChunkCheck.Result result) {
    return new VerifyReport.Facts(
        result.lastId,
        result.lastId,
        result.lastHash == null ? null : HashChain.hex(result.lastHash),
        "",
        null,
        0,
        0,
        List.of(),
        List.of("only the newest events were checked"));
  }
}

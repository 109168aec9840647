package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import pmm.mindfile.proof.CompactRange;

/** Verifies a mind file with nothing running, or beside a running writer. */
public final class Verifier {
  /** How many events of a large file are looked at when it is opened. */
  private static final long NEWEST = 1000;

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
    try (ReadView view = ReadView.of(path)) {
      return run(path, view, options, progress);
    } catch (IOException e) {
      return unreadable(path, e);
    }
  }

  private static VerifyReport run(
      Path path, ReadView view, VerifyOptions options, Progress progress) {
    try {
      return new Verification(path, view, options, progress).run(FileHeader.read(path));
    } catch (MindFileException e) {
      return new VerifyReport.NotCheckable(e.reason(), e.getMessage());
    } catch (SQLException e) {
      return damaged(path, e);
    } catch (IOException e) {
      return unreadable(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new VerifyReport.NotCheckable(MindFileException.Reason.CLOSED, "interrupted");
    }
  }

  /** Everything of a small file, the tables and the newest events of a large one. */
  static VerifyReport atOpen(Path file, ReadView view, Options options) throws IOException {
    return Files.size(file) < options.fullCheckBelow()
        ? run(file, view, VerifyOptions.defaults().alone(), Progress.NONE)
        : newest(file, view);
  }

  private static VerifyReport unreadable(Path path, IOException e) {
    return new VerifyReport.NotCheckable(
        MindFileException.Reason.IO, "reading " + path + " failed: " + e.getMessage());
  }

  private static VerifyReport damaged(Path path, SQLException e) {
    if (Sqlite.isSqlError(e)) {
      return broken(Finding.row("sqlite_schema", Fault.SCHEMA, String.valueOf(e.getMessage())));
    }
    MindFileException problem = Sqlite.problem(path, e);
    if (problem.reason() != MindFileException.Reason.BROKEN) {
      return new VerifyReport.NotCheckable(problem.reason(), problem.getMessage());
    }
    return broken(Finding.row("database", Fault.FILE, damage(path)));
  }

  /** Where the file is too short for what its header says, that is why. */
  private static String damage(Path path) {
    try {
      return FileHeader.read(path).cut(Files.size(path)).orElse(Sqlite.DAMAGE);
    } catch (IOException | MindFileException unreadable) {
      return Sqlite.DAMAGE;
    }
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

  private static VerifyReport newest(Path file, ReadView view) {
    try (ChunkCheck check = new ChunkCheck(file, view.open())) {
      int version = Schema.versionOf(check.connection());
      List<String> differences =
          Schema.isNewer(version)
              ? List.of()
              : Schema.CURRENT.differences(check.connection(), version);
      if (!differences.isEmpty()) {
        return broken(Finding.row("sqlite_schema", Fault.SCHEMA, differences.getFirst()));
      }
      List<Finding> indexes = IndexCheck.run(check.connection());
      if (!indexes.isEmpty()) {
        return broken(indexes.getFirst());
      }
      long last = Sqlite.number(check.connection(), "SELECT max(id) FROM events");
      long first = Math.max(1, last - NEWEST + 1);
      ChunkCheck.Result result = check.check(first, last, null, new TreeSet<>());
      return result.finding == null
          ? new VerifyReport.Whole(facts(result))
          : broken(result.finding);
    } catch (SQLException e) {
      return damaged(file, e);
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

package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.VerifyingKey;

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
    return verify(file, options, progress, new CompactRange());
  }

  /** The same; if it is found whole, that is noted beside it for {@link #quick} to go on from. */
  public static VerifyReport verifyAndNote(Path file, VerifyOptions options, Progress progress) {
    CompactRange tree = new CompactRange();
    VerifyReport report = verify(file, options, progress, tree);
    new LastVerified(MindFile.existing(file)).note(report, tree.frontier());
    return report;
  }

  private static VerifyReport verify(
      Path file, VerifyOptions options, Progress progress, CompactRange tree) {
    return reading(file, (path, view) -> run(path, view, options, progress, tree));
  }

  /**
   * Verifies what came after the newest checkpoint in the file that the key has signed, or else
   * after the last full verification that was noted beside it. Anyone who can change the file can
   * change such a note: it spares time, and proves nothing.
   *
   * @param key whose signatures are believed; null for nobody's
   */
  public static QuickReport quick(Path file, @Nullable VerifyingKey key) {
    LastVerified.Note note = new LastVerified(MindFile.existing(file)).note().orElse(null);
    QuickCheck check = new QuickCheck(MindFile.existing(file), key, note);
    VerifyReport report = reading(file, (path, view) -> check.run(view));
    return new QuickReport(
        report,
        check.from().map(QuickStart::size).orElse(0L),
        check.from().map(QuickStart::signedBy).orElse(null),
        note == null ? null : note.at());
  }

  private static VerifyReport run(
      Path path, ReadView view, VerifyOptions options, Progress progress, CompactRange tree)
      throws SQLException, IOException, InterruptedException {
    return new Verification(path, view, options, progress, tree).run(FileHeader.read(path));
  }

  /** A way to read a file and report on it. */
  private interface Check {
    VerifyReport of(Path path, ReadView view)
        throws SQLException, IOException, InterruptedException;
  }

  private static VerifyReport reading(Path file, Check check) {
    Path path = MindFile.existing(file);
    if (!Files.isRegularFile(path)) {
      return new VerifyReport.NotCheckable(
          MindFileException.Reason.IO, path + " is no file (expected: a mind file)");
    }
    try (ReadView view = ReadView.of(path)) {
      return run(path, view, check);
    } catch (IOException e) {
      return unreadable(path, e);
    }
  }

  private static VerifyReport run(Path path, ReadView view, Check check) {
    try {
      return check.of(path, view);
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
        ? run(
            file,
            view,
            (path, v) ->
                run(path, v, VerifyOptions.defaults().alone(), Progress.NONE, new CompactRange()))
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
            Collections.emptySortedMap(),
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
        Collections.emptySortedMap(),
        0,
        List.of(),
        List.of("only the newest events were checked"));
  }
}

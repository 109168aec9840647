package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/**
 * A restore of the newest snapshot that was only tried, in a scratch folder.
 *
 * @param snapshot what was tried
 * @param continued whether the living mind holds its last event; if not, it has left that history
 * @param entry the drill as it is remembered
 */
public record Drill(Snapshot snapshot, boolean continued, CopyLog.Entry entry) {
  /**
   * Restores the newest snapshot beside the living mind, which may be open, verifies what comes of
   * it and compares it with the living mind. Nothing is left but a line in copies.log.
   *
   * @throws MindFileException INVALID if there is no snapshot, BROKEN if it cannot be restored
   */
  public static Drill run(Path homeOrFile, Clock clock) {
    Path file = MindFile.fileOf(homeOrFile);
    Snapshot newest =
        new Snapshots(file, clock)
            .newest()
            .orElseThrow(
                () -> MindFileException.invalid("no snapshot of " + file + " (expected: one)"));
    Path cache = file.resolveSibling("cache");
    try {
      VerifiedCopy.privateFolder(cache);
      return run(file, newest, Unfinished.in(cache, "drill-"), clock);
    } catch (SQLException e) {
      throw Sqlite.problem(newest.path(), e);
    } catch (IOException e) {
      throw Failed.because("the drill", file, e);
    }
  }

  private static Drill run(Path file, Snapshot newest, Path restored, Clock clock)
      throws IOException, SQLException {
    try {
      VerifiedCopy.write(newest.path(), restored);
      Options options = Options.defaults().withClock(clock);
      Restoring.goOn(restored, file, Living.read(file), HomeId.of(file), "drill", options);
      VerifiedCopy copy = VerifiedCopy.check(restored);
      CopyLog.Entry entry =
          new CopyLog.Entry(CopyLog.What.DRILL, clock.instant(), copy, newest.path().toString());
      boolean continued = shared(file, newest) == newest.events();
      new CopyLog(file).add(entry);
      return new Drill(newest, continued, entry);
    } finally {
      VerifiedCopy.drop(restored);
    }
  }

  private static long shared(Path file, Snapshot snapshot) throws IOException, SQLException {
    try (ReadView view = ReadView.of(snapshot.path());
        Connection db = view.open()) {
      return Files.exists(file) ? Living.shared(file, db) : 0;
    }
  }
}

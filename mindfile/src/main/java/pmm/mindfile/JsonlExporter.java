package pmm.mindfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Writes a mind as JSON lines, beside a running writer or with nothing running. */
public final class JsonlExporter {
  private static final int PROGRESS_EVERY = 10_000;

  private JsonlExporter() {}

  /**
   * Exports everything in one state of the file.
   *
   * @param file a file, or a folder that holds {@code mind.db}; without it nothing is written
   * @param out is flushed and left open
   * @return how many events were written
   * @throws IOException if {@code out} fails
   */
  public static long export(Path file, OutputStream out, Progress progress) throws IOException {
    Path path = MindFile.existing(file);
    if (Files.notExists(path)) {
      return 0;
    }
    FileHeader.read(path);
    try (ReadView view = ReadView.of(path);
        Connection db = view.open();
        StoredLines lines = new StoredLines(db)) {
      long total = Sqlite.number(db, "SELECT max(id) FROM events");
      return write(lines, new LineWriter(out), total, progress);
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    }
  }

  private static long write(StoredLines lines, LineWriter out, long total, Progress progress)
      throws SQLException, IOException {
    long done = 0;
    for (Optional<JsonlLine> line = lines.next(); line.isPresent(); line = lines.next()) {
      switch (line.get()) {
        case JsonlLine.EventLine(RawEvent event) -> {
          out.event(event);
          done++;
          if (done % PROGRESS_EVERY == 0) {
            progress.at(done, total);
          }
        }
        case JsonlLine.BlobLine(String hash, byte[] bytes) -> out.blob(hash, bytes);
        case JsonlLine.CheckpointLine(String note) -> out.checkpoint(note);
      }
    }
    out.flush();
    progress.at(done, total);
    return done;
  }
}

package pmm.mindfile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

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
      LineWriter writer = new LineWriter(out);
      Writing writing = new Writing(writer, total, progress);
      Overlap.run("mind-export", lines::next, writing);
      writer.flush();
      progress.at(writing.done, total);
      return writing.done;
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the export was interrupted");
    }
  }

  /** Formats and writes on a thread of its own while the next rows are read. */
  private static final class Writing implements Overlap.Sink {
    private final LineWriter out;
    private final long total;
    private final Progress progress;
    private long done;

    Writing(LineWriter out, long total, Progress progress) {
      this.out = out;
      this.total = total;
      this.progress = progress;
    }

    @Override
    public void take(JsonlLine line) throws IOException {
      switch (line) {
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
  }
}

package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** Checks lines on the calling thread while another one stores those before. */
final class ImportRun {
  private static final int PROGRESS_EVERY = 10_000;

  private final EventCheck chain = new EventCheck();
  private final Progress progress;
  private boolean ended;

  private ImportRun(Progress progress) {
    this.progress = progress;
  }

  static VerifiedCopy run(Path fresh, Overlap.Source source, Progress progress) {
    try (FreshFile file = FreshFile.create(fresh)) {
      return new ImportRun(progress).run(file, source);
    } catch (SQLException e) {
      throw Sqlite.problem(fresh, e);
    } catch (IOException e) {
      throw Failed.because("importing into " + fresh, fresh, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MindFileException(
          MindFileException.Reason.CLOSED, "the import was interrupted; nothing was stored", e);
    }
  }

  private VerifiedCopy run(FreshFile file, Overlap.Source source)
      throws IOException, SQLException, InterruptedException {
    Overlap.run(
        "mind-import",
        () -> {
          Optional<JsonlLine> line = source.next();
          line.ifPresent(this::check);
          return line;
        },
        line -> {
          switch (line) {
            case JsonlLine.EventLine(RawEvent event) -> file.event(event);
            case JsonlLine.BlobLine(String hash, byte[] bytes) -> file.blob(hash, bytes);
            case JsonlLine.CheckpointLine(String note) -> file.checkpoint(note);
          }
        });
    progress.at(chain.lastId(), chain.lastId());
    return file.finish(chain);
  }

  private void check(JsonlLine line) {
    if (ended) {
      throw MindFileException.invalid("a line after the checkpoint (expected: the end)");
    }
    if (line instanceof JsonlLine.EventLine(RawEvent event)) {
      Finding finding = chain.next(event);
      if (finding != null) {
        throw FreshFile.broken(finding.fault(), finding.row() + ": " + finding.message());
      }
      if (event.id() % PROGRESS_EVERY == 0) {
        progress.at(event.id(), -1);
      }
    }
    ended = line instanceof JsonlLine.CheckpointLine;
  }
}

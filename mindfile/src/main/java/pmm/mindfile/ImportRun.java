package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Checks lines on the calling thread while another one stores those before. */
final class ImportRun {
  private static final int BATCH = 256;
  private static final int PROGRESS_EVERY = 10_000;

  /** Where lines come from. */
  interface Source {
    /** The next line; empty at the end. */
    Optional<JsonlLine> next() throws IOException, SQLException;
  }

  private final EventCheck chain = new EventCheck();
  private final BlockingQueue<List<JsonlLine>> queue = new ArrayBlockingQueue<>(8);
  private final Progress progress;

  private ImportRun(Progress progress) {
    this.progress = progress;
  }

  static ImportReport run(Path fresh, Source source, Progress progress) {
    try (FreshFile file = FreshFile.create(fresh)) {
      return new ImportRun(progress).run(file, source);
    } catch (SQLException e) {
      throw Sqlite.problem(MindFile.fileOf(fresh), e);
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO,
          "importing into " + fresh + " failed: " + e.getMessage() + "; nothing was stored",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MindFileException(
          MindFileException.Reason.CLOSED, "the import was interrupted; nothing was stored", e);
    }
  }

  private ImportReport run(FreshFile file, Source source)
      throws IOException, SQLException, InterruptedException {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    Thread storing = Thread.ofPlatform().name("mind-import").start(() -> store(file, stored));
    try {
      read(source, stored);
      put(List.of(), stored);
      stored.join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    } finally {
      storing.interrupt();
      storing.join();
    }
    progress.at(chain.lastId(), chain.lastId());
    return file.finish(chain);
  }

  private void read(Source source, CompletableFuture<Void> stored)
      throws IOException, SQLException, InterruptedException {
    List<JsonlLine> batch = new ArrayList<>(BATCH);
    boolean ended = false;
    for (Optional<JsonlLine> next = source.next(); next.isPresent(); next = source.next()) {
      JsonlLine line = next.get();
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
      batch.add(line);
      if (batch.size() == BATCH) {
        put(batch, stored);
        batch = new ArrayList<>(BATCH);
      }
    }
    if (!batch.isEmpty()) {
      put(batch, stored);
    }
  }

  /** Waits for room, but not for a thread that has failed. */
  private void put(List<JsonlLine> batch, CompletableFuture<Void> stored)
      throws InterruptedException {
    while (!queue.offer(batch, 100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      if (stored.isDone()) {
        stored.join();
      }
    }
  }

  private void store(FreshFile file, CompletableFuture<Void> stored) {
    try {
      for (List<JsonlLine> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        for (JsonlLine line : batch) {
          switch (line) {
            case JsonlLine.EventLine(RawEvent event) -> file.event(event);
            case JsonlLine.BlobLine(String hash, byte[] bytes) -> file.blob(hash, bytes);
            case JsonlLine.CheckpointLine(String note) -> file.checkpoint(note);
          }
        }
      }
      stored.complete(null);
    } catch (SQLException | InterruptedException | RuntimeException e) {
      stored.completeExceptionally(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) throws SQLException {
    return switch (e.getCause()) {
      case SQLException cause -> throw cause;
      case MindFileException cause -> cause;
      case null, default -> e;
    };
  }
}

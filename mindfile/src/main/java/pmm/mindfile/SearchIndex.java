package pmm.mindfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Full-text search over the words of a mind, in {@code cache/index.db} beside its file. */
public final class SearchIndex implements AutoCloseable {
  static final String SELECT_TEXT = "SELECT text FROM words WHERE rowid = ?";

  private SearchIndex() {}

  static Path fileBeside(Path mindFile) {
    return mindFile.resolveSibling("cache").resolve("index.db");
  }

  /** Opens or rebuilds the index and keeps it up, off the writing thread, until closed. */
  public static SearchIndex open(MindFile mind) {
    throw new UnsupportedOperationException("open");
  }

  /** The best hits, best first. */
  public List<SearchHit> search(String query, Set<String> kinds, int limit) {
    throw new UnsupportedOperationException("search");
  }

  /** The last event that the index takes in. */
  public long appliedThrough() {
    throw new UnsupportedOperationException("appliedThrough");
  }

  /** Waits until the index has taken in event {@code id}; false if it has not by then. */
  public boolean awaitThrough(long id, Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException("awaitThrough");
  }

  @Override
  public void close() {}
}

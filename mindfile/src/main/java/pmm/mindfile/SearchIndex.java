package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Full-text search over the words of a mind, in {@code cache/index.db} beside its file. The index
 * is derived: it can be deleted, and is brought up to date by a thread of its own.
 */
public final class SearchIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
  private static final int PAGE = 500;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  static final String SELECT_TEXT = "SELECT text FROM texts WHERE id = ?";

  private final MindFile mind;
  private final Path file;

  /** Of the indexing thread, once it runs. */
  private WordStore words;

  private final Readers readers;
  private final MindFile.Subscription subscription;
  private final Thread thread;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long wanted;
  private volatile long applied;
  private volatile boolean closing;

  /** Why indexing failed; empty once it goes on. */
  private volatile String failure = "";

  private SearchIndex(MindFile mind, Path file) throws SQLException, IOException {
    this.mind = mind;
    this.file = file;
    this.words = WordStore.open(file, mind);
    this.readers = new Readers(file, () -> Sqlite.reader(file));
    this.applied = words.appliedThrough();
    this.wanted = mind.head().map(Head::id).orElse(0L);
    this.subscription = mind.listen(events -> want(events.getLast().id()));
    this.thread = Thread.ofPlatform().name("mind-index").start(this::run);
  }

  static Path fileBeside(Path mindFile) {
    return mindFile.resolveSibling("cache").resolve("index.db");
  }

  /**
   * Opens the index, or starts to build it where it is missing, damaged or of another mind.
   * Searching finds what is taken in so far.
   */
  public static SearchIndex open(MindFile mind) {
    Path file = fileBeside(mind.path());
    try {
      Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
      return new SearchIndex(mind, file);
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, "opening " + file + " failed: " + e.getMessage(), e);
    }
  }

  /**
   * The best hits, best first. What a query costs does not grow with the mind: of a common word
   * only the newest places are looked at, so that old events are found by their rarer words.
   *
   * @param query any text; nothing in it has a meaning but its words
   * @param kinds only these; empty means all
   * @param limit at most this many, from 1 to 100
   */
  public List<SearchHit> search(String query, Set<String> kinds, int limit) {
    if (limit < 1 || limit > 100) {
      throw MindFileException.invalid("limit " + limit + " (expected: 1 to 100)");
    }
    List<String> held = WordStore.held(kinds);
    if (held.isEmpty()) {
      return List.of();
    }
    return readers.ask(List.of(), db -> new Recall(db, held).search(query, limit));
  }

  /** The last event that the index takes in. */
  public long appliedThrough() {
    return applied;
  }

  /** Why the index does not follow at the moment, for a person; empty if it does. */
  public String problem() {
    return failure.isEmpty()
        ? ""
        : "The search does not follow ("
            + failure
            + "): what was said lately is not found. Its index is being built anew from the ledger.";
  }

  /** Waits until the index has taken in event {@code id}; false if it has not by then. */
  public boolean awaitThrough(long id, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (applied < id) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void want(long id) {
    lock.lock();
    try {
      wanted = Math.max(wanted, id);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whatever fails, the index is built anew, for as long as it takes. */
  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!closing) {
        try {
          takeInAll();
        } catch (SQLException | IOException | RuntimeException e) {
          LOG.error("Indexing stopped at event {}: {}", applied, e.getMessage());
          pause = failure.isEmpty() ? FIRST_PAUSE : longer(pause);
          failure = String.valueOf(e.getMessage());
          awaitClosing(pause);
          if (!closing) {
            buildAnew();
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("Indexing was interrupted at event {}", applied);
    }
  }

  private void takeInAll() throws SQLException, IOException, InterruptedException {
    while (awaitWork()) {
      EventPage page = mind.list(EventQuery.after(applied, PAGE));
      if (page.events().isEmpty()) {
        continue;
      }
      if (words.add(page.events())) {
        readers.whileClosed(() -> words = words.rewritten());
      }
      failure = "";
      lock.lock();
      try {
        applied = page.events().getLast().id();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** What cannot be built now either is tried again later. */
  private void buildAnew() {
    try {
      readers.whileClosed(() -> {
        try {
          words.close();
        } catch (SQLException e) {
          LOG.debug("What failed cannot be closed: {}", e.getMessage());
        }
        words = WordStore.anew(file);
      });
      applied = 0;
    } catch (SQLException | IOException e) {
      LOG.error("{} cannot be built anew: {}", file, e.getMessage());
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private void awaitClosing(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!closing && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (applied >= wanted && !closing) {
        changed.await(1, TimeUnit.HOURS);
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** Stops taking events in; what is missing is caught up with at the next start. */
  @Override
  public void close() {
    subscription.close();
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readers.close();
    try {
      words.close();
    } catch (SQLException e) {
      LOG.warn("Could not close {}: {}", file, e.getMessage());
    }
  }
}

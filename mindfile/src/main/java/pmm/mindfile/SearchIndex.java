package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Full-text search over the words of a mind, in {@code cache/index.db} beside its file. The index
 * is derived: it can be deleted, and is brought up to date by a thread of its own.
 */
public final class SearchIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
  private static final int PAGE = 500;

  /** So many events are taken in at once, or so many characters and a page. */
  private static final int MOST_EVENTS = 5_000;

  private static final long MOST_CHARACTERS = 4L << 20;

  /** Of an index that always fails at the same event; then that event is left out. */
  private static final int REBUILDS = 2;

  static final String SELECT_TEXT = "SELECT text FROM texts WHERE id = ?";

  private final MindFile mind;
  private final Path file;
  private final IndexingSteps steps;

  /** Of the indexing thread, once it runs. */
  private WordStore words;

  private final Readers readers;
  private final MindFile.Subscription subscription;
  private final Thread thread;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Rush rush = new Rush();
  private long wanted;

  /** Through which event somebody waits, or did. */
  private long awaited;

  private volatile long applied;
  private volatile boolean closing;

  private final Setback setback = new Setback();

  /** How often each event was refused since indexing last went on. */
  private final Map<Long, Integer> refusals = new HashMap<>();

  /** The events that cannot be searched for. */
  private final Set<Long> leftOut = new ConcurrentSkipListSet<>();

  private SearchIndex(MindFile mind, Path file, IndexingSteps steps)
      throws SQLException, IOException {
    this.mind = mind;
    this.file = file;
    this.steps = steps;
    this.words = WordStore.open(file, mind, steps);
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
    return open(mind, IndexingSteps.UNHEARD);
  }

  static SearchIndex open(MindFile mind, IndexingSteps steps) {
    Path file = fileBeside(mind.path());
    try {
      Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
      return new SearchIndex(mind, file, steps);
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
   * @param kinds only these; empty means all but those that stand aside, which are never found here
   * @param limit at most this many, from 1 to 100
   */
  public List<SearchHit> search(String query, Set<String> kinds, int limit) {
    if (limit < 1 || limit > 100) {
      throw MindFileException.invalid("limit " + limit + " (expected: 1 to 100)");
    }
    return readers.ask(List.of(), db -> new Recall(db, kinds).search(query, limit));
  }

  /** The places that somebody looks for by words that stand there, best first. */
  public FindResult find(FindQuery query) {
    return readers.ask(FindResult.NOTHING, db -> new Finder(db, query).find());
  }

  /** The last event that the index takes in. */
  public long appliedThrough() {
    return applied;
  }

  /** What searching does not find at the moment and why, for a person; empty if it finds all. */
  public String problem() {
    String reason = setback.reason();
    if (!reason.isEmpty()) {
      return "The search does not follow ("
          + reason
          + "): what was said lately is not found. It is tried again.";
    }
    return leftOut.isEmpty()
        ? ""
        : "The search does not find these events, which its index cannot take in: " + leftOut;
  }

  /**
   * Waits until the index has taken in event {@code id}; false if it has not by then. What somebody
   * waits for is taken in at once, whatever else comes in a rush.
   */
  public boolean awaitThrough(long id, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      if (id > awaited) {
        awaited = id;
        changed.signalAll();
      }
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
      rush.came(id, steps.now());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int length(@Nullable String words) {
    return words == null ? 0 : words.length();
  }

  /** Whatever fails is tried again, for as long as it takes. */
  private void run() {
    try {
      while (awaitWork()) {
        List<Event> events = read();
        if (!events.isEmpty()) {
          takeIn(events);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("Indexing was interrupted at event {}", applied);
    }
  }

  /**
   * The next events; none where the ledger cannot be read, which is no fault of the index. Of many
   * that wait, more are taken at once: each term is counted once for all of them.
   */
  private List<Event> read() throws InterruptedException {
    List<Event> events = new ArrayList<>();
    long characters = 0;
    try {
      steps.read(applied);
      List<Event> page;
      do {
        long through = events.isEmpty() ? applied : events.getLast().id();
        page = mind.list(EventQuery.after(through, PAGE)).events();
        events.addAll(page);
        characters += page.stream().map(Event::content).mapToLong(SearchIndex::length).sum();
      } while (page.size() == PAGE && events.size() < MOST_EVENTS && characters < MOST_CHARACTERS);
      return events;
    } catch (RuntimeException e) {
      pauseAt(applied + 1, e);
      return List.of();
    }
  }

  /** An index that fails is built anew, until it is clear that one event is the cause. */
  private void takeIn(List<Event> events) throws InterruptedException {
    long last = events.getLast().id();
    try {
      if (words.add(events, leftOut)) {
        readers.whileClosed(() -> words = words.rewritten());
      }
      goOn(last);
    } catch (RefusedException e) {
      if (refusals.merge(e.eventId(), 1, Integer::sum) > REBUILDS) {
        LOG.error("The search leaves an event out: {}", e.getMessage());
        leftOut.add(e.eventId());
      } else {
        pauseAt(e.eventId(), e);
        buildAnew();
      }
    } catch (SQLException | IOException | RuntimeException e) {
      pauseAt(last, e);
      buildAnew();
    }
  }

  private void goOn(long through) {
    if (setback.isPassedBy(through)) {
      refusals.clear();
    }
    lock.lock();
    try {
      applied = through;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pauseAt(long eventId, Exception failure) throws InterruptedException {
    LOG.error("Indexing stopped at event {}: {}", eventId, failure.getMessage());
    awaitClosing(setback.at(eventId, failure));
  }

  /** What cannot be built now either is tried again later. */
  private void buildAnew() {
    if (closing) {
      return;
    }
    try {
      readers.whileClosed(() -> {
        try {
          words.close();
        } catch (SQLException e) {
          LOG.debug("What failed cannot be closed: {}", e.getMessage());
        }
        words = WordStore.anew(file, steps);
      });
      applied = 0;
    } catch (SQLException | IOException e) {
      LOG.error("{} cannot be built anew: {}", file, e.getMessage());
    }
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

  /** Waits for events that are to be taken in, and until no more of them come in a rush. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (!closing) {
        long rushing = applied < awaited ? 0 : rush.left(steps.now());
        if (applied < wanted && rushing <= 0) {
          return true;
        }
        changed.awaitNanos(applied < wanted ? rushing : TimeUnit.HOURS.toNanos(1));
      }
      return false;
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

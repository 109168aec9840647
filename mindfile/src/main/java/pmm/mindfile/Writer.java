package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mindfile.proof.CompactRange;

/**
 * The one thread that writes. It takes everything that is queued into one transaction, so that many
 * callers share one wait for the device, and answers once that is durable.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int GROUP_TASKS = 512;
  private static final Duration KEEP_REQUESTS = Duration.ofHours(24);

  private final Path file;
  private final Options options;
  private final Consumer<List<Event>> committed;
  private final HeadLog headLog;
  private final boolean notesHeads;
  private final BlockingQueue<WriteTask> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final CompactRange range = new CompactRange();
  private final Chain chain;
  private @Nullable Store store;
  private volatile @Nullable MindFileException stopped;
  private boolean dirty;

  /** Whether the log may hold words that were forgotten. */
  private boolean mustEmptyLog;

  private long headLoggedAt = System.nanoTime();

  /**
   * A writer that has not started.
   *
   * @param notesHeads whether heads go into the log of heads: not those of a history that it
   *     refutes, or it would testify against the file that was there before
   */
  Writer(
      Path file,
      String home,
      Options options,
      boolean notesHeads,
      Consumer<List<Event>> committed) {
    this.file = file;
    this.notesHeads = notesHeads;
    this.options = options;
    this.committed = committed;
    this.headLog = HeadLog.beside(file);
    this.chain = new Chain(home, options);
    this.thread = Thread.ofPlatform().name("mind-writer").unstarted(this::run);
  }

  /** Opens an existing file before the first append, so that its faults show at the start. */
  void start() throws SQLException {
    if (Files.exists(file)) {
      Store open = openExisting();
      mustEmptyLog = open.newestRedaction() > 0 && !Sqlite.emptyLog(open.connection());
      dirty |= mustEmptyLog;
    }
    thread.start();
  }

  CompletableFuture<AppendResult> append(PreparedAppend request) {
    return submit(answer -> new WriteTask.Append(request, answer));
  }

  CompletableFuture<Void> put(List<Projection> projections) {
    return submit(answer -> new WriteTask.Put(projections, answer));
  }

  /** Keeps a signed head, and names its key; answers with the event that does, or 0. */
  CompletableFuture<Long> pin(SignedRow row, @Nullable PreparedAppend keyEvent) {
    return submit(answer -> new WriteTask.Pin(row, keyEvent, answer));
  }

  CompletableFuture<Optional<Event>> forget(ForgetRequest request) {
    return submit(answer -> new WriteTask.Forget(request, answer));
  }

  /** Drops what is still named by no event; answers how many. */
  CompletableFuture<Integer> drop(Orphans orphans) {
    return submit(answer -> new WriteTask.Drop(orphans, answer));
  }

  /** Empties the log; where a reader is in the way it is tried again whenever it is quiet. */
  CompletableFuture<Boolean> emptyLog() {
    return submit(WriteTask.EmptyLog::new);
  }

  private <T> CompletableFuture<T> submit(Function<CompletableFuture<T>, WriteTask> asked) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    WriteTask task = asked.apply(answer);
    MindFileException problem = stopped;
    if (problem == null) {
      queue.add(task);
      problem = stopped;
    }
    if (problem != null) {
      task.refuse(problem);
    }
    return answer;
  }

  /** Writes what is queued, moves the log into the file and leaves one single file. */
  void stop() {
    // Past any refusal: also a thread that has stopped writing is told to end.
    queue.add(new WriteTask.Stop(new CompletableFuture<>()));
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (step()) {
        if (System.nanoTime() - headLoggedAt >= options.headsEvery().toNanos()) {
          hourly();
        }
      }
      hourly();
    } catch (InterruptedException e) {
      LOG.warn("The writing thread was interrupted");
    } finally {
      stopWith(new MindFileException(MindFileException.Reason.CLOSED, file + " is closed"));
      leaveOneFile();
    }
  }

  /** Waits for work and does it; false once it is told to stop. */
  private boolean step() throws InterruptedException {
    long wait =
        dirty
            ? options.quiet().toNanos()
            : options.headsEvery().toNanos() - (System.nanoTime() - headLoggedAt);
    WriteTask first = queue.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
    if (first == null) {
      checkpoint();
      return true;
    }
    List<WriteTask> group = new ArrayList<>();
    group.add(first);
    queue.drainTo(group, GROUP_TASKS - 1);
    boolean last = group.removeIf(WriteTask.Stop.class::isInstance);
    List<WriteTask.EmptyLog> emptyings =
        group.stream()
            .filter(WriteTask.EmptyLog.class::isInstance)
            .map(WriteTask.EmptyLog.class::cast)
            .toList();
    group.removeAll(emptyings);
    if (!group.isEmpty()) {
      write(group);
    }
    if (!emptyings.isEmpty()) {
      boolean empty = emptyLogNow();
      emptyings.forEach(emptying -> emptying.answer().complete(empty));
    }
    return !last;
  }

  private void write(List<WriteTask> group) {
    List<Runnable> answers = new ArrayList<>();
    try {
      Store open = openStore();
      open.begin();
      chain.begin();
      for (WriteTask task : group) {
        answers.add(apply(open, task));
      }
      if (chain.hasWritten()) {
        open.commit();
        publishBirth();
      } else {
        open.rollback();
        dropBirth();
      }
    } catch (SQLException e) {
      fail(group, Sqlite.problem(file, e));
      return;
    } catch (IOException e) {
      fail(group, Failed.because("writing " + file, file, e));
      return;
    } catch (RuntimeException e) {
      fail(
          group,
          new MindFileException(
              MindFileException.Reason.IO, "writing " + file + " failed: " + e.getMessage(), e));
      return;
    }
    List<Event> events = chain.commit();
    dirty |= !events.isEmpty();
    answers.forEach(Runnable::run);
    if (!events.isEmpty()) {
      committed.accept(events);
    }
  }

  private Runnable apply(Store open, WriteTask task) throws SQLException {
    try {
      switch (task) {
        case WriteTask.Append append -> {
          AppendResult result = chain.append(open, append.request());
          return () -> append.answer().complete(result);
        }
        case WriteTask.Forget forget -> {
          Optional<Event> event = chain.forget(open, forget.request());
          mustEmptyLog |= event.isPresent();
          return () -> forget.answer().complete(event);
        }
        case WriteTask.Drop drop -> {
          int dropped = chain.drop(open, drop.orphans());
          return () -> drop.answer().complete(dropped);
        }
        case WriteTask.Put put -> {
          chain.put(open, put.projections());
          return () -> put.answer().complete(null);
        }
        case WriteTask.Pin pin -> {
          long id = chain.pin(open, pin.row(), pin.keyEvent());
          return () -> {
            noteHead(pin.row().logged());
            pin.answer().complete(id);
          };
        }
        case WriteTask.EmptyLog emptying ->
            throw new IllegalStateException("is done after the others");
        case WriteTask.Stop stop -> throw new IllegalStateException("stop is no work");
      }
    } catch (MindFileException refusal) {
      return () -> task.refuse(refusal);
    }
  }

  private void noteHead(HeadLog.Entry head) {
    if (!notesHeads) {
      return;
    }
    try {
      headLog.add(head);
    } catch (IOException e) {
      LOG.warn("Could not note the head in {}: {}", headLog.path(), e.getMessage());
    }
  }

  private void fail(List<WriteTask> group, MindFileException problem) {
    Store open = store;
    if (open != null) {
      open.rollback();
    }
    // The driver gives statements up that have failed: the next append opens the file again.
    closeStore();
    dropBirth();
    LOG.error("Writing failed: {}", problem.getMessage());
    // After a failed fsync nobody knows what the device holds; with more room the next try can
    // work.
    if (problem.reason() == MindFileException.Reason.IO
        || problem.reason() == MindFileException.Reason.BROKEN) {
      stopWith(problem);
    }
    group.forEach(task -> task.refuse(problem));
  }

  private void stopWith(MindFileException problem) {
    stopped = problem;
    List<WriteTask> left = new ArrayList<>();
    queue.drainTo(left);
    for (WriteTask task : left) {
      if (task instanceof WriteTask.Stop) {
        queue.add(task);
      }
      task.refuse(problem);
    }
  }

  private Store openStore() throws SQLException, IOException {
    Store open = store;
    if (open == null) {
      open = Files.exists(file) ? openExisting() : openBirth();
    }
    return open;
  }

  private Store openExisting() throws SQLException {
    Store open = new Store(Sqlite.writer(file));
    store = open;
    chain.open(open.tip());
    return open;
  }

  private Path birthFile() {
    return FileReplacer.beside(file, ".new");
  }

  /** The first events go into a file of another name, so that mind.db is never half a mind. */
  private Store openBirth() throws SQLException, IOException {
    Files.deleteIfExists(birthFile());
    Store open = new Store(Fresh.create(birthFile()));
    store = open;
    chain.open(Tip.NONE);
    return open;
  }

  private void publishBirth() throws SQLException, IOException {
    if (Files.notExists(file)) {
      closeStore();
      FileReplacer.replace(birthFile(), file);
      store = new Store(Sqlite.writer(file));
    }
  }

  private void dropBirth() {
    if (Files.notExists(file)) {
      closeStore();
      try {
        Files.deleteIfExists(birthFile());
      } catch (IOException e) {
        LOG.warn("Could not remove {}: {}", birthFile(), e.getMessage());
      }
    }
  }

  private void closeStore() {
    Store open = store;
    store = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.warn("Could not close {}: {}", file, e.getMessage());
      }
    }
  }

  private void checkpoint() {
    Store open = store;
    dirty = false;
    if (mustEmptyLog) {
      emptyLogNow();
    } else if (open != null) {
      try {
        Sqlite.run(open.connection(), "PRAGMA wal_checkpoint(PASSIVE)");
      } catch (SQLException e) {
        LOG.warn("Could not move the log into {}: {}", file, e.getMessage());
      }
    }
  }

  private boolean emptyLogNow() {
    try {
      Store open = Files.exists(file) ? openStore() : null;
      mustEmptyLog = open != null && !Sqlite.emptyLog(open.connection());
    } catch (SQLException | IOException e) {
      LOG.warn("Could not empty the log of {}: {}", file, e.getMessage());
      mustEmptyLog = true;
    }
    dirty |= mustEmptyLog;
    return !mustEmptyLog;
  }

  /** Notes the head in the log of heads and forgets old request ids. */
  private void hourly() {
    headLoggedAt = System.nanoTime();
    Store open = store;
    if (open == null || stopped != null) {
      return;
    }
    try {
      open.dropRequestsBefore(options.clock().millis() - KEEP_REQUESTS.toMillis());
      List<byte[]> hashes;
      do {
        hashes = open.hashesAfter(range.size(), 10_000);
        hashes.forEach(range::add);
      } while (!hashes.isEmpty());
      if (range.size() > 0) {
        noteHead(new HeadLog.Entry(range.size(), HashChain.hex(range.root()), chain.headHash()));
      }
    } catch (SQLException e) {
      LOG.warn("Could not note the head in {}: {}", headLog.path(), e.getMessage());
    }
  }

  private void leaveOneFile() {
    Store open = store;
    if (open != null) {
      try {
        Sqlite.run(open.connection(), "PRAGMA wal_checkpoint(TRUNCATE)");
        Sqlite.run(open.connection(), "PRAGMA journal_mode = DELETE");
      } catch (SQLException e) {
        LOG.warn("A log stays beside {}: {}", file, e.getMessage());
      }
    }
    closeStore();
  }
}

package pmm.ledger.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.AppendResult;
import pmm.mindfile.ForgetRequest;
import pmm.mindfile.ForgetResult;
import pmm.mindfile.Forgetting;
import pmm.mindfile.Head;
import pmm.mindfile.MindFile;
import pmm.mindfile.MindFileException;
import pmm.mindfile.OpenNotice;
import pmm.mindfile.Options;
import pmm.mindfile.SearchIndex;
import pmm.rpc.Home;
import pmm.rpc.Problem;

/** The mind file of a home and the index beside it, open as long as the service runs. */
public final class Ledger implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final int MOST_READERS = 1000;
  private static final Duration LAST_READERS = Duration.ofSeconds(5);

  private final Home home;
  private final Options options;
  private final HeadSignal appended = new HeadSignal();

  /** Fair: whoever replaces the file waits only for those who read before. */
  private final Semaphore wholeReads = new Semaphore(MOST_READERS, true);

  /** Null while an import replaces the file, where that is lost, and at the end. */
  private volatile @Nullable Open open;

  /** Whether the file could not be opened again after it was replaced. */
  private volatile boolean lost;

  private volatile String broken = "";
  private volatile String refused = "";
  private volatile Consumer<String> onBroken = message -> {};

  private record Open(MindFile file, SearchIndex index, MindFile.Subscription heads) {
    void close() {
      heads.close();
      index.close();
      file.close();
    }
  }

  /**
   * Opens the file of a home, which need not be there yet: the first append makes it.
   *
   * @throws MindFileException if another process has it or it cannot be read
   */
  public Ledger(Home home, Options options) {
    this.home = home;
    this.options = options;
    open();
  }

  /** The file. */
  public MindFile file() {
    return current().file;
  }

  /** The words in it. */
  public SearchIndex index() {
    return current().index;
  }

  /** The id of the last event that was acknowledged; 0 before the first. */
  public long headId() {
    return file().head().map(Head::id).orElse(0L);
  }

  /** Wakes those who wait for events, an instant after they are acknowledged. */
  public HeadSignal appended() {
    return appended;
  }

  /** Appends; returns once the events are durable. */
  public AppendResult append(AppendRequest request) {
    MindFile file = writable();
    try {
      AppendResult result = file.append(request).join();
      refused = "";
      return result;
    } catch (CompletionException e) {
      if (e.getCause() instanceof MindFileException failure) {
        remember(failure);
        throw failure;
      }
      throw e;
    }
  }

  /** Forgets; returns once all that is within reach was done, or says what is pending. */
  public ForgetResult forget(ForgetRequest request) {
    writable();
    try {
      return readWhole(file -> new Forgetting(file, index()).forget(request));
    } catch (MindFileException failure) {
      remember(failure);
      throw failure;
    }
  }

  /** The file, opened again where it was lost: only then is known whether it is broken. */
  private MindFile writable() {
    MindFile file = file();
    if (!broken.isEmpty()) {
      throw new Problem(LedgerReason.LEDGER_BROKEN, broken);
    }
    return file;
  }

  /**
   * Has the whole file read by {@code work}, past the connections of {@link #file}; the file is not
   * closed meanwhile.
   */
  public <R, E extends Exception> R readWhole(WholeRead<R, E> work) throws E {
    wholeReads.acquireUninterruptibly();
    try {
      return work.read(file());
    } finally {
      wholeReads.release();
    }
  }

  /** Whether someone waits for {@link #readWhole} to end, and would give up before long. */
  public boolean isAwaited() {
    return wholeReads.hasQueuedThreads();
  }

  /** Reads the whole file. */
  @FunctionalInterface
  public interface WholeRead<R, E extends Exception> {
    /** Reads it. */
    R read(MindFile file) throws E;
  }

  /** What keeps events from being appended at the moment, and what to do; empty if nothing does. */
  public String problem() {
    return broken.isEmpty() ? refused : broken;
  }

  /** Stops appends, or lets them go on where {@code message} is empty. */
  public void setBroken(String message) {
    broken = message;
    onBroken.accept(message);
  }

  /** Has this hear, now and then, what is said to {@link #setBroken}. */
  public void onBroken(Consumer<String> listener) {
    onBroken = listener;
    listener.accept(broken);
  }

  /**
   * Checks that nothing was ever appended.
   *
   * @throws Problem if something was
   */
  public void requireEmpty() {
    if (file().head().isPresent()) {
      throw notEmpty();
    }
  }

  /** How a file comes to be where none is. */
  @FunctionalInterface
  public interface Filling<R> {
    /** Makes the mind file in this home; it is not open meanwhile. */
    R fill(Home home);
  }

  /**
   * Has the still empty file made by someone else.
   *
   * @throws Problem if it holds events
   */
  public synchronized <R> R fill(Filling<R> filling) {
    requireEmpty();
    Open empty = current();
    open = null;
    empty.close();
    try {
      return filling.fill(home);
    } catch (MindFileException e) {
      throw switch (e.reason()) {
        case EXISTS -> notEmpty();
        case BROKEN -> new Problem(LedgerReason.IMPORT_BROKEN, Failures.message(e));
        case LOCKED, NOT_A_MIND_FILE, NEWER_FORMAT, HEAD_MOVED, FENCED -> e;
        case INVALID, TOO_LARGE, DISK_FULL, READ_ONLY, BUSY, IO, CLOSED, UNKNOWN_KEY -> e;
      };
    } finally {
      openAgain();
    }
  }

  /**
   * Has the file, whatever it holds, replaced by someone else; those who watch are told.
   *
   * @throws Problem if what is to take its place is not fit to, or the whole file is being read:
   *     who reads on would keep the last events from leaving the log
   */
  public synchronized <R> R replace(Filling<R> replacing) {
    Open before = current();
    if (!awaitReaders()) {
      throw new Problem(
          LedgerReason.BUSY, "the whole file is being read (a check, copy or export); retry");
    }
    try {
      open = null;
      // First for those who watch, and again behind what was still being appended.
      appended.replaced();
      before.close();
      appended.replaced();
      return replacing.fill(home);
    } finally {
      openAgain();
      wholeReads.release(MOST_READERS);
    }
  }

  /** Waits a little for the last readers, without whom one single file can be left. */
  @Override
  public synchronized void close() {
    appended.close();
    Open last = open;
    open = null;
    lost = false;
    if (last != null) {
      awaitReaders();
      last.close();
    }
  }

  private boolean awaitReaders() {
    try {
      return wholeReads.tryAcquire(MOST_READERS, LAST_READERS.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where it fails, each later use tries again; the service is not ready meanwhile. */
  private void openAgain() {
    try {
      open();
      lost = false;
    } catch (RuntimeException e) {
      log.error("The ledger in {} could not be opened again", home.root(), e);
      lost = true;
      setBroken("the ledger could not be opened again: " + e.getMessage());
    }
  }

  private synchronized void openIfLost() {
    if (lost) {
      openAgain();
    }
  }

  private void open() {
    MindFile file = MindFile.open(home.root(), options);
    SearchIndex index = indexOf(file);
    MindFile.Subscription heads = file.listen(events -> appended.moved(events.getLast().id()));
    open = new Open(file, index, heads);
    file.head().ifPresent(head -> appended.moved(head.id()));
    refused =
        message(file.notices(), OpenNotice.Kind.READ_ONLY)
            + message(file.notices(), OpenNotice.Kind.NEWER_FORMAT);
    setBroken(message(file.notices(), OpenNotice.Kind.BROKEN));
  }

  private static SearchIndex indexOf(MindFile file) {
    try {
      return SearchIndex.open(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static String message(List<OpenNotice> notices, OpenNotice.Kind kind) {
    return notices.stream()
        .filter(notice -> notice.kind() == kind)
        .map(OpenNotice::message)
        .collect(Collectors.joining(" "));
  }

  private Open current() {
    if (lost) {
      openIfLost();
    }
    return Optional.ofNullable(open)
        .orElseThrow(() ->
            new Problem(
                LedgerReason.NOT_OPEN,
                lost ? broken : "the ledger is stopping or importing; retry"));
  }

  private void remember(MindFileException failure) {
    switch (failure.reason()) {
      case DISK_FULL, READ_ONLY, IO -> refused = Failures.message(failure);
      case BROKEN -> setBroken(Failures.message(failure));
      case LOCKED, NOT_A_MIND_FILE, NEWER_FORMAT, HEAD_MOVED, FENCED, INVALID, TOO_LARGE -> {}
      case EXISTS, BUSY, CLOSED, UNKNOWN_KEY -> {}
    }
  }

  private static Problem notEmpty() {
    return new Problem(
        LedgerReason.LEDGER_NOT_EMPTY,
        "this ledger holds events already (expected: an empty home for an import)");
  }
}

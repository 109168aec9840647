package pmm.provider.ledger;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.provider.failure.ProviderReason;
import pmm.rpc.Problem;
import pmm.rpc.RemoteProblem;

/**
 * A fold kept level with the ledger. Each new connection folds anew, as the file behind it may be
 * another one; until it is level the fold before stays.
 */
public final class Watched<F extends Fold> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watched.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Channel channel;
  private final List<String> kinds;
  private final Supplier<F> fresh;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Context.CancellableContext context = Context.ROOT.withCancellation();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable State<F> state;
  private boolean connected;

  /** A fold of these kinds; {@link #start()} begins. */
  public Watched(Channel channel, List<String> kinds, Supplier<F> fresh) {
    this.channel = channel;
    this.kinds = List.copyOf(kinds);
    this.fresh = fresh;
  }

  private static final class State<F> {
    private final F fold;
    private long through;

    State(F fold) {
      this.fold = fold;
    }
  }

  /** Begins to watch, for as long as it is not closed. */
  public Watched<F> start() {
    Thread.ofVirtual().name("ledger-watch").start(context.wrap(this::run));
    return this;
  }

  /** Has this run after each change, and when the connection comes or goes. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Whether the fold is level with a ledger that answers. */
  public boolean isLevel() {
    lock.lock();
    try {
      return connected && state != null;
    } finally {
      lock.unlock();
    }
  }

  /** Reads the fold and the id of the last event in it, while nothing changes. */
  public <T> T read(BiFunction<F, Long, T> reader) {
    lock.lock();
    try {
      if (state == null && !await(() -> state != null)) {
        throw new Problem(
            ProviderReason.LEDGER_AWAY,
            "The ledger has not been read yet; without it nothing leaves.");
      }
      State<F> known = java.util.Objects.requireNonNull(state);
      return reader.apply(known.fold, known.through);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the fold has taken an event in. */
  public void awaitThrough(long eventId) {
    lock.lock();
    try {
      if (!await(() -> state != null && state.through >= eventId)) {
        throw new Problem(
            ProviderReason.LEDGER_AWAY, "The ledger does not send event " + eventId + ".");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    context.cancel(null);
  }

  private boolean await(java.util.function.BooleanSupplier condition) {
    long left = PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (left <= 0) {
        return false;
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private void run() {
    while (!context.isCancelled()) {
      try {
        watch();
      } catch (StatusRuntimeException e) {
        log.debug("The watch of the ledger ended: {}", e.getStatus());
        if (isReplaced(e)) {
          // What was folded may hold consents that are void now: nobody reads it any more.
          update(() -> state = null);
        }
      } catch (RuntimeException e) {
        log.error("The watch of the ledger failed", e);
      }
      update(() -> connected = false);
      try {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static boolean isReplaced(StatusRuntimeException ended) {
    return RemoteProblem.from(ended)
        .filter(problem -> problem.reason().equals("HISTORY_REPLACED"))
        .isPresent();
  }

  private void watch() {
    State<F> next = new State<>(fresh.get());
    boolean level = false;
    Iterator<WatchEventsResponse> events =
        LedgerServiceGrpc.newBlockingStub(channel)
            .watchEvents(
                WatchEventsRequest.newBuilder().addAllKinds(kinds).setInBatches(true).build());
    while (events.hasNext()) {
      WatchEventsResponse response = events.next();
      Runnable step =
          switch (response.getPartCase()) {
            case BATCH ->
                () ->
                    response
                        .getBatch()
                        .getEventsList()
                        .forEach(event -> apply(next, Journal.entry(event)));
            case LEVEL_EVENT_ID ->
                () -> {
                  next.through = Math.max(next.through, response.getLevelEventId());
                  state = next;
                  connected = true;
                };
            case EVENT, PART_NOT_SET -> () -> {};
          };
      level = level || response.hasLevelEventId();
      if (level) {
        update(step);
      } else {
        step.run();
      }
    }
  }

  private static <F extends Fold> void apply(State<F> state, Entry entry) {
    state.fold.apply(entry);
    state.through = Math.max(state.through, entry.id());
  }

  private void update(Runnable step) {
    lock.lock();
    try {
      step.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listeners.forEach(Runnable::run);
  }
}

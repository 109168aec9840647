package pmm.mind.ledger;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.rpc.Problem;
import pmm.rpc.RemoteProblem;

/** Keeps the mind level with its ledger: from the last snapshot, then event by event. */
public final class MindKeeper implements AutoCloseable {
  /** Is told whenever the mind becomes level with the ledger, or loses it. */
  public interface Listener {
    /** The mind has taken in all there was, on the thread that takes in the events. */
    void level();

    /** The ledger is away, or the mind is folded anew. */
    void lost();
  }

  /**
   * A mind as it was kept and as its events give it, through the same event: the two differ only
   * where a snapshot or a reducer was wrong.
   *
   * @param through the event
   * @param hashBefore the projection hash of what was kept
   * @param hashAfter the projection hash of what the events give
   * @param folding the time from dropping the one to having the other
   */
  public record Rebuilt(long through, String hashBefore, String hashAfter, Duration folding) {}

  /** What a rebuilt mind is held against, without keeping the mind itself. */
  private record Kept(long through, String hash, long forgettings) {}

  private static final Logger log = LoggerFactory.getLogger(MindKeeper.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final EventReader reader;
  private final Snapshots snapshots;
  private final Listener listener;
  private final CancellableContext watching = Context.ROOT.withCancellation();
  private volatile boolean growing;
  private MindState state = MindState.EMPTY;
  private boolean level;

  /** The last event that was taken in; empty where it is not known. */
  private String lastHash = "";

  /** What was forgotten up to this event is not in the state. */
  private long cleanThrough;

  private boolean rebuilding;

  /** One mind at a time is folded anew. */
  private final Object oneRebuild = new Object();

  /** The mind through this event is what a rebuilding waits for. */
  private long awaited;

  private @Nullable MindState arrived;
  private CancellableContext following = Context.ROOT.withCancellation();

  /** How often all was dropped. */
  private long forgettings;

  /** A keeper that has not begun. */
  public MindKeeper(Ledger ledger, EventReader reader, Listener listener) {
    this.ledger = ledger;
    this.reader = reader;
    this.snapshots = new Snapshots(ledger);
    this.listener = listener;
  }

  /** Begins to take in events, on a thread of its own. */
  public MindKeeper start() {
    Thread.ofVirtual().name("mind-keeper").start(watching.wrap(this::keepUp));
    return this;
  }

  /** Returns the mind as far as it has been taken in. */
  public synchronized MindState state() {
    return state;
  }

  /**
   * Returns the mind once it has taken in all there was: what is written follows from no less, also
   * while the mind is being folded anew.
   */
  public MindState levelState() {
    return levelState(0);
  }

  /** Like {@link #levelState()}, of a mind that knows this event too. */
  public synchronized MindState levelState(long eventId) {
    if (!await(() -> level && state.through() >= eventId)) {
      throw new Problem(MindReason.NOT_READY, waitsFor());
    }
    return state;
  }

  /** Returns whether all events have been taken in at least once. */
  public synchronized boolean isLevel() {
    return level;
  }

  /** Returns whether the mind is being folded anew: something was forgotten, or someone asked. */
  public synchronized boolean isRebuilding() {
    return rebuilding;
  }

  /** Returns why the mind cannot answer yet, for a person. */
  public synchronized String waitsFor() {
    return rebuilding
        ? "The mind is rebuilding itself from its events; try again in a moment."
        : "The mind is still taking in its ledger; try again in a moment.";
  }

  /** Takes in events that were just appended and returns the mind that holds them all. */
  public MindState take(List<Event> appended) {
    appended.forEach(this::takeIfNext);
    return await(appended.getLast().getEventId());
  }

  /** Waits until an event has been taken in. */
  public synchronized MindState await(long eventId) {
    if (!await(() -> state.through() >= eventId)) {
      throw new IllegalStateException(
          "event " + eventId + " did not arrive", new TimeoutException());
    }
    return state;
  }

  /** Returns whether it came true in time. */
  private synchronized boolean await(BooleanSupplier isTrue) {
    long deadline = System.nanoTime() + WAIT.toNanos();
    try {
      while (!isTrue.getAsBoolean()) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the mind", e);
    }
  }

  /**
   * Drops the mind and folds it again from its first event, and stores it. There is one mind in
   * memory at any time: a long life would not fit twice, so nothing can be asked of it meanwhile.
   *
   * @throws Problem where the mind was not level with its ledger
   */
  public Rebuilt rebuild() {
    synchronized (oneRebuild) {
      while (true) {
        Kept kept = kept();
        if (drop(kept)) {
          long begin = System.nanoTime();
          Optional<MindState> anew = awaitArrival(kept);
          Duration folding = Duration.ofNanos(System.nanoTime() - begin);
          if (anew.isPresent()) {
            snapshots.storeSoon(anew.get());
            String hash = anew.get().projectionHash();
            return new Rebuilt(kept.through(), kept.hash(), hash, folding);
          }
        }
      }
    }
  }

  private Kept kept() {
    long before = forgettings();
    MindState kept = levelState();
    return new Kept(kept.through(), kept.projectionHash(), before);
  }

  /**
   * Returns whether the mind was dropped: not where words were forgotten since it was looked at.
   */
  private synchronized boolean drop(Kept kept) {
    if (forgettings != kept.forgettings()) {
      return false;
    }
    forgetAll();
    rebuilding = true;
    awaited = kept.through();
    following.cancel(null);
    return true;
  }

  /** Returns the mind through the event it was dropped at, or nothing if words were forgotten. */
  private synchronized Optional<MindState> awaitArrival(Kept kept) {
    long dropped = kept.forgettings() + 1;
    while (!await(() -> arrived != null || forgettings != dropped)) {
      if (Context.current().isCancelled()) {
        throw new Problem(MindReason.NOT_READY, waitsFor());
      }
    }
    return Optional.ofNullable(arrived);
  }

  private synchronized long forgettings() {
    return forgettings;
  }

  /**
   * Stores no snapshot while this work makes the mind grow fast: each would be outgrown at once. A
   * service that is killed meanwhile folds the more as it starts.
   */
  public <T> T growing(Supplier<T> work) {
    growing = true;
    try {
      return work.get();
    } finally {
      growing = false;
      storeIfDue();
    }
  }

  /** Stores a snapshot and takes in no more. */
  @Override
  public void close() {
    watching.cancel(null);
    if (isLevel()) {
      snapshots.store(state());
    }
  }

  private void keepUp() {
    boolean begun = false;
    while (!watching.isCancelled()) {
      try {
        if (!begun) {
          begin(snapshots.load());
          begun = true;
        }
        startAnewIfReplaced();
        noteClean();
        follow();
      } catch (StatusRuntimeException e) {
        log.debug("The ledger is away: {}", e.getStatus().getCode());
        if (isReplaced(e)) {
          forgetAll();
        }
      } catch (RuntimeException e) {
        log.error("Cannot take in an event", e);
      }
      if (!watching.isCancelled()) {
        listener.lost();
        Pause.take(PAUSE);
      }
    }
  }

  /** Only once: a snapshot from before something was forgotten must not come back. */
  private synchronized void begin(MindState stored) {
    if (stored.through() > state.through()) {
      state = stored;
      cleanThrough = stored.through();
    }
  }

  private static boolean isReplaced(StatusRuntimeException ended) {
    return RemoteProblem.from(ended)
        .filter(problem -> problem.reason().equals("HISTORY_REPLACED"))
        .isPresent();
  }

  /** Returns when the watch ends, or when what was taken in must be folded anew. */
  private void follow() {
    CancellableContext until = watching.withCancellation();
    ledger.watch(
        noteWatch(until),
        until,
        new Ledger.Taker() {
          @Override
          public boolean event(Event event) {
            return takeIn(event);
          }

          @Override
          public boolean level() {
            nowLevel(until);
            return true;
          }
        });
  }

  /** Notes the watch, for a rebuilding to end it, and returns the event that it goes on after. */
  private synchronized long noteWatch(CancellableContext watch) {
    following = watch;
    return state.through();
  }

  private void nowLevel(CancellableContext watch) {
    synchronized (this) {
      if (watch.isCancelled()) {
        return;
      }
      level = true;
      rebuilding = false;
      notifyAll();
    }
    log.info("Level with the ledger at event {}", state().through());
    listener.level();
  }

  /** A ledger that does not hold the last event that was taken in is another one. */
  private void startAnewIfReplaced() {
    long through = state().through();
    if (through == 0) {
      return;
    }
    String stored = ledger.event(through).map(Event::getHash).orElse("");
    synchronized (this) {
      if (state.through() != through) {
        return;
      }
      if (lastHash.isEmpty()) {
        // A stored mind does not say which event it ends with: its ledger does.
        lastHash = stored;
      }
      if (stored.isEmpty() || !stored.equals(lastHash)) {
        log.warn("The ledger is not the one that the mind remembers; folding it anew");
        forgetAll();
      }
    }
  }

  /** What is read from the first event on holds nothing that was forgotten until then. */
  private void noteClean() {
    long head = ledger.head();
    synchronized (this) {
      if (state.through() == 0) {
        cleanThrough = head;
      }
    }
  }

  private boolean takeIn(Event event) {
    if (!takeIfNext(event)) {
      log.info("Event {} forgot something; folding the mind anew", event.getEventId());
      return false;
    }
    storeIfDue();
    return true;
  }

  private void storeIfDue() {
    if (isLevel() && !growing) {
      snapshots.storeIfDue(state());
    }
  }

  /** Returns whether the state still holds: what was forgotten must not live on here. */
  private synchronized boolean takeIfNext(Event event) {
    if (event.getEventId() != state.through() + 1) {
      return true;
    }
    if (event.getKind().equals("redaction") && event.getEventId() > cleanThrough) {
      forgetAll();
      rebuilding = true;
      return false;
    }
    StateEvent next = Events.toState(event);
    if (!next.isImported()) {
      // A whole archive would push out what was said lately.
      reader.keep(event);
    }
    state = MindState.reduce(state, next);
    lastHash = event.getHash();
    if (state.through() == awaited) {
      arrived = state;
    }
    notifyAll();
    return true;
  }

  private synchronized void forgetAll() {
    reader.forgetAll();
    snapshots.forget();
    state = MindState.EMPTY;
    lastHash = "";
    level = false;
    awaited = 0;
    arrived = null;
    forgettings++;
    notifyAll();
  }
}

package pmm.provider.network;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The calls under way, so that taking a consent back ends those that stand on it. */
public final class ActiveCalls {

  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Duration grace;
  private final Set<Registration> active = ConcurrentHashMap.newKeySet();

  /** No calls yet. */
  public ActiveCalls() {
    this(GRACE);
  }

  ActiveCalls(Duration grace) {
    this.grace = grace;
  }

  /** One call, from before its attempt is recorded until its connection is closed. */
  public final class Registration implements AutoCloseable {
    private final long consentId;
    private final boolean endsOffline;
    private final Cancellation cancellation;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Registration(long consentId, boolean endsOffline, Cancellation cancellation) {
      this.consentId = consentId;
      this.endsOffline = endsOffline;
      this.cancellation = cancellation;
    }

    /** The consent it stands on; 0 if it needs none. */
    public long consentId() {
      return consentId;
    }

    /** Whether it may not go on in offline mode. */
    public boolean endsOffline() {
      return endsOffline;
    }

    @Override
    public void close() {
      active.remove(this);
      ended.countDown();
    }
  }

  /** Adds a call. */
  public Registration register(long consentId, boolean endsOffline, Cancellation cancellation) {
    Registration registration = new Registration(consentId, endsOffline, cancellation);
    active.add(registration);
    return registration;
  }

  /** Adds a call that stands on its consent alone; nothing if another does. */
  public Optional<Registration> registerAlone(
      long consentId, boolean endsOffline, Cancellation cancellation) {
    synchronized (active) {
      boolean taken = active.stream().anyMatch(call -> call.consentId() == consentId);
      return taken ? Optional.empty() : Optional.of(register(consentId, endsOffline, cancellation));
    }
  }

  /**
   * Carries out a decision, ends the calls that fit, and says how many of them are over, also those
   * it ended by itself. One that is not over yet sends nothing more either.
   */
  public int end(Predicate<Registration> which, Cancellation.Cause cause, Runnable decision) {
    Set<Registration> chosen = new HashSet<>(active.stream().filter(which).toList());
    try {
      decision.run();
    } finally {
      // It may have been stored though its answer was lost; to end a call too early hurts nobody.
      chosen.addAll(cancel(which, cause));
    }
    long deadline = System.nanoTime() + grace.toNanos();
    int over = 0;
    for (Registration registration : chosen) {
      try {
        if (registration.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          over++;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return over;
  }

  /** Cancels the calls that fit, without waiting. */
  public List<Registration> cancel(Predicate<Registration> which, Cancellation.Cause cause) {
    List<Registration> chosen = active.stream().filter(which).toList();
    chosen.forEach(registration -> registration.cancellation.cancel(cause));
    return chosen;
  }
}

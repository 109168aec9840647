package pmm.provider.generate;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.rpc.Config;
import pmm.rpc.Problem;

/** What keeps one sick or slow provider from taking the others down, and the person's own cap. */
public final class Guards {

  private static final Duration QUEUE = Duration.ofSeconds(60);
  private static final Duration SLOW_CLOUD = Duration.ofSeconds(60);
  private static final Duration SLOW_LOCAL = Duration.ofMinutes(10);

  private final Map<String, Guard> guards = new ConcurrentHashMap<>();
  private final Optional<RateLimiter> cap;
  private final int callsLocal;
  private final int callsCloud;
  private final Duration breakerRest;

  /** Guards with the configured cap, which is none unless the person sets one. */
  public Guards(Config config) {
    int perMinute =
        config.integer("provider.requests_per_minute", "PMM_PROVIDER_REQUESTS_PER_MINUTE", 0);
    cap =
        perMinute == 0
            ? Optional.empty()
            : Optional.of(
                RateLimiter.of(
                    "cap",
                    RateLimiterConfig.custom()
                        .limitForPeriod(perMinute)
                        .limitRefreshPeriod(Duration.ofMinutes(1))
                        .timeoutDuration(Duration.ZERO)
                        .build()));
    callsLocal = config.integer("provider.calls_local", "PMM_PROVIDER_CALLS_LOCAL", 2);
    callsCloud = config.integer("provider.calls_cloud", "PMM_PROVIDER_CALLS_CLOUD", 4);
    breakerRest =
        Duration.ofMillis(
            config.integer("provider.breaker_rest_ms", "PMM_PROVIDER_BREAKER_REST_MS", 15_000));
  }

  /**
   * What one model failed with since it last answered.
   *
   * @param count how often
   * @param last what it said, or what was said of it, the last time
   */
  private record Failures(int count, String last) {

    Failures and(Failures next) {
      return new Failures(count + next.count, next.last);
    }

    String words() {
      String stop = last.matches("(?s).*[.!?]$") ? "" : ".";
      return "It failed "
          + (count == 1 ? "once, with: " : count + " times, the last time with: ")
          + last
          + stop
          + " It is left alone for a while.";
    }
  }

  /**
   * What guards the calls to one address. All its models share a breaker; one that has not failed
   * itself is asked all the same, so that it is judged by nothing but its own answers.
   */
  private static final class Guard {
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();
    private volatile boolean answered;

    Guard(CircuitBreaker breaker, Bulkhead bulkhead) {
      this.breaker = breaker;
      this.bulkhead = bulkhead;
    }

    void good(String modelId) {
      answered = true;
      failures.remove(modelId);
    }

    void failed(String modelId, String said) {
      failures.merge(modelId, new Failures(1, said), Failures::and);
    }

    /** Why a model is not asked; nothing if it is. */
    Optional<String> rests(String modelId) {
      return Optional.ofNullable(failures.get(modelId)).map(Failures::words);
    }

    State state() {
      Bulkhead.Metrics places = bulkhead.getMetrics();
      return new State(
          breaker.getName(),
          switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> Breaker.OPEN;
            case HALF_OPEN -> Breaker.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> Breaker.CLOSED;
          },
          percent(breaker.getMetrics().getFailureRate()),
          percent(breaker.getMetrics().getSlowCallRate()),
          places.getMaxAllowedConcurrentCalls() - places.getAvailableConcurrentCalls(),
          places.getMaxAllowedConcurrentCalls(),
          answered);
    }

    private static OptionalInt percent(float rate) {
      return rate < 0 ? OptionalInt.empty() : OptionalInt.of(Math.round(rate));
    }
  }

  /** Whether calls go to a provider. */
  public enum Breaker {
    /** They go. */
    CLOSED,
    /** It is left alone for a while. */
    OPEN,
    /** A few go, to see whether it is well again. */
    HALF_OPEN
  }

  /**
   * How a provider at one address fares.
   *
   * @param name wire format and address
   * @param breaker whether calls go to it
   * @param failedPercent how many of the last calls failed; none while there were too few
   * @param slowPercent how many of them were slow to the first word
   * @param calls under way
   * @param mostCalls at a time
   * @param answered whether it has answered a call
   */
  public record State(
      String name,
      Breaker breaker,
      OptionalInt failedPercent,
      OptionalInt slowPercent,
      int calls,
      int mostCalls,
      boolean answered) {}

  /**
   * The person's own cap as it stands.
   *
   * @param perMinute requests a minute
   * @param left of this minute
   */
  public record Cap(int perMinute, int left) {}

  /** The providers of these models that were called since the start, by name. */
  public List<State> states(Collection<Model> models) {
    Set<String> names = models.stream().map(Guards::name).collect(Collectors.toSet());
    return guards.values().stream()
        .map(Guard::state)
        .filter(state -> names.contains(state.name()))
        .sorted(Comparator.comparing(State::name))
        .toList();
  }

  /** The person's own cap, if there is one. */
  public Optional<Cap> cap() {
    return cap.map(limiter ->
        new Cap(
            limiter.getRateLimiterConfig().getLimitForPeriod(),
            Math.max(0, limiter.getMetrics().getAvailablePermissions())));
  }

  /** One call's passage; settle it once, at the end of the stream. */
  static final class Pass {
    private final Guard guard;
    private final String modelId;
    private final boolean counted;

    private Pass(Guard guard, String modelId, boolean counted) {
      this.guard = guard;
      this.modelId = modelId;
      this.counted = counted;
    }

    /** The provider answered, and its first word took this long. */
    void good(Duration firstToken) {
      guard.good(modelId);
      if (counted) {
        guard.breaker.onSuccess(firstToken.toNanos(), TimeUnit.NANOSECONDS);
      }
      guard.bulkhead.onComplete();
    }

    /** The call failed; only what is the provider's fault counts against it. */
    void failed(ProviderReason reason, String said, Duration elapsed) {
      if (!countsAgainst(reason)) {
        cancelled();
        return;
      }
      guard.failed(modelId, said);
      if (counted) {
        guard.breaker.onError(
            elapsed.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException(reason.name()));
      }
      guard.bulkhead.onComplete();
    }

    /** The caller left: that says nothing about the provider. */
    void cancelled() {
      if (counted) {
        guard.breaker.releasePermission();
      }
      guard.bulkhead.onComplete();
    }
  }

  /**
   * Lets a call in, after those before it.
   *
   * @throws Problem if a cap is reached, the provider rests, or its queue does not move
   */
  Pass enter(Model model) {
    if (cap.isPresent() && !cap.get().acquirePermission()) {
      throw new Problem(
          ProviderReason.LIMIT_REACHED, "Your own limit of requests a minute is reached.");
    }
    Guard guard = guards.computeIfAbsent(name(model), name -> guard(name, model));
    if (!guard.bulkhead.tryAcquirePermission()) {
      throw new Problem(ProviderReason.OVERLOADED, "Enough calls to it are under way already.");
    }
    boolean counted = guard.breaker.tryAcquirePermission();
    Optional<String> rests = counted ? Optional.empty() : guard.rests(model.id());
    if (rests.isPresent()) {
      guard.bulkhead.releasePermission();
      throw new Problem(ProviderReason.BREAKER_OPEN, rests.get()).retryAfter(breakerRest);
    }
    return new Pass(guard, model.id(), counted);
  }

  private static String name(Model model) {
    return model.api().id() + " " + model.address().authority();
  }

  private Guard guard(String name, Model model) {
    boolean local = model.locality() != Locality.REMOTE;
    CircuitBreakerConfig breaker =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(10)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(60)
            .slowCallDurationThreshold(local ? SLOW_LOCAL : SLOW_CLOUD)
            .slowCallRateThreshold(90)
            .waitDurationInOpenState(breakerRest)
            .permittedNumberOfCallsInHalfOpenState(2)
            .build();
    BulkheadConfig bulkhead =
        BulkheadConfig.custom()
            .maxConcurrentCalls(local ? callsLocal : callsCloud)
            .maxWaitDuration(QUEUE)
            .build();
    return new Guard(CircuitBreaker.of(name, breaker), Bulkhead.of(name, bulkhead));
  }

  private static boolean countsAgainst(ProviderReason reason) {
    return switch (reason) {
      case UNREACHABLE, OVERLOADED, PROVIDER_FAILED, MALFORMED, CUT_OFF, TIMED_OUT, TLS -> true;
      default -> false;
    };
  }
}

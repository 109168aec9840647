package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the promises come to at a time.
 *
 * @param opened how many were ever opened
 * @param closed how many were closed
 * @param expired how many expired
 * @param open how many are open
 * @param overdue how many of those are past their due time
 * @param proposed how many proposals wait for the person's word
 * @param scanned how many answers of models were read for promises
 * @param lifeSpans how many events lay between the opening and the closing of each closed one, in
 *     ascending order
 */
public record PromiseFigures(
    int opened,
    int closed,
    int expired,
    int open,
    int overdue,
    int proposed,
    long scanned,
    List<Long> lifeSpans) {
  private static final int ENOUGH = 5;
  private static final double GOOD = 0.6;
  private static final double FAIR = 0.3;
  private static final int FEW_OVERDUE = 2;

  /** How reliable the mind is. */
  public enum Health {
    TOO_EARLY,
    HEALTHY,
    AT_RISK,
    NEEDS_CARE
  }

  /** Copies the list. */
  public PromiseFigures {
    lifeSpans = List.copyOf(lifeSpans);
  }

  /**
   * Returns the figures of a mind at a time, in milliseconds. It goes through every promise there
   * was, of which there are few: a hundred thousand take some milliseconds.
   */
  public static PromiseFigures of(MindState mind, long nowMs) {
    Commitments promises = mind.commitments();
    List<Long> spans = new ArrayList<>();
    for (Map.Entry<Long, Commitment> entry : promises.all()) {
      Commitment promise = entry.getValue();
      if (promise.state() == Commitment.State.CLOSED) {
        spans.add(promise.endEventId() - promise.id());
      }
    }
    spans.sort(null);
    return new PromiseFigures(
        promises.opened(),
        promises.closed(),
        promises.expired(),
        promises.openByText().size(),
        promises.overdueAt(nowMs).size(),
        mind.proposals().waiting().size(),
        promises.scanned(),
        spans);
  }

  /** Returns closed / (closed + expired); nothing while too few have ended to say. */
  public OptionalDouble success() {
    return success(closed, closed + expired);
  }

  /** Returns which part of those that ended were closed; nothing while that is too early to say. */
  public static OptionalDouble success(int closed, int ended) {
    return ended < ENOUGH ? OptionalDouble.empty() : share(closed, ended);
  }

  /** Returns opened / scanned; nothing while no answer was read. */
  public OptionalDouble extractionRate() {
    return share(opened, scanned);
  }

  /** Returns the mean number of events from opening to closing. */
  public OptionalDouble meanLifeSpan() {
    return lifeSpans.stream().mapToLong(Long::longValue).average();
  }

  /** Returns the median number of events from opening to closing. */
  public OptionalDouble medianLifeSpan() {
    int size = lifeSpans.size();
    return size == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((lifeSpans.get((size - 1) / 2) + lifeSpans.get(size / 2)) / 2.0);
  }

  /** Returns the worse of what the success and the overdue ones say, once five have ended. */
  public Health health() {
    if (closed + expired < ENOUGH) {
      return Health.TOO_EARLY;
    }
    double success = success().orElseThrow();
    if (success >= GOOD && overdue == 0) {
      return Health.HEALTHY;
    }
    return success >= FAIR && overdue <= FEW_OVERDUE ? Health.AT_RISK : Health.NEEDS_CARE;
  }

  /** Returns the health and why, such as "Healthy: 8 of 11 were kept (73 %), none is overdue". */
  public String inWords() {
    Health health = health();
    int ended = closed + expired;
    return health == Health.TOO_EARLY
        ? Sentences.ENGLISH.say("promises.health.early", Map.of("ended", ended, "enough", ENOUGH))
        : Sentences.ENGLISH.say(
            "promises.health",
            Map.of(
                "health", health.name(),
                "closed", closed,
                "ended", ended,
                "percent", Math.round(100 * success().orElseThrow()),
                "overdue", overdue));
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}

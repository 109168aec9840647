package pmm.mindfile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a page holds.
 *
 * @param kinds only these; empty means all
 * @param order which end comes first
 * @param afterId only events with a greater id; 0 for no bound
 * @param beforeId only events with a smaller id; {@link Long#MAX_VALUE} for no bound
 * @param sinceMs only events of this time or later, in milliseconds; null for no bound
 * @param untilMs only events earlier than this time, in milliseconds; null for no bound
 * @param limit at most this many, from 1 to 1000
 */
public record EventQuery(
    Set<String> kinds,
    Order order,
    long afterId,
    long beforeId,
    @Nullable Long sinceMs,
    @Nullable Long untilMs,
    int limit) {
  /** The most events that a page holds. */
  public static final int MAX_LIMIT = 1000;

  /** Which end of the chain comes first. */
  public enum Order {
    /** Ascending ids. */
    OLDEST_FIRST,
    /** Descending ids. */
    NEWEST_FIRST
  }

  /** Checks and copies. */
  public EventQuery {
    kinds = Set.copyOf(kinds);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw MindFileException.invalid("limit " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
  }

  /** The oldest events after {@code afterId}. */
  public static EventQuery after(long afterId, int limit) {
    return new EventQuery(Set.of(), Order.OLDEST_FIRST, afterId, Long.MAX_VALUE, null, null, limit);
  }

  /** The newest events. */
  public static EventQuery newest(int limit) {
    return new EventQuery(Set.of(), Order.NEWEST_FIRST, 0, Long.MAX_VALUE, null, null, limit);
  }

  /** The same query for some kinds only. */
  public EventQuery withKinds(Set<String> newKinds) {
    return new EventQuery(newKinds, order, afterId, beforeId, sinceMs, untilMs, limit);
  }

  /** The same query for events older than {@code id}. */
  public EventQuery before(long id) {
    return new EventQuery(kinds, order, afterId, id, sinceMs, untilMs, limit);
  }
}

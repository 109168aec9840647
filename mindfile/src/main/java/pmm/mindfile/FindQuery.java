package pmm.mindfile;

import java.util.Optional;
import java.util.Set;

/**
 * What somebody looks for.
 *
 * @param text any text; nothing in it has a meaning but its words
 * @param typing whether the last word is still being typed
 * @param kinds only these; empty means all that the index holds
 * @param conversation only what names this conversation; empty means all
 * @param imported only what names a source elsewhere, or only what names none; empty means both
 * @param fromMs only what was said then or later, in milliseconds; empty means whenever
 * @param toMs only what was said before; empty means whenever
 * @param skip how many of the best hits are left out
 * @param limit at most this many, from 1 to 100
 */
public record FindQuery(
    String text,
    boolean typing,
    Set<String> kinds,
    String conversation,
    Optional<Boolean> imported,
    Optional<Long> fromMs,
    Optional<Long> toMs,
    int skip,
    int limit) {

  /** Copies the kinds, and checks the numbers. */
  public FindQuery {
    kinds = Set.copyOf(kinds);
    if (limit < 1 || limit > 100) {
      throw MindFileException.invalid("limit " + limit + " (expected: 1 to 100)");
    }
    if (skip < 0) {
      throw MindFileException.invalid("skip " + skip + " (expected: 0 or more)");
    }
  }

  /** Everything that holds some words. */
  public static FindQuery of(String text) {
    return new FindQuery(
        text, false, Set.of(), "", Optional.empty(), Optional.empty(), Optional.empty(), 0, 100);
  }

  boolean isTimed() {
    return fromMs.isPresent() || toMs.isPresent();
  }
}

package pmm.mindfile;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to forget.
 *
 * @param events the events whose content is forgotten, 1 to 3,000
 * @param withMeta whether their meta is forgotten too, and the chunks that nothing else names
 * @param actor who decided it, as the redaction event keeps it
 * @param requestId made up by the caller; the same id writes no second event for 24 hours
 */
public record ForgetRequest(
    List<Long> events, boolean withMeta, String actor, @Nullable String requestId) {
  /** What one redaction event has room to name. */
  public static final int MOST_EVENTS = 3000;

  /** Sorts the events. */
  public ForgetRequest {
    events = List.copyOf(new TreeSet<>(events));
    if (events.isEmpty()) {
      throw MindFileException.invalid("no events to forget (expected: at least one)");
    }
    Limits.check("events to forget", events.size(), MOST_EVENTS);
    Texts.check("actor", actor);
  }
}

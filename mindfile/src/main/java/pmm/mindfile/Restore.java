package pmm.mindfile;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a mind was put back to an earlier state, as its own event says.
 *
 * @param eventId the event
 * @param shared the last event that what was left and what was put back have in common
 * @param tsMs when, in milliseconds since 1970
 * @param leftId the last event of the state that was left
 * @param leftHash its hash, in hex
 */
record Restore(long eventId, long shared, long tsMs, long leftId, String leftHash) {
  /** What an event of the kind {@code restored_from} says; empty if it does not say it. */
  static Optional<Restore> of(RawEvent event) {
    Map<String, @Nullable Object> meta = Json.object(event.metaText());
    return Json.text(meta, "hash")
        .map(hash ->
            new Restore(
                event.id(),
                Json.number(meta, Restoring.SHARED).orElse(event.id() - 1),
                event.tsMs(),
                Json.number(meta, "id").orElse(0L),
                hash));
  }
}

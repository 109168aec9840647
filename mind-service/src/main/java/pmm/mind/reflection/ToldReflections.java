package pmm.mind.reflection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;

/**
 * Finds what came of a wish to look back that was told before: the model is asked once, however
 * often the answer is lost on its way. Who asks again does so soon, so the latest events are
 * enough.
 */
final class ToldReflections {
  private static final List<String> KINDS =
      List.of("reflection", "claim_refused", "network_attempt");

  private static final List<String> STEPS = List.of("trait_changed", "stage_changed");
  private static final int LATEST = 100;
  private static final int MOST_STEPS = 10;

  private final Ledger ledger;

  ToldReflections(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Returns whether an event says what came of looking back. */
  static boolean isResult(Event event) {
    return event.getKind().equals("reflection")
        || (event.getKind().equals("claim_refused")
            && Events.meta(event).path("of").asText().equals("reflection"));
  }

  /** Returns how a wish ended; nothing if the model was not asked for it. */
  Optional<Reflecting.Done> find(String requestId) {
    List<Event> latest = ledger.latest(KINDS, LATEST);
    Optional<Event> result =
        latest.stream()
            .filter(ToldReflections::isResult)
            .filter(event -> is(event, "request_id", requestId))
            .findFirst();
    boolean asked =
        latest.stream()
            .filter(event -> is(event, "attempt_id", requestId))
            .anyMatch(event -> !Events.meta(event).has("refused"));
    return result
        .map(this::withWhatFollowed)
        .or(() -> asked ? Optional.of(List.of()) : Optional.empty())
        .map(Reflecting.Done::of);
  }

  private static boolean is(Event event, String key, String requestId) {
    return Events.meta(event).path(key).asText().equals(requestId);
  }

  /** Its changes, and the steps right after them. */
  private List<Event> withWhatFollowed(Event result) {
    long first = result.getEventId();
    long changes = Events.meta(result).path("changes").asLong();
    long last = Math.min(ledger.head(), first + changes + MOST_STEPS);
    List<Event> found = ledger.events(LongStream.rangeClosed(first, last).boxed().toList());
    List<Event> stored =
        new ArrayList<>(found.subList(0, (int) Math.min(changes + 1, found.size())));
    found.stream()
        .skip(stored.size())
        .takeWhile(event -> STEPS.contains(event.getKind()))
        .forEach(stored::add);
    return stored;
  }
}

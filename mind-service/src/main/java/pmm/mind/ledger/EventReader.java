package pmm.mind.ledger;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;

/** Reads single events, the lately used ones from memory. */
public final class EventReader {
  private static final int MAX_BYTES = 16 << 20;

  /** What an event takes without words and facts. */
  private static final int EMPTY = 250;

  private final Ledger ledger;
  private final Map<Long, Event> recent = new LinkedHashMap<>(1024, 0.75f, true);
  private long bytes;

  /** How often everything was dropped. */
  private long forgotten;

  /** A reader of this ledger. */
  public EventReader(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Returns one event, or nothing if there is none of that number. */
  public Optional<Event> find(long id) {
    Event known = known(id);
    if (known != null) {
      return Optional.of(known);
    }
    long before = forgotten();
    Optional<Event> found = ledger.event(id);
    found.ifPresent(event -> keepUnlessForgotten(event, before));
    return found;
  }

  /** Returns the events of these numbers, in this order. */
  public List<Event> all(List<Long> ids) {
    Map<Long, Event> found = new HashMap<>();
    List<Long> unknown = new ArrayList<>();
    for (long id : ids) {
      Event event = known(id);
      if (event == null) {
        unknown.add(id);
      } else {
        found.put(id, event);
      }
    }
    long before = forgotten();
    for (Event event : ledger.events(unknown)) {
      keepUnlessForgotten(event, before);
      found.put(event.getEventId(), event);
    }
    return ids.stream().map(id -> requireNonNull(found.get(id))).toList();
  }

  /** Returns which of these events hold no words any more: they were forgotten, or are gone. */
  public List<Long> forgotten(List<Long> ids) {
    return ids.stream()
        .filter(id -> find(id).map(Event::getContentForgotten).orElse(true))
        .toList();
  }

  /** What was read before something was forgotten may hold it. */
  private synchronized void keepUnlessForgotten(Event event, long before) {
    if (forgotten == before) {
      keep(event);
    }
  }

  private synchronized long forgotten() {
    return forgotten;
  }

  synchronized void keep(Event event) {
    Event before = recent.put(event.getEventId(), event);
    bytes += size(event) - (before == null ? 0 : size(before));
    var eldest = recent.entrySet().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= size(eldest.next().getValue());
      eldest.remove();
    }
  }

  /** About: to count the bytes takes as long as to read them. */
  private static long size(Event event) {
    return EMPTY + event.getContent().length() + event.getMetaJson().length();
  }

  synchronized void forgetAll() {
    recent.clear();
    bytes = 0;
    forgotten++;
  }

  private synchronized @Nullable Event known(long id) {
    return recent.get(id);
  }
}

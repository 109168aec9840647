package pmm.mind.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;

/** Reads single events, the lately used ones from memory. */
public final class EventReader {
  private static final int MAX_BYTES = 16 << 20;

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
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Event>> reads = new ArrayList<>();
      for (long id : ids) {
        Event event = known(id);
        reads.add(event == null ? () -> find(id).orElseThrow() : () -> event);
      }
      List<Event> events = new ArrayList<>();
      for (Future<Event> read : readers.invokeAll(reads)) {
        events.add(read.get());
      }
      return events;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading events", e);
    }
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
    bytes += event.getSerializedSize() - (before == null ? 0 : before.getSerializedSize());
    var eldest = recent.entrySet().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= eldest.next().getValue().getSerializedSize();
      eldest.remove();
    }
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

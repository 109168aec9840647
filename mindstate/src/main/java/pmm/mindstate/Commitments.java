package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the mind has promised.
 *
 * @param all every promise, by the event that opened it
 * @param openByText the open ones, by their normal words: the same text opened twice is one promise
 * @param closed how many were closed
 * @param expired how many expired
 */
public record Commitments(
    PersistentMap<Long, Commitment> all,
    PersistentMap<String, Long> openByText,
    int closed,
    int expired) {
  static final Commitments EMPTY =
      new Commitments(PersistentMap.empty(), PersistentMap.empty(), 0, 0);
  private static final long LIFE_MS = Duration.ofDays(30).toMillis();

  /** Where a promise stands. */
  public enum State {
    OPEN,
    CLOSED,
    EXPIRED
  }

  /**
   * One promise.
   *
   * @param id the event that opened it
   * @param text what was promised
   * @param openMs when, in milliseconds
   * @param state where it stands
   * @param endEventId the event that closed or expired it; 0 while it is open
   */
  public record Commitment(long id, String text, long openMs, State state, long endEventId) {
    Commitment ended(State as, long eventId) {
      return new Commitment(id, text, openMs, as, eventId);
    }
  }

  /** Returns how many were ever opened. */
  public int opened() {
    return all.size();
  }

  /** Returns the open ones, oldest first. */
  public List<Commitment> open() {
    List<Commitment> open = new ArrayList<>();
    for (Map.Entry<String, Long> entry : openByText) {
      isOpen(entry.getValue()).ifPresent(open::add);
    }
    open.sort((a, b) -> Long.compare(a.id(), b.id()));
    return open;
  }

  /** Returns the promise with that id if it is open. */
  public Optional<Commitment> isOpen(long id) {
    return Optional.ofNullable(all.get(id)).filter(promise -> promise.state() == State.OPEN);
  }

  /** Returns whether the same words are promised already. */
  public boolean isOpen(String text) {
    return openByText.containsKey(Words.normal(text));
  }

  /** Returns the open ones that nobody kept for 30 days at the given time, oldest first. */
  public List<Commitment> expiredAt(long nowMs) {
    return open().stream().filter(promise -> nowMs - promise.openMs() > LIFE_MS).toList();
  }

  Commitments reduce(StateEvent event) {
    return switch (event.kind()) {
      case "commitment_opened" -> event.words().map(text -> opened(event, text)).orElse(this);
      case "commitment_closed" -> ended(event, State.CLOSED);
      case "commitment_expired" -> ended(event, State.EXPIRED);
      default -> this;
    };
  }

  private Commitments opened(StateEvent event, String text) {
    if (isOpen(text)) {
      return this;
    }
    Commitment promise = new Commitment(event.id(), text, event.tsMs(), State.OPEN, 0);
    return new Commitments(
        all.put(event.id(), promise),
        openByText.put(Words.normal(text), event.id()),
        closed,
        expired);
  }

  private Commitments ended(StateEvent event, State as) {
    @Nullable Commitment promise = isOpen(event.number("commitment_id")).orElse(null);
    if (promise == null) {
      return this;
    }
    return new Commitments(
        all.put(promise.id(), promise.ended(as, event.id())),
        openByText.remove(Words.normal(promise.text())),
        closed + (as == State.CLOSED ? 1 : 0),
        expired + (as == State.EXPIRED ? 1 : 0));
  }

  ArrayNode toJson() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<Long, Commitment> entry : all) {
      Commitment promise = entry.getValue();
      ObjectNode row = json.addObject().put("id", promise.id()).put("open_ms", promise.openMs());
      row.put("state", promise.state().name()).put("text", promise.text());
      row.put("end_event_id", promise.endEventId());
    }
    return json;
  }

  static Commitments fromJson(JsonNode json) {
    Commitments state = EMPTY;
    for (JsonNode row : json) {
      state =
          state.with(
              new Commitment(
                  row.path("id").asLong(),
                  row.path("text").asText(),
                  row.path("open_ms").asLong(),
                  State.valueOf(row.path("state").asText()),
                  row.path("end_event_id").asLong()));
    }
    return state;
  }

  private Commitments with(Commitment promise) {
    boolean open = promise.state() == State.OPEN;
    return new Commitments(
        all.put(promise.id(), promise),
        open ? openByText.put(Words.normal(promise.text()), promise.id()) : openByText,
        closed + (promise.state() == State.CLOSED ? 1 : 0),
        expired + (promise.state() == State.EXPIRED ? 1 : 0));
  }
}

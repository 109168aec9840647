package pmm.mind.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.Timestamp;
import java.util.Optional;
import pmm.ledger.v1.Event;
import pmm.mindstate.StateEvent;

/** Reads the wire form of events. */
public final class Events {
  private static final JsonMapper JSON = new JsonMapper();

  private Events() {}

  /** Returns an event as the reducers see it. */
  public static StateEvent toState(Event event) {
    return new StateEvent(
        event.getEventId(),
        millis(event),
        event.getKind(),
        event.hasContent() ? event.getContent() : null,
        meta(event));
  }

  /** Returns the facts of an event; a missing node if it has none. */
  public static JsonNode meta(Event event) {
    return event.hasMetaJson() ? parse(event.getMetaJson()) : MissingNode.getInstance();
  }

  /** Returns when it was stored, in milliseconds. */
  public static long millis(Event event) {
    Timestamp time = event.getCreateTime();
    return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
  }

  /** Returns when it was said, in milliseconds: imported talk is older than its storing. */
  public static long saidMillis(Event event) {
    return toState(event).saidMs();
  }

  /** Returns a text as JSON; nothing if it is none. */
  public static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static JsonNode parse(String json) {
    return json(json)
        .orElseThrow(() -> new IllegalStateException("the ledger holds a meta that is no JSON"));
  }
}

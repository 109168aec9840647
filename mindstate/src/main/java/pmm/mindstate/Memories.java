package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What the mind believes about the person and the world. A memory whose words were forgotten is not
 * held at all.
 *
 * @param kept those that count, by the event that keeps them
 * @param proposed those that wait for the person's word, by the event that proposed them
 */
public record Memories(PersistentMap<Long, Memory> kept, PersistentMap<Long, Memory> proposed) {
  static final Memories EMPTY = new Memories(PersistentMap.empty(), PersistentMap.empty());

  /**
   * One thing believed.
   *
   * @param id the event that holds it
   * @param text the words
   * @param subject whom it is about: "person", "mind" or "other"
   * @param sourceEventId the event it came from; 0 if none is known
   * @param tsMs when, in milliseconds
   */
  public record Memory(long id, String text, String subject, long sourceEventId, long tsMs) {
    static Memory of(StateEvent event, String text) {
      String subject = event.text("subject");
      return new Memory(
          event.id(),
          text,
          subject.isEmpty() ? "other" : subject,
          event.number("source_event_id"),
          event.tsMs());
    }
  }

  Memories reduce(StateEvent event) {
    return switch (event.kind()) {
      case "memory_kept" ->
          event
              .words()
              .map(text -> without(event.number("proposal_id")).keep(Memory.of(event, text)))
              .orElse(this);
      case "memory_proposed" ->
          event
              .words()
              .map(text -> new Memories(kept, proposed.put(event.id(), Memory.of(event, text))))
              .orElse(this);
      case "memory_corrected" -> {
        Memories rest = without(event.number("memory_id"));
        yield event.words().map(text -> rest.keep(Memory.of(event, text))).orElse(rest);
      }
      case "memory_rejected" -> without(event.number("memory_id"));
      default -> this;
    };
  }

  private Memories keep(Memory memory) {
    return new Memories(kept.put(memory.id(), memory), proposed);
  }

  private Memories without(long id) {
    return new Memories(kept.remove(id), proposed.remove(id));
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("kept", list(kept));
    json.set("proposed", list(proposed));
    return json;
  }

  static Memories fromJson(JsonNode json) {
    return new Memories(map(json.path("kept")), map(json.path("proposed")));
  }

  private static ArrayNode list(PersistentMap<Long, Memory> memories) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<Long, Memory> entry : memories) {
      Memory memory = entry.getValue();
      ObjectNode row = json.addObject().put("id", memory.id()).put("text", memory.text());
      row.put("subject", memory.subject()).put("source_event_id", memory.sourceEventId());
      row.put("ts_ms", memory.tsMs());
    }
    return json;
  }

  private static PersistentMap<Long, Memory> map(JsonNode list) {
    PersistentMap<Long, Memory> memories = PersistentMap.empty();
    for (JsonNode row : list) {
      Memory memory =
          new Memory(
              row.path("id").asLong(),
              row.path("text").asText(),
              row.path("subject").asText(),
              row.path("source_event_id").asLong(),
              row.path("ts_ms").asLong());
      memories = memories.put(memory.id(), memory);
    }
    return memories;
  }
}

package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pmm.mindstate.StateEvent;

/**
 * What was imported and is no talk: memories, profiles, characters, records. What an archive says
 * of them besides comes a little later, so they wait for it.
 */
final class OtherThings {
  /** No append is larger, in events and in characters; details stand in that of their things. */
  private static final int MOST_EVENTS = 500;

  private static final int MOST_CHARACTERS = 8 << 20;

  private final Transcripts.Sink sink;
  private final Map<Long, ObjectNode> waiting = new LinkedHashMap<>();
  private final CutDetails cut = new CutDetails();
  private long characters;

  OtherThings(Transcripts.Sink sink) {
    this.sink = sink;
  }

  void take(StoredEvent stored) throws IOException {
    StateEvent event = stored.event();
    ImportedEvent imported = new ImportedEvent(event);
    if (imported.isDetails()) {
      List<Long> about = event.references("source");
      JsonNode all = cut.add(about, stored.words());
      for (int i = 0; i < Math.min(about.size(), all.size()); i++) {
        ObjectNode thing = waiting.get(about.get(i));
        if (thing != null && !thing.has("forgotten")) {
          putDetails(all.get(i), thing);
        }
      }
    } else if (!imported.record().equals("chunk")) {
      waiting.put(event.id(), thing(imported, stored));
      characters += stored.words().length();
    }
    if (waiting.size() > MOST_EVENTS || characters > MOST_CHARACTERS) {
      hand(waiting.size() / 2);
    }
  }

  void end() throws IOException {
    hand(waiting.size());
  }

  private void hand(int count) throws IOException {
    List<Long> first = new ArrayList<>(waiting.keySet()).subList(0, count);
    for (long id : first) {
      ObjectNode thing = waiting.remove(id);
      if (thing != null) {
        characters -= thing.path("text").asText().length();
        sink.other(thing);
      }
    }
  }

  private static ObjectNode thing(ImportedEvent imported, StoredEvent stored) {
    StateEvent event = stored.event();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("event_id", event.id());
    String record = imported.record();
    json.put("record", record.isEmpty() ? "memory" : record);
    if (stored.forgotten()) {
      json.put("forgotten", true);
    } else {
      json.put("text", stored.words());
    }
    for (String fact : List.of("of", "version", "attachments", "goes_on")) {
      if (event.meta().has(fact)) {
        json.set(fact, event.meta().get(fact));
      }
    }
    if (!imported.time().isEmpty()) {
      json.set("time", imported.time());
    }
    json.put("stored_time", Moments.ofMillis(event.tsMs()));
    json.set("source", imported.origin());
    return json;
  }

  private static void putDetails(JsonNode details, ObjectNode thing) {
    details
        .properties()
        .forEach(each ->
            thing.set(
                each.getKey(),
                each.getKey().equals("raw")
                    ? RawJson.of(each.getValue().asText())
                    : each.getValue()));
  }
}

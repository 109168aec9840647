package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.mindstate.StateEvent;

/** One message of a conversation, put together from its events. */
final class Message {
  /** Facts of an answer that are told in a place of their own, or of which the tree says more. */
  private static final Set<String> TOLD =
      Set.of("conversation_id", "parent_event_id", "parent_offset", "model_id");

  private final StateEvent first;
  private final Optional<ImportedEvent> imported;
  private final List<Run> runs = new ArrayList<>();
  private @Nullable Message parent;

  Message(StoredEvent first) {
    this.first = first.event();
    this.imported = ImportedEvent.of(this.first);
  }

  /** The event that it began with, which it goes by. */
  long id() {
    return first.id();
  }

  StateEvent first() {
    return first;
  }

  List<Run> runs() {
    return runs;
  }

  Optional<ImportedEvent> imported() {
    return imported;
  }

  /** How many messages stand above it. */
  int depth() {
    int depth = 0;
    for (Message above = parent; above != null; above = above.parent) {
      depth++;
    }
    return depth;
  }

  void hangUnder(@Nullable Message other) {
    parent = other;
  }

  /**
   * Adds one of its events.
   *
   * @return the run it belongs to
   */
  Run add(StoredEvent stored) {
    Optional<ImportedEvent> piece = ImportedEvent.of(stored.event());
    if (!runs.isEmpty() && piece.filter(ImportedEvent::goesOn).isPresent()) {
      runs.getLast().goOn(stored);
    } else {
      runs.add(new Run(stored));
    }
    return runs.getLast();
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("node_id", id());
    if (parent != null) {
      json.put("parent_node_id", parent.id());
    }
    ArrayNode ids = json.putArray("event_ids");
    runs.forEach(run -> run.eventIds().forEach(ids::add));
    imported.ifPresentOrElse(piece -> putImported(piece, json), () -> putSaidHere(json));
    ArrayNode parts = json.putArray("parts");
    runs.forEach(run -> run.addTo(parts));
    imported.ifPresent(piece -> putOrigin(piece, json));
    return json;
  }

  private void putSaidHere(ObjectNode json) {
    json.put("role", first.kind().equals("user_message") ? "person" : "assistant");
    json.set("time", Moments.here(first.tsMs()));
    String model = first.text("model_id");
    if (!model.isEmpty()) {
      json.put("model", model);
    }
    switch (first.kind()) {
      case "generation_stopped" -> json.put("outcome", "stopped");
      case "generation_failed" -> json.put("outcome", "failed");
      default -> {}
    }
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    first.meta().properties().stream()
        .filter(fact -> !TOLD.contains(fact.getKey()))
        .forEach(fact -> facts.set(fact.getKey(), fact.getValue()));
    if (!facts.isEmpty()) {
      json.set("facts", facts);
    }
  }

  private void putImported(ImportedEvent piece, ObjectNode json) {
    json.put("role", piece.role());
    put(json, "name", speaker());
    if (!piece.time().isEmpty()) {
      json.set("time", piece.time());
    }
    put(json, "update_time", piece.updateTime());
    put(json, "model", piece.model());
    if (first.meta().path("hidden").asBoolean()) {
      json.put("hidden", true);
    }
    if (!first.kind().equals("imported_record") || isTalk(piece.record())) {
      return;
    }
    json.put("record", piece.record());
  }

  /** A result tells its tool by itself; a picture that a tool made does not. */
  private String speaker() {
    boolean untold = first.kind().equals("tool_returned") && first.meta().has("parts");
    boolean forgotten = runs.stream().anyMatch(Run::forgotten);
    return untold && !forgotten ? first.text("name") : details().path("speaker").asText();
  }

  /** Records that are parts of messages, as their parts tell. */
  private static boolean isTalk(String record) {
    return Set.of("reasoning", "context", "unknown", "placeholder").contains(record);
  }

  /** What the archive says of it besides; nothing of what was forgotten, which it may name. */
  private JsonNode details() {
    return runs.stream().anyMatch(Run::forgotten)
        ? MissingNode.getInstance()
        : runs.getFirst().details();
  }

  private void putOrigin(ImportedEvent piece, ObjectNode json) {
    json.put("stored_time", Moments.ofMillis(first.tsMs()));
    json.set("source", piece.origin());
    JsonNode raw = details().path("raw");
    if (raw.isTextual()) {
      json.set("raw", RawJson.of(raw.asText()));
    }
  }

  private static void put(ObjectNode json, String key, String value) {
    if (!value.isEmpty()) {
      json.put(key, value);
    }
  }
}

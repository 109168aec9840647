package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pmm.mindstate.StateEvent;

/**
 * Some parts of a message that follow each other and are of one nature: an event, with those that
 * its words go on in.
 */
final class Run {
  private final StateEvent event;
  private final List<Long> eventIds = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private boolean forgotten;
  private JsonNode details = MissingNode.getInstance();
  private final Map<Integer, ObjectNode> later = new TreeMap<>();
  private final Map<Integer, Passage.Kept> kept = new TreeMap<>();

  Run(StoredEvent first) {
    this.event = first.event();
    goOn(first);
  }

  /** Its words go on. */
  void goOn(StoredEvent next) {
    eventIds.add(next.id());
    words.append(next.words());
    forgotten |= next.forgotten();
  }

  /** What the archive says of it besides. */
  void setDetails(JsonNode about) {
    details = about;
  }

  StateEvent event() {
    return event;
  }

  /** The events that hold its words. */
  List<Long> eventIds() {
    return eventIds;
  }

  String words() {
    return words.toString();
  }

  /**
   * Files of it that came after it.
   *
   * @param names what the archive calls them, in their order
   */
  void addLater(StateEvent record, JsonNode names) {
    JsonNode files = record.meta().path("attachments");
    for (int i = 0; i < files.size(); i++) {
      ObjectNode file = files.get(i).deepCopy();
      int number = file.path("number").asInt();
      file.remove("number");
      if (names.path(i) instanceof ObjectNode named) {
        file.setAll(named);
      }
      later.put(number, file);
      kept.put(number, new Passage.Kept(record.id(), i));
    }
  }

  /** Where the bytes of those are named that came later, by their numbers. */
  Map<Integer, Passage.Kept> kept() {
    return kept;
  }

  boolean forgotten() {
    return forgotten;
  }

  JsonNode details() {
    return details;
  }

  /** Adds its parts to those of the message. */
  void addTo(ArrayNode parts) {
    if (event.text("record").equals("placeholder")) {
      return;
    }
    int first = parts.size();
    JsonNode facts = event.meta().path("parts");
    if (forgotten) {
      parts.addObject().put("type", "forgotten").put("event_id", event.id());
    } else if (facts.isArray()) {
      split(facts, parts);
    } else {
      addWhole(parts);
    }
    addFiles(parts, first);
    if (!forgotten) {
      addTexts(parts, first);
    }
  }

  /** One part alone is told by the event's kind. */
  private void addWhole(ArrayNode parts) {
    String text = words.toString();
    String of = details.path("of").asText();
    switch (event.kind()) {
      case "tool_called" -> name(part(parts, "tool_call", text));
      case "tool_returned" -> {
        ObjectNode result = name(part(parts, "tool_result", text));
        if (event.meta().path("error").asBoolean()) {
          result.put("error", true);
        }
      }
      case "imported_record" -> {
        switch (event.text("record")) {
          case "reasoning" -> part(parts, "reasoning", text);
          case "context" -> part(parts, "context", text).put("of", of);
          case "unknown" -> addUnknown(parts, text, of);
          default -> part(parts, "text", text);
        }
      }
      default -> part(parts, "text", text);
    }
  }

  private static void addUnknown(ArrayNode parts, String text, String of) {
    parts.addObject().put("type", "unknown").put("of", of).set("raw", RawJson.of(text));
  }

  private ObjectNode name(ObjectNode part) {
    String name = event.text("name");
    return name.isEmpty() ? part : part.put("name", name);
  }

  private static ObjectNode part(ArrayNode parts, String type, String text) {
    return parts.addObject().put("type", type).put("text", text);
  }

  /** Several parts stand behind each other; between two that have words is an empty line. */
  private void split(JsonNode facts, ArrayNode parts) {
    int at = 0;
    for (JsonNode fact : facts) {
      boolean rest = fact.path("type").asText().equals("more");
      int length = rest ? words.length() - at : fact.path("length").asInt();
      if (at > 0 && length > 0) {
        at += Passage.BETWEEN.length();
      }
      int end = Math.min(words.length(), at + length);
      String text = words.substring(Math.min(at, end), end);
      at = end;
      addSplit(fact, rest ? "text" : fact.path("type").asText(), text, parts);
    }
  }

  private void addSplit(JsonNode fact, String type, String text, ArrayNode parts) {
    String of = details.path("of").asText();
    switch (type) {
      case "file" -> {
        ObjectNode file = parts.addObject().put("type", type);
        if (!text.isEmpty()) {
          file.put("text", text);
        }
      }
      case "unknown" -> addUnknown(parts, text, of);
      case "code" -> {
        ObjectNode code = part(parts, type, text);
        if (fact.has("language")) {
          code.set("language", fact.get("language"));
        }
      }
      case "tool_call", "tool_result" -> name(part(parts, type, text));
      case "context" -> part(parts, type, text).put("of", of);
      default -> part(parts, type, text);
    }
  }

  /** What is known of the files, in their order. */
  private void addFiles(ArrayNode parts, int first) {
    int at = first;
    for (ObjectNode file : files()) {
      while (at < parts.size() && !parts.get(at).path("type").asText().equals("file")) {
        at++;
      }
      ObjectNode part =
          at < parts.size() ? (ObjectNode) parts.get(at) : parts.addObject().put("type", "file");
      at++;
      part.setAll(file);
    }
  }

  private List<ObjectNode> files() {
    List<ObjectNode> files = new ArrayList<>();
    for (JsonNode file : event.meta().path("attachments")) {
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      if (!forgotten && details.path("files").path(files.size()) instanceof ObjectNode names) {
        row.setAll(names);
      }
      files.add(row.setAll((ObjectNode) file));
    }
    if (!forgotten) {
      later.forEach((number, file) -> {
        if (number < files.size()) {
          files.get(number).setAll(file);
        } else {
          files.add(file);
        }
      });
    }
    return files;
  }

  /** Where the archive cites what, and how it wrote it. */
  private void addTexts(ArrayNode parts, int first) {
    for (JsonNode text : details.path("texts")) {
      if (parts.path(first + text.path("part").asInt()) instanceof ObjectNode part) {
        if (text.has("original")) {
          part.set("original", text.get("original"));
        }
        if (text.path("citations").isArray()) {
          ArrayNode citations = part.putArray("citations");
          text.path("citations").forEach(each -> citations.add(citation(each)));
        }
      }
    }
  }

  private static ObjectNode citation(JsonNode stored) {
    ObjectNode citation = stored.deepCopy();
    if (stored.has("raw")) {
      citation.set("raw", RawJson.of(stored.get("raw").asText()));
    }
    return citation;
  }
}

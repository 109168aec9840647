package pmm.mind.archive.claude;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.MessageTree;

/** Reads one entry of any of the files: a conversation, what was remembered, or a project. */
final class EntryReader {
  private static final String LEAF = "current_leaf_message_uuid";

  private final Place place;
  private final Turns turns = new Turns();

  EntryReader(Place place) {
    this.place = place;
  }

  List<ArchivedItem> read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return List.of(record("claude.entry", parser.readValueAsTree()));
    }
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    boolean talk = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("chat_messages")) {
        talk = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          turns.add(parser.readValueAsTree());
        }
      } else {
        rest.set(name, parser.readValueAsTree());
      }
    }
    if (talk) {
      return List.of(conversation(new Fields(rest)));
    }
    if (rest.has("conversations_memory") || rest.has("project_memories")) {
      return memories(rest);
    }
    return rest.has("prompt_template") || rest.has("docs")
        ? project(rest)
        : List.of(record("claude.entry", rest));
  }

  private ArchivedConversation conversation(Fields fields) {
    MessageTree tree = new MessageTree(turns.nodes());
    List<Oddity> oddities = new ArrayList<>(tree.oddities());
    Optional<String> leaf = Optional.of(fields.peek(LEAF).asText("")).filter(tree::holds);
    if (leaf.isPresent()) {
      fields.take(LEAF);
    }
    String id = fields.text("uuid");
    return new ArchivedConversation(
        place,
        id.isEmpty()
            ? ContentHash.name(
                tree.nodes().stream()
                    .limit(1)
                    .map(node -> node.originalId())
                    .toArray(String[]::new))
            : id,
        fields.text("name"),
        fields.time("created_at"),
        fields.time("updated_at"),
        false,
        leaf.or(turns::last).filter(tree::holds),
        fields.maybe("model"),
        false,
        tree.nodes(),
        oddities,
        fields.rest());
  }

  /** What an entry says besides its memories is kept as a record. */
  private List<ArchivedItem> memories(ObjectNode entry) {
    List<ArchivedItem> items = new ArrayList<>();
    memory("conversations_memory", entry, "", "conversations_memory", items);
    if (entry.path("project_memories") instanceof ObjectNode projects) {
      for (String project : projects.properties().stream().map(Map.Entry::getKey).toList()) {
        memory(project, projects, Json.whole(project), "project_memories", items);
      }
      if (projects.isEmpty()) {
        entry.remove("project_memories");
      }
    }
    if (!entry.isEmpty()) {
      items.add(record("claude.memories", entry));
    }
    return items;
  }

  /** Takes a text that holds memories; one that holds none, and what is no text, stays. */
  private void memory(
      String name, ObjectNode from, String project, String source, List<ArchivedItem> items) {
    if (!from.path(name).isTextual()) {
      return;
    }
    List<Paragraphs.Paragraph> paragraphs = Paragraphs.of(Json.whole(from.path(name).textValue()));
    if (!paragraphs.isEmpty()) {
      from.remove(name);
    }
    for (Paragraphs.Paragraph paragraph : paragraphs) {
      String topic =
          project.isEmpty() || paragraph.heading().isEmpty()
              ? project + paragraph.heading()
              : project + ": " + paragraph.heading();
      StringBuilder raw = new StringBuilder();
      Json.quote(paragraph.text(), raw);
      items.add(
          new ArchivedMemory(
              place, paragraph.text(), topic, source, ArchivedTime.UNKNOWN, raw.toString()));
    }
  }

  private List<ArchivedItem> project(JsonNode entry) {
    List<ArchivedItem> items = new ArrayList<>();
    String name = Json.whole(entry.path("name").asText(""));
    String instructions = Json.whole(entry.path("prompt_template").asText(""));
    if (!instructions.isBlank()) {
      items.add(
          new ArchivedProfile(
              place, "", instructions, "project " + name, Json.raw(entry.path("prompt_template"))));
    }
    for (JsonNode document : entry.path("docs")) {
      String raw = Json.raw(document);
      Fields fields = new Fields(document.deepCopy());
      items.add(
          new ArchivedRecord(
              place,
              "claude.document",
              fields.text("uuid"),
              fields.time("created_at"),
              fields.text("content"),
              raw));
    }
    if (entry.path("docs").isArray()) {
      ((ObjectNode) entry).remove("docs");
    }
    items.add(record("claude.project", entry));
    return items;
  }

  private ArchivedRecord record(String kind, JsonNode entry) {
    String raw = Json.raw(entry);
    Fields fields = new Fields(entry);
    String name = fields.text("name");
    String description = fields.text("description");
    String text =
        name.isEmpty() || description.isEmpty() ? name + description : name + "\n" + description;
    return new ArchivedRecord(
        place, kind, fields.text("uuid"), fields.time("created_at"), text, raw);
  }
}

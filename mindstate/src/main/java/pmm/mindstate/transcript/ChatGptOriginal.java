package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A message that came from ChatGPT, with all that was kept of it put back. */
final class ChatGptOriginal {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String HIDDEN = "is_visually_hidden_from_conversation";

  private final JsonNode node;
  private final JsonNode parts;
  private final JsonNode raw;

  ChatGptOriginal(JsonNode node) {
    this.node = node;
    this.parts = node.path("parts");
    this.raw = RawJson.read(node.path("raw"));
  }

  /** Returns its entry of the mapping, without its place in the tree. */
  ObjectNode toJson(String id) {
    ObjectNode json = raw.isObject() ? raw.deepCopy() : JSON.objectNode();
    JsonNode message = raw.path("message");
    if (message.isObject() || !parts.isEmpty() || node.has("time")) {
      json.set("message", message(id, message));
    } else if (message.isMissingNode()) {
      json.putNull("message");
    }
    return json;
  }

  private ObjectNode message(String id, JsonNode rest) {
    ObjectNode message = JSON.objectNode().put("id", id);
    message.set("author", author(rest.path("author")));
    message.set("create_time", ChatGptTime.original(node.path("time")));
    message.set("update_time", ChatGptTime.read(node.path("update_time").asText()));
    rest.properties().forEach(field -> message.set(field.getKey(), field.getValue()));
    message.set("author", author(rest.path("author")));
    message.set("content", ChatGptContent.of(parts, rest.path("content")));
    message.set("metadata", metadata(rest.path("metadata")));
    return message;
  }

  private JsonNode author(JsonNode rest) {
    if (rest.isNull()) {
      return rest;
    }
    ObjectNode author = JSON.objectNode();
    String role = ChatGptMessages.role(node.path("role").asText());
    if (!node.path("role").asText().equals("other")) {
      author.put("role", role);
    }
    author.set("name", node.has("name") ? node.get("name") : speaker());
    rest.properties().forEach(field -> author.set(field.getKey(), field.getValue()));
    return author;
  }

  /** Of a tool the name stands with its parts. */
  private JsonNode speaker() {
    if (node.path("role").asText().equals("tool")) {
      for (JsonNode part : parts) {
        if (part.has("name") && part.path("type").asText().equals("tool_result")) {
          return part.get("name");
        }
      }
    }
    return JSON.nullNode();
  }

  private JsonNode metadata(JsonNode rest) {
    ObjectNode metadata = JSON.objectNode();
    if (node.has("model")) {
      metadata.set("model_slug", node.get("model"));
    }
    boolean context = false;
    Set<String> cited = new LinkedHashSet<>();
    for (JsonNode part : parts) {
      context |= part.path("type").asText().equals("context");
      for (JsonNode citation : part.path("citations")) {
        cited.add(RawJson.text(citation.path("raw")));
      }
    }
    if (node.path("hidden").asBoolean() && !context) {
      metadata.put(HIDDEN, true);
    }
    for (String citation : cited) {
      JsonNode source = RawJson.read(citation);
      if (source.isObject()) {
        metadata
            .withArray(source.has("matched_text") ? "content_references" : "citations")
            .add(source);
      }
    }
    if (metadata.isEmpty() && !rest.isObject() && !rest.isMissingNode()) {
      return rest;
    }
    for (Map.Entry<String, JsonNode> field : rest.properties()) {
      if (metadata.get(field.getKey()) instanceof ArrayNode list && field.getValue().isArray()) {
        field.getValue().forEach(list::add);
      } else {
        metadata.set(field.getKey(), field.getValue());
      }
    }
    return metadata;
  }
}

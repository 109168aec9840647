package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that did not come from ChatGPT, as ChatGPT would have it: words, reasoning, the call of
 * a tool and what came of it are a message each.
 */
final class ChatGptMessages {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode node;
  private final List<ObjectNode> messages = new ArrayList<>();
  private @Nullable ArrayNode pieces;

  private ChatGptMessages(JsonNode node) {
    this.node = node;
  }

  /** Returns at least one, without their ids. */
  static List<ObjectNode> of(JsonNode node) {
    ChatGptMessages made = new ChatGptMessages(node);
    node.path("parts").forEach(made::take);
    if (made.messages.isEmpty()) {
      made.say("");
    }
    return made.messages;
  }

  /** Who speaks, as ChatGPT says it. */
  static String role(String role) {
    return switch (role) {
      case "person" -> "user";
      case "assistant", "tool" -> role;
      default -> "system";
    };
  }

  private void take(JsonNode part) {
    String text = part.path("text").asText();
    String type = part.path("type").asText();
    switch (type) {
      case "forgotten" -> say(ChatGptContent.FORGOTTEN);
      case "transcript" ->
          pieces("multimodal_text")
              .addObject()
              .put("content_type", "audio_transcription")
              .put("text", text);
      case "file" -> attach(part, text);
      case "code" -> begin(role(), content(type).put("language", language(part)).put("text", text));
      case "reasoning" -> {
        ObjectNode content = content("thoughts");
        content.putArray("thoughts").addObject().put("summary", "").put("content", text);
        begin("assistant", content);
      }
      case "tool_call" ->
          begin("assistant", content("code").put("language", "unknown").put("text", text))
              .put("recipient", part.path("name").asText("tool"));
      case "tool_result" -> result(part, text);
      case "unknown" -> unknown(part);
      default -> say(text);
    }
  }

  private void say(String text) {
    pieces("text").add(text);
  }

  /** Words that follow each other are one message. */
  private ArrayNode pieces(String type) {
    if (pieces == null) {
      ObjectNode content = content(type);
      pieces = content.putArray("parts");
      ArrayNode begun = pieces;
      begin(role(), content);
      pieces = begun;
    } else if (!type.equals("text")) {
      messages.getLast().withObject("/content").put("content_type", type);
    }
    return pieces;
  }

  private void attach(JsonNode part, String text) {
    if (!text.isEmpty()) {
      say(text);
    }
    ArrayNode said = pieces("text");
    ObjectNode file =
        messages.getLast().withObject("/metadata").withArray("attachments").addObject();
    file.put("id", ChatGptFiles.id(node, part));
    file.put("name", part.path("name").asText());
    if (part.has("mime")) {
      file.set("mime_type", part.get("mime"));
    }
    for (String fact : List.of("size", "sha256")) {
      if (part.has(fact)) {
        file.set(fact, part.get(fact));
      }
    }
    pieces = said;
  }

  private void result(JsonNode part, String text) {
    ObjectNode message = begin("tool", content("execution_output").put("text", text));
    message.withObject("/author").put("name", part.path("name").asText());
    if (part.path("error").asBoolean()) {
      message.withObject("/metadata").putObject("aggregate_result").put("status", "failed");
    }
  }

  private void unknown(JsonNode part) {
    JsonNode raw = RawJson.read(part.path("raw"));
    ObjectNode content = content(part.path("of").asText("unknown"));
    if (raw.isObject()) {
      content.setAll((ObjectNode) raw);
    } else {
      content.set("value", raw);
    }
    begin(role(), content);
  }

  private ObjectNode begin(String role, ObjectNode content) {
    ObjectNode message = JSON.objectNode();
    ObjectNode author = message.putObject("author").put("role", role);
    author.set("name", node.path("name").isTextual() ? node.get("name") : JSON.nullNode());
    author.putObject("metadata");
    message.set("create_time", ChatGptTime.of(node.path("time")));
    message.putNull("update_time");
    message.set("content", content);
    message.put("status", status()).putNull("end_turn").put("weight", 1.0);
    message.set("metadata", metadata());
    message.put("recipient", "all").putNull("channel");
    messages.add(message);
    pieces = null;
    return message;
  }

  private ObjectNode metadata() {
    ObjectNode metadata = JSON.objectNode();
    if (node.has("model")) {
      metadata.set("model_slug", node.get("model"));
    }
    if (node.path("hidden").asBoolean()) {
      metadata.put("is_visually_hidden_from_conversation", true);
    }
    if (node.has("source")) {
      metadata.set("imported_from", node.path("source").path("format"));
    }
    return metadata;
  }

  private String status() {
    return node.has("outcome") ? "finished_partial_completion" : "finished_successfully";
  }

  private String role() {
    return role(node.path("role").asText());
  }

  private static ObjectNode content(String type) {
    return JSON.objectNode().put("content_type", type);
  }

  private static String language(JsonNode part) {
    return part.path("language").asText("unknown");
  }
}

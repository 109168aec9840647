package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.TooLargeException;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;

/** Reads one entry of {@code mapping}. */
final class MessageReader {
  private static final String HIDDEN = "is_visually_hidden_from_conversation";

  private final Assets assets;
  private final Citations.Effort effort = new Citations.Effort();

  MessageReader(Assets assets) {
    this.assets = assets;
  }

  ArchivedNode read(String key, Fields node) {
    Optional<String> parent = node.maybe("parent");
    if (node.peek("id").asText().equals(key)) {
      node.take("id");
    }
    if (!node.peek("message").isObject()) {
      if (node.peek("message").isNull()) {
        node.take("message");
      }
      return placeholder(key, parent, node);
    }
    Fields message = node.object("message");
    if (message.peek("id").asText().equals(key)) {
      message.take("id");
    }
    Fields author = message.object("author");
    JsonNode said = author.peek("role");
    Role role = role(author);
    String speaker = author.text("name");
    ArchivedTime created = message.time("create_time");
    ArchivedTime updated = message.time("update_time");
    Fields metadata = message.object("metadata");
    Optional<String> model = metadata.maybe("model_slug");
    boolean hidden = metadata.peek(HIDDEN).asBoolean() && metadata.flag(HIDDEN);
    List<Part> parts = parts(message, metadata, role, speaker);
    TooLargeException.checkParts(parts.size());
    boolean context = parts.stream().anyMatch(Part.Context.class::isInstance);
    Role told = context ? Role.SYSTEM : role;
    if (context) {
      // What is told of it here is not what the archive says.
      if (role != Role.OTHER) {
        author.keep("role", said);
      }
      if (hidden) {
        metadata.keep(HIDDEN, BooleanNode.TRUE);
      }
    }
    message.keep("author", author);
    message.keep("metadata", metadata);
    node.keep("message", message);
    return new ArchivedNode(
        key, parent, told, speaker, created, updated, model, hidden || context, parts, node.rest());
  }

  private static ArchivedNode placeholder(String key, Optional<String> parent, Fields node) {
    return new ArchivedNode(
        key,
        parent,
        Role.OTHER,
        "",
        ArchivedTime.UNKNOWN,
        ArchivedTime.UNKNOWN,
        Optional.empty(),
        true,
        List.of(),
        node.rest());
  }

  private static Role role(Fields author) {
    Role role =
        switch (author.peek("role").asText()) {
          case "user" -> Role.PERSON;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          case "tool" -> Role.TOOL;
          default -> Role.OTHER;
        };
    if (role != Role.OTHER) {
      author.take("role");
    }
    return role;
  }

  private List<Part> parts(Fields message, Fields metadata, Role role, String speaker) {
    JsonNode content = message.take("content");
    if (!content.isObject()) {
      return attachments(metadata, bare(content, message));
    }
    String recipient = message.peek("recipient").asText("all");
    boolean call =
        role == Role.ASSISTANT
            && !recipient.equals("all")
            && !recipient.equals("null")
            && !recipient.isEmpty();
    Fields body = new Fields(content);
    boolean failed =
        message.peek("status").asText().contains("fail")
            || "failed".equals(metadata.peek("aggregate_result").path("status").asText());
    Citations citations = Citations.take(metadata, effort);
    ContentReader reader =
        new ContentReader(
            assets, citations, call ? recipient : "", role == Role.TOOL ? speaker : "", failed);
    List<Part> parts = new ArrayList<>(reader.read(body));
    citations.settle(parts, metadata);
    message.keep("content", body);
    return attachments(metadata, parts);
  }

  /** Content that is no object; that it was bare stays with the rest. */
  private static List<Part> bare(JsonNode content, Fields message) {
    List<Part> parts = new ArrayList<>();
    if (content.isTextual()) {
      parts.add(Part.Text.of(content.textValue()));
      message.keep("content", TextNode.valueOf(""));
    } else if (content.isNull()) {
      message.keep("content", content);
    } else if (!content.isMissingNode()) {
      parts.add(new Part.Unknown("content", Json.raw(content)));
    }
    return parts;
  }

  /** Files of the message; one that a part already points to lends it its name. */
  private List<Part> attachments(Fields metadata, List<Part> parts) {
    Map<String, Integer> shown = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.Attachment file) {
        shown.putIfAbsent(Assets.id(file.reference()), i);
      }
    }
    for (JsonNode item : metadata.peek("attachments")) {
      Part.Attachment file = assets.attachment(item);
      Integer at = shown.get(Assets.id(file.reference()));
      if (at != null
          && !file.reference().isEmpty()
          && parts.get(at) instanceof Part.Attachment pointer) {
        parts.set(at, assets.named(pointer, file));
      } else {
        shown.putIfAbsent(Assets.id(file.reference()), parts.size());
        parts.add(file);
      }
    }
    return parts;
  }
}

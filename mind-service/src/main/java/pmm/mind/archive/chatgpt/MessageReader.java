package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.tree.ContentHash;

/** Reads one entry of {@code mapping}. */
final class MessageReader {
  private final Assets assets;

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
    Role role = role(author);
    String speaker = author.text("name");
    message.keep("author", author);
    ArchivedTime created = message.time("create_time");
    ArchivedTime updated = message.time("update_time");
    Fields metadata = message.object("metadata");
    Optional<String> model = metadata.maybe("model_slug");
    boolean hidden = metadata.flag("is_visually_hidden_from_conversation");
    List<Part> parts = parts(message, metadata, role, speaker);
    boolean context = parts.stream().anyMatch(Part.Context.class::isInstance);
    Role told = context ? Role.SYSTEM : role;
    message.keep("metadata", metadata);
    node.keep("message", message);
    return new ArchivedNode(
        key,
        parent,
        told,
        speaker,
        created,
        updated,
        model,
        hidden || context,
        parts,
        ContentHash.of(told, parts),
        node.rest());
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
        ContentHash.of(Role.OTHER, List.of()),
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
    if (content.isMissingNode() || content.isNull()) {
      return attachments(metadata, new ArrayList<>());
    }
    if (!content.isObject()) {
      Part part =
          content.isTextual()
              ? Part.Text.of(Json.whole(content.textValue()))
              : new Part.Unknown("content", Json.raw(content));
      return attachments(metadata, new ArrayList<>(List.of(part)));
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
    ContentReader reader =
        new ContentReader(
            assets,
            Citations.take(metadata),
            call ? recipient : "",
            role == Role.TOOL ? speaker : "",
            failed);
    List<Part> parts = new ArrayList<>(reader.read(body));
    message.keep("content", body);
    return attachments(metadata, parts);
  }

  /** Files of the message; one that a part already points to lends it its name. */
  private List<Part> attachments(Fields metadata, List<Part> parts) {
    for (JsonNode item : metadata.peek("attachments")) {
      Part.Attachment file = assets.attachment(item);
      int shown = file.reference().isEmpty() ? -1 : indexOf(parts, file.reference());
      if (shown < 0) {
        parts.add(file);
      } else if (parts.get(shown) instanceof Part.Attachment pointer) {
        parts.set(shown, assets.named(pointer, file));
      }
    }
    return parts;
  }

  private static int indexOf(List<Part> parts, String id) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.Attachment file
          && Assets.id(file.reference()).equals(Assets.id(id))) {
        return i;
      }
    }
    return -1;
  }
}

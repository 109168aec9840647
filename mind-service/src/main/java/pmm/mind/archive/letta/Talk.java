package pmm.mind.archive.letta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.Times;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.tree.Chain;
import pmm.mind.archive.tree.NodeBuilder;

/** The few messages that an agent brings with it. */
final class Talk {
  private Talk() {}

  static ArchivedConversation of(JsonNode agent, Place place) {
    Chain chain = new Chain();
    for (JsonNode item : agent.path("messages")) {
      if (!item.isObject()) {
        chain.add(NodeBuilder.unread("message", item));
        continue;
      }
      Fields message = new Fields(item.deepCopy());
      String role = message.peek("role").asText();
      if (role(role) != Role.OTHER) {
        message.take("role");
      }
      chain.add(
          new NodeBuilder(role(role))
              .id(message.text("id"))
              .speaker(message.text("name"))
              .created(message.time("created_at"))
              .model(message.maybe("model"))
              .hidden(role.equals("system"))
              .parts(parts(role, message))
              .raw(message.rest()));
    }
    String name = Json.whole(agent.path("name").asText(""));
    String id = Json.whole(agent.path("id").asText(""));
    Optional<String> model =
        Optional.of(agent.path("llm_config").path("model").asText(""))
            .filter(text -> !text.isEmpty());
    return chain.conversation(
        place, id, name, Times.of(agent.path("created_at")), model, false, Json.NOTHING);
  }

  private static Role role(String role) {
    return switch (role) {
      case "user" -> Role.PERSON;
      case "assistant" -> Role.ASSISTANT;
      case "system" -> Role.SYSTEM;
      case "tool", "function" -> Role.TOOL;
      default -> Role.OTHER;
    };
  }

  private static List<Part> parts(String role, Fields message) {
    List<Part> parts = new ArrayList<>();
    JsonNode content = message.take("content");
    if (content.isTextual()) {
      text(role, content.textValue(), parts);
    } else if (content.isArray()) {
      content.forEach(part -> part(role, part, parts));
    } else if (!content.isMissingNode() && !content.isNull()) {
      parts.add(new Part.Unknown("content", Json.raw(content)));
    }
    text(role, message.words("text"), parts);
    for (JsonNode call : message.peek("tool_calls")) {
      JsonNode function = call.path("function");
      JsonNode input = function.path("arguments");
      parts.add(
          new Part.ToolCall(
              Json.whole(function.path("name").asText("")),
              input.isMissingNode()
                  ? Json.NOTHING
                  : input.isTextual() ? input.textValue() : Json.raw(input)));
    }
    keepIds(content, message);
    return parts;
  }

  /** A call and its return know each other by an id, of which a part has no place. */
  private static void keepIds(JsonNode content, Fields message) {
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    for (JsonNode part : content.isArray() ? content : ids) {
      String type = part.path("type").asText();
      if (type.equals("text")
          || type.equals("tool_call")
          || type.equals("tool_return")
          || type.equals("reasoning")) {
        ObjectNode rest = part.deepCopy();
        rest.remove(List.of("type", "name", "input", "content", "is_error", "reasoning"));
        if (type.equals("text") && part.path("text").isTextual()) {
          rest.remove("text");
        }
        if (!rest.isEmpty()) {
          ids.add(rest);
        }
      }
    }
    if (!ids.isEmpty()) {
      message.keep("content", ids);
    }
  }

  private static void part(String role, JsonNode part, List<Part> parts) {
    switch (part.path("type").asText()) {
      case "text" -> text(role, part.path("text").asText(""), parts);
      case "reasoning" -> parts.add(new Part.Reasoning(part.path("reasoning").asText("")));
      case "tool_call" ->
          parts.add(
              new Part.ToolCall(
                  Json.whole(part.path("name").asText("")), Json.raw(part.path("input"))));
      case "tool_return" -> {
        JsonNode result = part.path("content");
        parts.add(
            new Part.ToolResult(
                "",
                result.isContainerNode() ? Json.raw(result) : result.asText(""),
                part.path("is_error").asBoolean()));
      }
      default ->
          parts.add(new Part.Unknown(Json.whole(part.path("type").asText("part")), Json.raw(part)));
    }
  }

  private static void text(String role, String text, List<Part> parts) {
    if (text.isEmpty()) {
      return;
    }
    parts.add(
        switch (role(role)) {
          case TOOL -> new Part.ToolResult("", text, false);
          case SYSTEM -> new Part.Context("system", text);
          default -> Part.Text.of(text);
        });
  }
}

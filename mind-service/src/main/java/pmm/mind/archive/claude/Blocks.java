package pmm.mind.archive.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.Part;

/** What a message holds: its blocks, or in old archives its text, never both; then its files. */
final class Blocks {
  /** What stands in the text in place of a tool's block. */
  private static final Pattern REMARK =
      Pattern.compile(
          "(```\\s*)?This block is not supported on your current device yet\\.(\\s*```)?");

  private Blocks() {}

  static List<Part> of(Fields message) {
    List<Part> parts = new ArrayList<>();
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode block : message.array("content")) {
      block(block, parts);
      keep(block, rest);
    }
    keep("content", rest, message);
    wholeText(message, parts);
    files("attachments", message, Blocks::attachment, parts);
    files("files", message, Blocks::file, parts);
    return parts;
  }

  private static void files(
      String name, Fields message, Function<JsonNode, Part> read, List<Part> parts) {
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode file : message.array(name)) {
      parts.add(read.apply(file));
      if (file.isObject()) {
        keep(file, rest);
      } else {
        rest.add(file);
      }
    }
    keep(name, rest, message);
  }

  /** What of a block has no place in a part. */
  private static void keep(JsonNode block, ArrayNode rest) {
    if (block instanceof ObjectNode left) {
      left.remove("type");
      if (!left.isEmpty()) {
        rest.add(left);
      }
    }
  }

  private static void keep(String name, ArrayNode rest, Fields message) {
    if (!rest.isEmpty()) {
      message.keep(name, rest);
    }
  }

  /**
   * The text of newer archives is that of the blocks, with a remark in place of those that are
   * none: it is said once. Where no block holds words, the text is what was said before them; where
   * it says more than they do, it stays with the rest.
   */
  private static void wholeText(Fields message, List<Part> parts) {
    String text = message.peek("text").asText("");
    String more = beyond(text, parts);
    if (!more.isBlank() && parts.stream().noneMatch(Part.Text.class::isInstance)) {
      int thoughts = 0;
      while (thoughts < parts.size() && parts.get(thoughts) instanceof Part.Reasoning) {
        thoughts++;
      }
      parts.add(thoughts, Part.Text.of(parts.isEmpty() ? text : more.strip()));
      more = "";
    }
    if (more.isBlank()) {
      message.take("text");
    }
  }

  /**
   * What of a text is neither a remark nor, in their order, words of the blocks; all of it where
   * they do not stand at its beginning.
   */
  private static String beyond(String text, List<Part> parts) {
    String said = withoutRemarks(text);
    int at = 0;
    for (Part part : parts) {
      if (part instanceof Part.Text block) {
        String words = withoutRemarks(block.text()).strip();
        while (at < said.length() && Character.isWhitespace(said.charAt(at))) {
          at++;
        }
        if (!said.startsWith(words, at)) {
          return text;
        }
        at += words.length();
      }
    }
    return said.substring(at);
  }

  private static String withoutRemarks(String text) {
    return REMARK.matcher(text).replaceAll("");
  }

  private static void block(JsonNode block, List<Part> parts) {
    Fields fields = new Fields(block);
    switch (block.path("type").asText()) {
      case "text" -> text(fields, parts);
      case "thinking" -> {
        String thinking = fields.words("thinking");
        if (!thinking.isEmpty()) {
          parts.add(new Part.Reasoning(thinking));
        } else {
          summaries(fields, parts);
        }
      }
      case "tool_use" ->
          parts.add(new Part.ToolCall(fields.text("name"), input(fields.take("input"))));
      case "tool_result" -> result(fields, parts);
      default -> {
        parts.add(
            new Part.Unknown(Json.whole(block.path("type").asText("block")), Json.raw(block)));
        fields.clear();
      }
    }
  }

  private static void summaries(Fields block, List<Part> parts) {
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode summary : block.array("summaries")) {
      String words = new Fields(summary).words("summary");
      if (!words.isEmpty()) {
        parts.add(new Part.Reasoning(words));
      }
      if (!summary.isEmpty() || summary.isValueNode()) {
        rest.add(summary);
      }
    }
    keep("summaries", rest, block);
  }

  private static void text(Fields block, List<Part> parts) {
    String text = block.words("text");
    if (text.isEmpty()) {
      return;
    }
    List<Part.Citation> citations = new ArrayList<>();
    for (JsonNode citation : block.array("citations")) {
      JsonNode details = citation.path("details").isObject() ? citation.path("details") : citation;
      int start = citation.path("start_index").asInt(-1);
      int end = citation.path("end_index").asInt(-1);
      boolean placed = start >= 0 && end >= start && end <= text.length();
      citations.add(
          new Part.Citation(
              placed ? start : -1,
              placed ? end : -1,
              Json.whole(citation.path("title").asText(details.path("title").asText(""))),
              Json.whole(details.path("url").asText(citation.path("url").asText(""))),
              Json.raw(citation)));
    }
    parts.add(new Part.Text(text, citations, Optional.empty()));
  }

  private static String input(JsonNode input) {
    return input.isTextual()
        ? input.textValue()
        : input.isMissingNode() ? Json.NOTHING : Json.raw(input);
  }

  /** One result for each of its texts, so that none runs into another. */
  private static void result(Fields block, List<Part> parts) {
    String name = block.text("name");
    boolean error = block.flag("is_error");
    JsonNode content = block.take("content");
    if (content.isEmpty()) {
      parts.add(new Part.ToolResult(name, content.asText(""), error));
    } else {
      ArrayNode rest = JsonNodeFactory.instance.arrayNode();
      for (JsonNode item : content.isObject() ? List.of(content) : content) {
        parts.add(result(name, item, error, rest));
      }
      keep("content", rest, block);
    }
  }

  private static Part result(String name, JsonNode item, boolean error, ArrayNode rest) {
    if (item.path("type").asText().equals("text") && item.path("text").isTextual()) {
      String text = new Fields(item).words("text");
      keep(item, rest);
      return new Part.ToolResult(name, text, error);
    }
    return new Part.Unknown(
        "tool_result." + Json.whole(item.path("type").asText("item")), Json.raw(item));
  }

  /** A long paste stands only here. */
  private static Part attachment(JsonNode file) {
    Fields fields = new Fields(file);
    return new Part.Attachment(
        "",
        fields.text("file_name"),
        fields.text("file_type"),
        fields.number("file_size", -1),
        Optional.empty(),
        Optional.of(fields.words("extracted_content")).filter(words -> !words.isEmpty()),
        Optional.empty());
  }

  /** The archive names these files and does not hold them. */
  private static Part file(JsonNode file) {
    Fields fields = new Fields(file);
    return new Part.Attachment(
        fields.text("file_uuid"),
        fields.text("file_name"),
        "",
        -1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

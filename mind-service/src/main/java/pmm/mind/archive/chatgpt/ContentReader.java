package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.Part;

/**
 * Reads the content of one message by its type.
 *
 * @param called the tool that the message is for, empty if it is for the person
 * @param tool the tool that speaks, empty if it is none
 * @param failed whether the archive says that the tool failed
 */
record ContentReader(
    Assets assets, Citations citations, String called, String tool, boolean failed) {

  private static final Set<String> READ =
      Set.of(
          "text",
          "multimodal_text",
          "code",
          "execution_output",
          "system_error",
          "citable_code_output",
          "tether_quote",
          "tether_browsing_display",
          "sonic_webpage",
          "thoughts",
          "reasoning_recap",
          "user_editable_context",
          "model_editable_context");

  List<Part> read(Fields content) {
    String type = content.peek("content_type").asText();
    Pieces pieces = new Pieces(this);
    List<Part> parts =
        switch (type) {
          case "text", "multimodal_text" -> {
            if (content.peek("parts").isArray()) {
              keepRest("parts", pieces.read(content.array("parts")), content);
            }
            yield pieces.parts();
          }
          case "code" -> code(content);
          case "execution_output" -> result(content.words("text"), failed);
          case "system_error" ->
              result(joined(heading(content, "name"), content.words("text")), true);
          case "citable_code_output" -> result(content.words("output_str"), failed);
          case "tether_quote" ->
              result(joined(heading(content, "title"), content.words("text")), failed);
          case "tether_browsing_display" -> result(content.words("result"), failed);
          case "sonic_webpage" ->
              result(
                  Stream.of(
                          heading(content, "title"),
                          content.words("text"),
                          heading(content, "snippet"))
                      .distinct()
                      .reduce("", ContentReader::joined),
                  failed);
          case "thoughts" -> thoughts(content);
          case "reasoning_recap" -> one(content.words("content"), Part.Reasoning::new);
          case "user_editable_context" -> context(content, "user_profile", "user_instructions");
          case "model_editable_context" -> context(content, "model_set_context");
          default -> List.of();
        };
    if (parts.isEmpty() && saysMore(type, content)) {
      return unknown(type, content);
    }
    if (type.equals("text")
        && !parts.isEmpty()
        && parts.stream().allMatch(ContentReader::isWords)) {
      content.take("content_type");
    }
    pieces.shape().ifPresent(shape -> content.keep("parts", shape));
    return parts;
  }

  /** Words for people, for a tool, or from one. */
  Part said(String text) {
    if (!called.isEmpty()) {
      return new Part.ToolCall(called, text);
    }
    return tool.isEmpty() ? citations.apply(text) : new Part.ToolResult(tool, text, failed);
  }

  /** Whether it can have been nothing but a text: the type of all else is kept. */
  private static boolean isWords(Part part) {
    return part instanceof Part.Text
        || part instanceof Part.ToolCall
        || part instanceof Part.ToolResult;
  }

  /** Stands before or behind the words, and stays, so that it can be told from them. */
  private static String heading(Fields content, String name) {
    return content.peek(name).isTextual() ? content.peek(name).textValue() : "";
  }

  /** Whether there is more than a known type without words. */
  private static boolean saysMore(String type, Fields content) {
    return !READ.contains(type)
        || Stream.of("text", "result", "content", "thoughts", "parts")
            .map(content::peek)
            .anyMatch(
                value -> value.isContainerNode() ? !value.isEmpty() : !value.asText().isEmpty());
  }

  private static List<Part> unknown(String type, Fields content) {
    String raw = content.rest();
    if (raw.equals(Json.NOTHING)) {
      return List.of();
    }
    content.clear();
    return List.of(new Part.Unknown(type, raw));
  }

  private static void keepRest(String name, ArrayNode rest, Fields content) {
    if (!rest.isEmpty()) {
      content.keep(name, rest);
    }
  }

  private List<Part> code(Fields content) {
    String text = content.words("text");
    if (text.isEmpty()) {
      return List.of();
    }
    if (!called.isEmpty()) {
      return List.of(new Part.ToolCall(called, text));
    }
    String language = content.text("language");
    return List.of(new Part.Code(language.equals("unknown") ? "" : language, text));
  }

  private List<Part> result(String text, boolean error) {
    return text.isEmpty() ? List.of() : List.of(new Part.ToolResult(tool, text, error));
  }

  private static List<Part> thoughts(Fields content) {
    List<Part> parts = new ArrayList<>();
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode thought : content.array("thoughts")) {
      Fields fields = new Fields(thought);
      String summary = heading(fields, "summary");
      String words = thought.isTextual() ? thought.textValue() : heading(fields, "content");
      String text = joined(summary, words);
      if (!text.isEmpty()) {
        parts.add(new Part.Reasoning(text));
        fields.take("content");
      }
      rest.add(thought.isTextual() ? JsonNodeFactory.instance.objectNode() : thought);
    }
    keepRest("thoughts", rest, content);
    return parts;
  }

  private static List<Part> context(Fields content, String... names) {
    List<Part> parts = new ArrayList<>();
    for (String name : names) {
      parts.addAll(one(content.words(name), words -> new Part.Context(name, words)));
    }
    return parts;
  }

  private static List<Part> one(String text, Function<String, Part> part) {
    return text.isEmpty() ? List.of() : List.of(part.apply(text));
  }

  private static String joined(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "\n" + second;
  }
}

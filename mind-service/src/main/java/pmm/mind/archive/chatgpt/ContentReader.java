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

  /** Where a talk by voice and picture points to its files. */
  private static final List<String> REAL_TIME =
      List.of("audio_asset_pointer", "video_container_asset_pointer", "frames_asset_pointers");

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
    List<Part> parts =
        switch (type) {
          case "text", "multimodal_text" -> pieces(content);
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
    return parts;
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

  private List<Part> pieces(Fields content) {
    List<Part> parts = new ArrayList<>();
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode piece : content.array("parts")) {
      if (piece.isTextual()) {
        text(piece.textValue(), parts);
      } else if (piece.isObject()) {
        object(piece, parts, rest);
      } else if (!piece.isNull()) {
        parts.add(new Part.Unknown("part", Json.raw(piece)));
      }
    }
    keepRest("parts", rest, content);
    return parts;
  }

  private static void keepRest(String name, ArrayNode rest, Fields content) {
    if (!rest.isEmpty()) {
      content.keep(name, rest);
    }
  }

  private void text(String text, List<Part> parts) {
    if (text.isEmpty()) {
      return;
    }
    if (!called.isEmpty()) {
      parts.add(new Part.ToolCall(called, text));
    } else if (!tool.isEmpty()) {
      parts.add(new Part.ToolResult(tool, text, failed));
    } else {
      parts.add(citations.apply(text));
    }
  }

  /** A piece that is no text: what of it has no place in a part goes to the rest. */
  private void object(JsonNode piece, List<Part> parts, ArrayNode rest) {
    String type = piece.path("content_type").asText();
    switch (type) {
      case "audio_transcription" -> {
        Fields spoken = new Fields(piece);
        String text = spoken.words("text");
        if (!text.isEmpty()) {
          parts.add(new Part.Transcript(text));
        }
        rest.add(piece);
      }
      case "image_asset_pointer", "audio_asset_pointer", "video_container_asset_pointer" -> {
        parts.add(assets.pointer(piece));
        rest.add(piece);
      }
      case "real_time_user_audio_video_asset_pointer" -> {
        int before = parts.size();
        REAL_TIME.forEach(name -> pointers(piece.path(name), parts));
        if (parts.size() == before) {
          parts.add(new Part.Unknown(type, Json.raw(piece)));
        } else {
          rest.add(piece);
        }
      }
      default -> parts.add(new Part.Unknown(type.isEmpty() ? "part" : type, Json.raw(piece)));
    }
  }

  /** One pointer or many, each an object or the bare name of a file. */
  private void pointers(JsonNode value, List<Part> parts) {
    if (value.isArray()) {
      value.forEach(item -> pointers(item, parts));
    } else if (value.isTextual() && !value.textValue().isEmpty()) {
      parts.add(
          assets.pointer(
              JsonNodeFactory.instance.objectNode().put("asset_pointer", value.textValue())));
    } else if (value.path("asset_pointer").isTextual()) {
      parts.add(assets.pointer(value));
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

package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Puts the content of a message of ChatGPT together again: its words, and what was kept beside. */
final class ChatGptContent {
  /** What stands in the place of words that were forgotten. */
  static final String FORGOTTEN = "[forgotten]";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Where the words of a type stand. */
  private static final Map<String, String> WORDS =
      Map.of(
          "code", "text",
          "execution_output", "text",
          "system_error", "text",
          "tether_quote", "text",
          "sonic_webpage", "text",
          "citable_code_output", "output_str",
          "tether_browsing_display", "result",
          "reasoning_recap", "content");

  private final JsonNode parts;
  private final ObjectNode content;

  private ChatGptContent(JsonNode parts, ObjectNode content) {
    this.parts = parts;
    this.content = content;
  }

  /**
   * Returns the content.
   *
   * @param rest what the archive had there besides
   */
  static JsonNode of(JsonNode parts, JsonNode rest) {
    if (!rest.has("content_type")) {
      for (JsonNode part : parts) {
        JsonNode raw = RawJson.read(part.path("raw"));
        if (raw.isObject() && raw.path("content_type").equals(part.path("of"))) {
          return raw;
        }
      }
    }
    ObjectNode content = JSON.objectNode().put("content_type", "text");
    rest.properties().forEach(field -> content.set(field.getKey(), field.getValue()));
    return new ChatGptContent(parts, content).whole();
  }

  private ObjectNode whole() {
    String type = content.path("content_type").asText();
    switch (type) {
      case "text", "multimodal_text" -> putPieces();
      case "thoughts" -> putThoughts();
      case "user_editable_context", "model_editable_context" ->
          parts.forEach(part -> content.set(part.path("of").asText(), part.path("text")));
      default -> {
        if (WORDS.containsKey(type) && !parts.isEmpty()) {
          putWords(WORDS.getOrDefault(type, ""), parts.get(0));
        }
      }
    }
    return content;
  }

  /** Headings that stand before the words, and a snippet behind them, have fields of their own. */
  private void putWords(String field, JsonNode part) {
    String words = words(part);
    for (String heading : new String[] {"title", "name"}) {
      words = without(content.path(heading).asText() + "\n", words);
    }
    String snippet = "\n" + content.path("snippet").asText();
    if (content.has("snippet") && words.endsWith(snippet)) {
      words = words.substring(0, words.length() - snippet.length());
    }
    content.put(field, words);
    if (part.path("type").asText().equals("code")) {
      content.put("language", part.path("language").asText("unknown"));
    }
  }

  private static String without(String heading, String words) {
    return words.startsWith(heading) ? words.substring(heading.length()) : words;
  }

  private static String words(JsonNode part) {
    return part.path("type").asText().equals("forgotten")
        ? FORGOTTEN
        : part.path("original").asText(part.path("text").asText());
  }

  private void putPieces() {
    Deque<JsonNode> spoken = new ArrayDeque<>();
    List<JsonNode> files = new ArrayList<>();
    for (JsonNode piece : content.path("parts")) {
      boolean isSpoken = piece.path("content_type").asText().equals("audio_transcription");
      (isSpoken ? spoken : files).add(piece);
    }
    ArrayNode pieces = content.putArray("parts");
    for (JsonNode part : parts) {
      switch (part.path("type").asText()) {
        case "unknown" -> pieces.add(RawJson.read(part.path("raw")));
        case "transcript" -> pieces.add(transcript(part, spoken.poll()));
        case "file" -> addPointer(part, files, pieces);
        default -> pieces.add(words(part));
      }
    }
    spoken.forEach(pieces::add);
    files.forEach(pieces::add);
    if (pieces.isEmpty()) {
      pieces.add("");
    }
  }

  /** Files that no piece points to stand among the attachments. */
  private static void addPointer(JsonNode part, List<JsonNode> files, ArrayNode pieces) {
    for (JsonNode file : files) {
      if (file.path("asset_pointer").equals(part.path("reference"))) {
        files.remove(file);
        pieces.add(file);
        return;
      }
    }
  }

  private static ObjectNode transcript(JsonNode part, JsonNode rest) {
    ObjectNode piece = JSON.objectNode().put("content_type", "audio_transcription");
    if (rest != null) {
      rest.properties().forEach(field -> piece.set(field.getKey(), field.getValue()));
    }
    return piece.put("text", part.path("text").asText());
  }

  /** A thought of which the archive kept more has no words in what was kept beside. */
  private void putThoughts() {
    Deque<JsonNode> words = new ArrayDeque<>();
    parts.forEach(words::add);
    ArrayNode thoughts = JSON.arrayNode();
    for (JsonNode rest : content.path("thoughts")) {
      if (rest.has("content") || words.isEmpty()) {
        thoughts.add(rest);
      } else {
        ObjectNode thought = rest.isObject() ? rest.deepCopy() : JSON.objectNode();
        thoughts.add(thought.put("content", content(thought, words.remove())));
      }
    }
    for (JsonNode part : words) {
      thoughts.addObject().put("summary", "").put("content", words(part));
    }
    content.set("thoughts", thoughts);
  }

  private static String content(JsonNode thought, JsonNode part) {
    String summary = thought.path("summary").asText();
    String words = words(part);
    return words.equals(summary) ? "" : without(summary + "\n", words);
  }
}

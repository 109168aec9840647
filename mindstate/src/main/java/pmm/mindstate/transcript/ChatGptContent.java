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
import org.jspecify.annotations.Nullable;

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

  /** Where the words of a type stand that has several. */
  private static final Map<String, List<String>> CONTEXTS =
      Map.of(
          "user_editable_context", List.of("user_profile", "user_instructions"),
          "model_editable_context", List.of("model_set_context"));

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
    if (!rest.isObject() && bare(parts, rest) instanceof JsonNode bare) {
      return bare;
    }
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

  /** Content that was no object; null if it was one. */
  private static @Nullable JsonNode bare(JsonNode parts, JsonNode rest) {
    JsonNode first = parts.path(0);
    boolean says = !parts.isEmpty() && !first.path("type").asText().equals("file");
    if (says && rest.isTextual()) {
      return JSON.textNode(words(first));
    }
    if (says && first.path("of").asText().equals("content")) {
      return RawJson.read(first.path("raw"));
    }
    return says || rest.isTextual() ? null : JSON.nullNode();
  }

  private ObjectNode whole() {
    String type = content.path("content_type").asText();
    switch (type) {
      case "text", "multimodal_text" -> putPieces();
      case "thoughts" -> putThoughts();
      case "user_editable_context", "model_editable_context" ->
          CONTEXTS.getOrDefault(type, List.of()).forEach(this::putContext);
      default -> {
        if (WORDS.containsKey(type)) {
          putWords(WORDS.getOrDefault(type, ""), parts.path(0));
        }
      }
    }
    return content;
  }

  private void putContext(String field) {
    for (JsonNode part : parts) {
      boolean forgotten = part.path("type").asText().equals("forgotten");
      if (forgotten || part.path("of").asText().equals(field)) {
        content.put(field, words(part));
        return;
      }
    }
    content.putIfAbsent(field, JSON.textNode(""));
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
    JsonNode kept = content.path("parts");
    if (kept.valueStream().anyMatch(piece -> !piece.isObject())
        || kept.isArray() && kept.isEmpty()) {
      putShaped(kept);
      return;
    }
    Deque<JsonNode> spoken = new ArrayDeque<>();
    List<JsonNode> files = new ArrayList<>();
    for (JsonNode piece : kept) {
      (isSpoken(piece) ? spoken : files).add(piece);
    }
    ArrayNode pieces = content.putArray("parts");
    for (JsonNode part : parts) {
      if (part.path("type").asText().equals("file")) {
        addPointer(part, files, pieces);
      } else {
        pieces.add(piece(part, spoken));
      }
    }
    spoken.forEach(pieces::add);
    files.forEach(pieces::add);
    if (pieces.isEmpty()) {
      pieces.add("");
    }
  }

  /** Each piece has its place: a number stands for one that a part tells. */
  private void putShaped(JsonNode shape) {
    Deque<JsonNode> told = new ArrayDeque<>();
    parts
        .valueStream()
        .filter(part -> !part.path("type").asText().equals("file"))
        .forEach(told::add);
    ArrayNode pieces = content.putArray("parts");
    for (JsonNode piece : shape) {
      boolean isTold = piece.isNumber() || isSpoken(piece) && !piece.has("text");
      if (!isTold) {
        pieces.add(piece);
      } else if (!told.isEmpty()) {
        pieces.add(piece(told.remove(), new ArrayDeque<>(List.of(piece))));
      }
    }
    told.forEach(part -> pieces.add(piece(part, new ArrayDeque<>())));
  }

  private static boolean isSpoken(JsonNode piece) {
    return piece.path("content_type").asText().equals("audio_transcription");
  }

  private static JsonNode piece(JsonNode part, Deque<JsonNode> spoken) {
    return switch (part.path("type").asText()) {
      case "unknown" -> RawJson.read(part.path("raw"));
      case "transcript" -> transcript(part, spoken.poll());
      default -> JSON.textNode(words(part));
    };
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

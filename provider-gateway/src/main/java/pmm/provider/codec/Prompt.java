package pmm.provider.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param model the name the provider knows the model by
 * @param turns the utterances, oldest first
 * @param tools what the model may ask to be called
 * @param maxTokens the most tokens to write, 0 for the provider's default
 * @param temperature the sampling temperature, null for the provider's default
 * @param seed makes sampling repeatable where a format knows it, null for none
 * @param contextTokens the model's window in tokens
 */
public record Prompt(
    String model,
    List<Turn> turns,
    List<Tool> tools,
    int maxTokens,
    @Nullable Double temperature,
    @Nullable Long seed,
    int contextTokens) {

  /** Copies the lists and drops empty turns, which some providers refuse. */
  public Prompt {
    turns = turns.stream().filter(turn -> !turn.isEmpty()).toList();
    tools = List.copyOf(tools);
  }

  /** A prompt without tools and seed. */
  public Prompt(
      String model,
      List<Turn> turns,
      int maxTokens,
      @Nullable Double temperature,
      int contextTokens) {
    this(model, turns, List.of(), maxTokens, temperature, null, contextTokens);
  }

  /** Whether it shows the model something. */
  public boolean hasImages() {
    return turns.stream().anyMatch(turn -> !turn.images().isEmpty());
  }

  /** How long its words are, in bytes of UTF-8. */
  public int textBytes() {
    return turns.stream()
        .mapToInt(turn -> turn.text().getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  /** The name of the tool that a call of an earlier turn asked for, empty if there was no such. */
  String toolOf(String callId) {
    return turns.stream()
        .flatMap(turn -> turn.calls().stream())
        .filter(call -> call.id().equals(callId))
        .map(Call::name)
        .findFirst()
        .orElse("");
  }

  /** Who speaks. */
  public enum Speaker {
    /** Instructions. */
    SYSTEM,
    /** The person. */
    USER,
    /** The model. */
    ASSISTANT,
    /** A tool that the model called. */
    TOOL
  }

  /**
   * One utterance.
   *
   * @param speaker who speaks
   * @param text what is said
   * @param images what the person shows
   * @param calls what the model called
   * @param answers the id of the call that a tool's words answer, else empty
   */
  public record Turn(
      Speaker speaker, String text, List<Image> images, List<Call> calls, String answers) {

    /** Checks that each speaker brings only what is theirs. */
    public Turn {
      images = List.copyOf(images);
      calls = List.copyOf(calls);
      if (!images.isEmpty() && speaker != Speaker.USER) {
        throw new IllegalArgumentException(
            "images: " + images.size() + " of " + speaker + " (expected: only of USER)");
      }
      if (!calls.isEmpty() && speaker != Speaker.ASSISTANT) {
        throw new IllegalArgumentException(
            "tool_calls: " + calls.size() + " of " + speaker + " (expected: only of ASSISTANT)");
      }
      if (answers.isEmpty() == (speaker == Speaker.TOOL)) {
        throw new IllegalArgumentException(
            "tool_call_id: \"" + answers + "\" of " + speaker + " (expected: one, only of TOOL)");
      }
    }

    /** Plain words. */
    public Turn(Speaker speaker, String text) {
      this(speaker, text, List.of(), List.of(), "");
    }

    private boolean isEmpty() {
      return text.isBlank() && images.isEmpty() && calls.isEmpty() && speaker != Speaker.TOOL;
    }
  }

  /**
   * A picture.
   *
   * @param data the file's bytes
   * @param mediaType what kind of file
   */
  public record Image(byte[] data, String mediaType) {

    private static final Set<String> KINDS =
        Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    /** Checks that it is one that providers take. */
    public Image {
      if (!KINDS.contains(mediaType)) {
        throw new IllegalArgumentException(
            "media_type: \"" + mediaType + "\" (expected: image/png, jpeg, gif or webp)");
      }
      if (data.length == 0) {
        throw new IllegalArgumentException("data: 0 bytes (expected: an image)");
      }
    }
  }

  /**
   * A call that the model asked for.
   *
   * @param id the provider's id
   * @param name the tool
   * @param arguments a JSON object
   */
  public record Call(String id, String name, String arguments) {

    /** Takes no arguments for none of them. */
    public Call {
      arguments = arguments.isEmpty() ? "{}" : arguments;
      if (id.isEmpty() || name.isEmpty()) {
        throw new IllegalArgumentException(
            "call_id: \"" + id + "\", name: \"" + name + "\" (expected: both)");
      }
      if (Json.object(arguments).isEmpty()) {
        throw new IllegalArgumentException("arguments: no JSON object (expected: one, or none)");
      }
    }
  }

  /**
   * Something that the model may ask to be called.
   *
   * @param name its name
   * @param description when and how to call it
   * @param parameters the JSON Schema of its arguments
   */
  public record Tool(String name, String description, String parameters) {

    /** Checks what every provider asks for. */
    public Tool {
      if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
        throw new IllegalArgumentException(
            "name: \"" + name + "\" (expected: 1 to 64 letters, digits, _ and -)");
      }
      if (Json.object(parameters)
          .filter(schema -> Json.string(schema, "type").equals("object"))
          .isEmpty()) {
        throw new IllegalArgumentException(
            "parameters_json of " + name + " (expected: a JSON Schema with \"type\": \"object\")");
      }
    }
  }
}

package pmm.provider.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.codec.Prompt.Call;
import pmm.provider.codec.Prompt.Image;
import pmm.provider.codec.Prompt.Speaker;
import pmm.provider.codec.Prompt.Tool;
import pmm.provider.codec.Prompt.Turn;

/** Every request that a codec writes is one that its provider's published interface takes. */
class RequestSchemaTest {

  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3};
  private static final Turn HI = new Turn(Speaker.USER, "Hi");
  private static final Tool TOOL =
      new Tool(
          "look_up",
          "Looks a word up.",
          "{\"type\":\"object\",\"properties\":{\"word\":{\"type\":\"string\"}}}");

  private static final List<Turn> EVERYTHING =
      List.of(
          new Turn(Speaker.SYSTEM, "Be kind."),
          new Turn(Speaker.SYSTEM, "Be \"brief\"."),
          new Turn(
              Speaker.USER,
              "What is this? Grüße 😀",
              List.of(new Image(PICTURE, "image/png"), new Image(PICTURE, "image/jpeg")),
              List.of(),
              ""),
          new Turn(
              Speaker.ASSISTANT,
              "I look. ",
              List.of(),
              List.of(new Call("c1", "look_up", "{\"word\":\"x\"}"), new Call("c2", "look_up", "")),
              ""),
          new Turn(Speaker.TOOL, "A letter.", List.of(), List.of(), "c1"),
          new Turn(Speaker.TOOL, "", List.of(), List.of(), "c2"),
          new Turn(Speaker.USER, "", List.of(new Image(PICTURE, "image/webp")), List.of(), ""),
          new Turn(Speaker.USER, "  "),
          new Turn(Speaker.ASSISTANT, "Half an answer "));

  @ParameterizedTest
  @ValueSource(strings = {"openai", "official", "anthropic", "ollama"})
  void writesWhatTheProviderPublishesThatItTakes(String format) {
    for (List<Turn> turns : List.of(List.of(HI), EVERYTHING)) {
      for (List<Tool> tools : List.of(List.<Tool>of(), List.of(TOOL))) {
        for (@Nullable Double temperature : new Double[] {null, 0.0, 0.7, 2.0}) {
          for (int maxTokens : new int[] {0, 64}) {
            for (@Nullable Long seed : new Long[] {null, 7L, Long.MAX_VALUE}) {
              Prompt prompt = new Prompt("m", turns, tools, maxTokens, temperature, seed, 8192);
              String body = new String(codec(format).encode(prompt).body(), UTF_8);
              assertEquals(List.of(), errors(format, body), body);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic", "ollama"})
  void wouldNoticeARequestThatIsNot(String format) {
    String body = new String(codec(format).encode(prompt(List.of(HI))).body(), UTF_8);
    assertFalse(errors(format, body.replace("\"user\"", "\"person\"")).isEmpty());
    assertFalse(errors(format, body.replace("\"stream\"", "\"streams\"")).isEmpty());
    assertFalse(errors(format, body.replace("\"Hi\"", "7")).isEmpty());
  }

  @Test
  void putsImagesWhereEachFormatHasThem() {
    String picture = Base64.getEncoder().encodeToString(PICTURE);
    assertEquals(
        "data:image/png;base64," + picture,
        messages(new OpenAiCodec(true)).at("/2/content/1/image_url/url").asText());
    JsonNode anthropic = messages(new AnthropicCodec()).at("/0/content/0/source");
    assertEquals("image/png", anthropic.path("media_type").asText());
    assertEquals(picture, anthropic.path("data").asText());
    assertEquals(picture, messages(new OllamaCodec()).at("/2/images/0").asText());
  }

  @Test
  void answersEachCallWhereItsFormatLooksForIt() {
    assertEquals("c1", messages(new OpenAiCodec(true)).at("/4/tool_call_id").asText());
    JsonNode results = messages(new AnthropicCodec()).at("/2/content");
    assertEquals(2, results.size());
    assertEquals("c2", results.at("/1/tool_use_id").asText());
    assertEquals("look_up", messages(new OllamaCodec()).at("/4/tool_name").asText());
  }

  @Test
  void takesOfEachSpeakerOnlyWhatIsTheirs() {
    Image image = new Image(PICTURE, "image/png");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Turn(Speaker.ASSISTANT, "", List.of(image), List.of(), ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Turn(Speaker.TOOL, "No call", List.of(), List.of(), ""));
    assertThrows(IllegalArgumentException.class, () -> new Image(PICTURE, "image/svg+xml"));
    assertThrows(IllegalArgumentException.class, () -> new Call("c", "f", "[1]"));
    assertTrue(prompt(List.of(new Turn(Speaker.USER, " "))).turns().isEmpty());
  }

  private static Codec codec(String format) {
    return switch (format) {
      case "openai" -> new OpenAiCodec(false);
      case "official" -> new OpenAiCodec(true);
      case "anthropic" -> new AnthropicCodec();
      default -> new OllamaCodec();
    };
  }

  private static Prompt prompt(List<Turn> turns) {
    return new Prompt("m", turns, 0, null, 8192);
  }

  private static JsonNode messages(Codec codec) {
    byte[] body = codec.encode(prompt(EVERYTHING)).body();
    return Json.object(new String(body, UTF_8)).orElseThrow().path("messages");
  }

  private static List<Error> errors(String format, String body) {
    String name = format.equals("official") ? "openai" : format;
    String schema = new String(Recorded.resource("/schema/" + name + "-request.json"), UTF_8);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema)
        .validate(body, InputFormat.JSON);
  }
}

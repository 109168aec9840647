package pmm.provider.isolated;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import pmm.provider.model.Api;

/**
 * What the body of a call may ask for. A model's name, a link or a tool of the provider's can lead
 * words on to another host, so a body holds the fields that our own codec of the format writes, and
 * no others. Names are compared exactly: some servers take "Model" for "model".
 */
final class BodyRules {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern FIELD = Pattern.compile("[a-z_]+");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*+={0,2}+");

  private static final Set<String> OPENAI =
      Set.of(
          "model",
          "stream",
          "stream_options",
          "stream_options.include_usage",
          "messages",
          "messages.role",
          "messages.content",
          "messages.content.type",
          "messages.content.text",
          "messages.content.image_url",
          "messages.content.image_url.url",
          "messages.tool_call_id",
          "messages.tool_calls",
          "messages.tool_calls.id",
          "messages.tool_calls.type",
          "messages.tool_calls.function",
          "messages.tool_calls.function.name",
          "messages.tool_calls.function.arguments",
          "tools",
          "tools.type",
          "tools.function",
          "tools.function.name",
          "tools.function.description",
          "tools.function.parameters",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "seed");
  private static final Set<String> ANTHROPIC =
      Set.of(
          "model",
          "stream",
          "max_tokens",
          "system",
          "system.type",
          "system.text",
          "messages",
          "messages.role",
          "messages.content",
          "messages.content.type",
          "messages.content.text",
          "messages.content.source",
          "messages.content.source.type",
          "messages.content.source.media_type",
          "messages.content.source.data",
          "messages.content.id",
          "messages.content.name",
          "messages.content.input",
          "messages.content.tool_use_id",
          "messages.content.content",
          "tools",
          "tools.name",
          "tools.description",
          "tools.input_schema",
          "temperature");
  private static final Set<String> OLLAMA =
      Set.of(
          "model",
          "stream",
          "truncate",
          "shift",
          "messages",
          "messages.role",
          "messages.content",
          "messages.images",
          "messages.tool_calls",
          "messages.tool_calls.function",
          "messages.tool_calls.function.name",
          "messages.tool_calls.function.arguments",
          "messages.tool_name",
          "tools",
          "tools.type",
          "tools.function",
          "tools.function.name",
          "tools.function.description",
          "tools.function.parameters",
          "options",
          "options.num_ctx",
          "options.num_predict",
          "options.temperature",
          "options.seed");

  /** What a tool takes or was given: its fields are the tool's own. */
  private static final Set<String> FREE =
      Set.of(
          "messages.content.input",
          "messages.tool_calls.function.arguments",
          "tools.function.parameters",
          "tools.input_schema");

  private BodyRules() {}

  /** Refuses a body that asks another model than the prompt does, or the provider for more. */
  static void check(Api api, String model, ByteString body) throws CodecBreach {
    JsonNode root = parse(body);
    checkFields(fields(api), "", root);
    JsonNode asked = root.path("model");
    if (!asked.isTextual() || !asked.textValue().equals(model)) {
      throw CodecBreach.wants("the model", asked.asText(), model);
    }
  }

  private static JsonNode parse(ByteString body) throws CodecBreach {
    try {
      ByteBuffer bytes = body.asReadOnlyByteBuffer();
      JsonNode root = STRICT.readTree(UTF_8.newDecoder().decode(bytes).toString());
      if (root.isObject()) {
        return root;
      }
    } catch (IOException e) {
      // Told below: what a stranger's JSON lacks is said without its words.
    }
    throw new CodecBreach("wants to send what is no JSON object in UTF-8 with each key once");
  }

  private static void checkFields(Set<String> fields, String parent, JsonNode node)
      throws CodecBreach {
    for (JsonNode item : node.isArray() ? node : Set.<JsonNode>of()) {
      checkFields(fields, parent, item);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String path = parent.isEmpty() ? field.getKey() : parent + "." + field.getKey();
      if (!FIELD.matcher(field.getKey()).matches() || !fields.contains(path)) {
        throw CodecBreach.wants("the field", path, "what our own codec of the format writes");
      }
      if (!FREE.contains(path)) {
        checkFields(fields, path, field.getValue());
      }
    }
    if (node.isTextual()) {
      checkText(parent, node.textValue());
    }
  }

  private static void checkText(String path, String text) throws CodecBreach {
    switch (path) {
      case "messages.content.image_url", "messages.content.image_url.url" -> {
        if (!text.startsWith("data:")) {
          throw CodecBreach.wants("the image", text, "data:");
        }
      }
      case "messages.images" -> {
        if (!BASE64.matcher(text).matches()) {
          throw CodecBreach.wants("the image", text, "base64");
        }
      }
      case "messages.content.source.type" -> {
        if (!text.equals("base64")) {
          throw CodecBreach.wants("the image's source", text, "base64");
        }
      }
      case "tools.type" -> {
        if (!text.equals("function")) {
          throw CodecBreach.wants("the kind of tool", text, "function");
        }
      }
      default -> {}
    }
  }

  private static Set<String> fields(Api api) {
    return switch (api) {
      case OPENAI -> OPENAI;
      case ANTHROPIC -> ANTHROPIC;
      case OLLAMA -> OLLAMA;
    };
  }
}

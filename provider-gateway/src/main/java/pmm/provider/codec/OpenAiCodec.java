package pmm.provider.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** OpenAI chat completions, and the many servers compatible with it. */
public final class OpenAiCodec implements Codec {

  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json", "accept", "text/event-stream");

  private final String maxTokensField;

  /**
   * Creates the codec.
   *
   * @param official whether OpenAI itself is spoken to, which has renamed a field that compatible
   *     servers know by its old name only
   */
  public OpenAiCodec(boolean official) {
    maxTokensField = official ? "max_completion_tokens" : "max_tokens";
  }

  @Override
  public HttpCall encode(Prompt prompt) {
    ObjectNode body = Json.newObject().put("model", prompt.model()).put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    ArrayNode messages = body.putArray("messages");
    prompt.turns().forEach(turn -> message(turn, messages.addObject()));
    Tools.write(prompt.tools(), body);
    if (prompt.maxTokens() > 0) {
      body.put(maxTokensField, prompt.maxTokens());
    }
    if (prompt.temperature() != null) {
      body.put("temperature", prompt.temperature());
    }
    if (prompt.seed() != null) {
      body.put("seed", prompt.seed());
    }
    return HttpCall.post("/chat/completions", HEADERS, Json.bytes(body), HttpCall.KeyHeader.BEARER);
  }

  @Override
  public AnswerReader reader() {
    return new AnswerReader(new OpenAiAnswer());
  }

  private static void message(Prompt.Turn turn, ObjectNode message) {
    message.put("role", turn.speaker().name().toLowerCase(Locale.ROOT));
    if (!turn.answers().isEmpty()) {
      message.put("tool_call_id", turn.answers());
    }
    if (turn.images().isEmpty()) {
      message.put("content", turn.text());
    } else {
      parts(turn, message.putArray("content"));
    }
    if (!turn.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      for (Prompt.Call call : turn.calls()) {
        ObjectNode node = calls.addObject().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
      }
    }
  }

  private static void parts(Prompt.Turn turn, ArrayNode parts) {
    if (!turn.text().isBlank()) {
      parts.addObject().put("type", "text").put("text", turn.text());
    }
    for (Prompt.Image image : turn.images()) {
      String data = Base64.getEncoder().encodeToString(image.data());
      parts
          .addObject()
          .put("type", "image_url")
          .putObject("image_url")
          .put("url", "data:" + image.mediaType() + ";base64," + data);
    }
  }
}

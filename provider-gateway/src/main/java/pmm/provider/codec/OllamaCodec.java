package pmm.provider.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** Ollama's own format: one JSON object a line. */
public final class OllamaCodec implements Codec {

  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json", "accept", "application/x-ndjson");

  @Override
  public HttpCall encode(Prompt prompt) {
    ObjectNode body = Json.newObject().put("model", prompt.model()).put("stream", true);
    // What is too long is to be refused, not cut; versions that do not know these cut in silence.
    body.put("truncate", false).put("shift", false);
    ArrayNode messages = body.putArray("messages");
    prompt.turns().forEach(turn -> message(turn, prompt, messages.addObject()));
    Tools.write(prompt.tools(), body);
    // Without it the window is a small default.
    ObjectNode options = body.putObject("options").put("num_ctx", prompt.contextTokens());
    if (prompt.maxTokens() > 0) {
      options.put("num_predict", prompt.maxTokens());
    }
    if (prompt.temperature() != null) {
      options.put("temperature", prompt.temperature());
    }
    if (prompt.seed() != null) {
      options.put("seed", prompt.seed());
    }
    return HttpCall.post("/api/chat", HEADERS, Json.bytes(body), HttpCall.KeyHeader.BEARER);
  }

  @Override
  public AnswerReader reader() {
    return new AnswerReader(new OllamaAnswer());
  }

  private static void message(Prompt.Turn turn, Prompt prompt, ObjectNode message) {
    message.put("role", turn.speaker().name().toLowerCase(Locale.ROOT)).put("content", turn.text());
    if (!turn.images().isEmpty()) {
      ArrayNode images = message.putArray("images");
      turn.images().forEach(image -> images.add(image.data()));
    }
    if (!turn.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      for (Prompt.Call call : turn.calls()) {
        calls
            .addObject()
            .putObject("function")
            .put("name", call.name())
            .set("arguments", Json.object(call.arguments()).orElseThrow());
      }
    }
    if (!turn.answers().isEmpty()) {
      message.put("tool_name", prompt.toolOf(turn.answers()));
    }
  }
}

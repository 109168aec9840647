package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pmm.provider.codec.Prompt.Speaker;

/** Anthropic messages. */
public final class AnthropicCodec implements Codec {

  private static final int DEFAULT_MAX_TOKENS = 4096;
  private static final HttpCall.KeyHeader KEY = new HttpCall.KeyHeader("x-api-key", "");
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type",
          "application/json",
          "accept",
          "text/event-stream",
          "anthropic-version",
          "2023-06-01");

  @Override
  public HttpCall encode(Prompt prompt) {
    ObjectNode body =
        Json.newObject()
            .put("model", prompt.model())
            .put("stream", true)
            .put("max_tokens", prompt.maxTokens() > 0 ? prompt.maxTokens() : DEFAULT_MAX_TOKENS);
    String system =
        prompt.turns().stream()
            .filter(turn -> turn.speaker() == Speaker.SYSTEM)
            .map(Prompt.Turn::text)
            .collect(Collectors.joining("\n\n"));
    if (!system.isEmpty()) {
      body.put("system", system);
    }
    messages(prompt.turns(), body.putArray("messages"));
    if (!prompt.tools().isEmpty()) {
      tools(prompt.tools(), body.putArray("tools"));
    }
    if (prompt.temperature() != null) {
      // Others go to 2.
      body.put("temperature", Math.min(1, prompt.temperature()));
    }
    return HttpCall.post("/v1/messages", HEADERS, Json.bytes(body), KEY);
  }

  @Override
  public AnswerReader reader() {
    return new AnswerReader(new AnthropicAnswer());
  }

  private static void messages(List<Prompt.Turn> turns, ArrayNode messages) {
    ArrayNode results = null;
    for (Prompt.Turn turn : turns) {
      switch (turn.speaker()) {
        case SYSTEM -> {}
        case USER -> user(turn, messages.addObject().put("role", "user"));
        case ASSISTANT -> assistant(turn, messages.addObject().put("role", "assistant"));
        case TOOL -> {
          // The results of all calls of one answer belong into one message.
          if (results == null) {
            results = messages.addObject().put("role", "user").putArray("content");
          }
          results
              .addObject()
              .put("type", "tool_result")
              .put("tool_use_id", turn.answers())
              .put("content", turn.text());
        }
      }
      if (turn.speaker() != Speaker.TOOL) {
        results = null;
      }
    }
  }

  private static void user(Prompt.Turn turn, ObjectNode message) {
    if (turn.images().isEmpty()) {
      message.put("content", turn.text());
      return;
    }
    ArrayNode content = message.putArray("content");
    for (Prompt.Image image : turn.images()) {
      content
          .addObject()
          .put("type", "image")
          .putObject("source")
          .put("type", "base64")
          .put("media_type", image.mediaType())
          .put("data", image.data());
    }
    text(turn.text(), content);
  }

  private static void assistant(Prompt.Turn turn, ObjectNode message) {
    // White space at the end of a turn to be continued is refused.
    String text = turn.text().stripTrailing();
    if (turn.calls().isEmpty()) {
      message.put("content", text);
      return;
    }
    ArrayNode content = message.putArray("content");
    text(text, content);
    for (Prompt.Call call : turn.calls()) {
      JsonNode input = Json.object(call.arguments()).orElseThrow();
      content
          .addObject()
          .put("type", "tool_use")
          .put("id", call.id())
          .put("name", call.name())
          .set("input", input);
    }
  }

  private static void text(String text, ArrayNode content) {
    // Empty blocks are refused.
    if (!text.isBlank()) {
      content.addObject().put("type", "text").put("text", text);
    }
  }

  private static void tools(List<Prompt.Tool> tools, ArrayNode list) {
    for (Prompt.Tool tool : tools) {
      list.addObject()
          .put("name", tool.name())
          .put("description", tool.description())
          .set("input_schema", Json.object(tool.parameters()).orElseThrow());
    }
  }
}

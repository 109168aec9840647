package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.ToolCall;
import pmm.provider.codec.AnswerEvent.Usage;

/** Ollama's own format: one JSON object a line. */
public final class OllamaCodec implements Codec {

  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json", "accept", "application/x-ndjson");

  @Override
  public HttpCall encode(Prompt prompt) {
    ObjectNode body = Json.newObject().put("model", prompt.model()).put("stream", true);
    ArrayNode messages = body.putArray("messages");
    for (Prompt.Turn turn : prompt.turns()) {
      messages
          .addObject()
          .put("role", turn.speaker().name().toLowerCase(Locale.ROOT))
          .put("content", turn.text());
    }
    // Without it the prompt is cut to a small default, silently.
    ObjectNode options = body.putObject("options").put("num_ctx", prompt.contextTokens());
    if (prompt.maxTokens() > 0) {
      options.put("num_predict", prompt.maxTokens());
    }
    if (prompt.temperature() != null) {
      options.put("temperature", prompt.temperature());
    }
    return HttpCall.post("/api/chat", HEADERS, Json.bytes(body), HttpCall.KeyHeader.BEARER);
  }

  @Override
  public AnswerReader reader() {
    return new AnswerReader(new Format());
  }

  private static final class Format implements WireFormat {

    private final LineSplitter lines = new LineSplitter();
    private int toolCalls;

    @Override
    public void bytes(byte[] chunk, EventList events) {
      if (!lines.feed(chunk, line -> line(line, events))) {
        events.add(Failures.malformed("A line of the answer is longer than 2 MiB."));
      }
    }

    @Override
    public void end(EventList events) {
      lines.end(line -> line(line, events));
    }

    @Override
    public void document(String json, EventList events) {
      line(json, events);
    }

    @Override
    public boolean linesAreJson() {
      return true;
    }

    private void line(String line, EventList events) {
      if (line.isBlank()) {
        return;
      }
      Json.object(line)
          .ifPresentOrElse(
              node -> object(node, events),
              () -> events.add(Failures.malformed("A line of the answer is no JSON object.")));
    }

    private void object(JsonNode node, EventList events) {
      if (node.hasNonNull("error")) {
        events.add(Failures.inStream(node));
        return;
      }
      JsonNode message = node.path("message");
      events.reasoning(Json.string(message, "thinking"));
      events.text(Json.string(message, "content"));
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode function = call.path("function");
        events.add(
            new ToolCall(
                toolCalls++,
                Json.string(call, "id"),
                Json.string(function, "name"),
                Json.text(function.path("arguments"))));
      }
      if (node.path("done").asBoolean()) {
        events.add(
            new Usage(node.path("prompt_eval_count").asInt(), node.path("eval_count").asInt()));
        events.add(new Ended(finish(Json.string(node, "done_reason"))));
      }
    }

    private Finish finish(String reason) {
      return switch (reason) {
        case "length" -> Finish.LENGTH;
        case "stop" -> toolCalls > 0 ? Finish.TOOL_CALLS : Finish.STOP;
        default -> Finish.UNKNOWN;
      };
    }
  }
}

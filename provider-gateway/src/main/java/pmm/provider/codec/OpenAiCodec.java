package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.ToolCall;
import pmm.provider.codec.AnswerEvent.Usage;

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
    for (Prompt.Turn turn : prompt.turns()) {
      messages
          .addObject()
          .put("role", turn.speaker().name().toLowerCase(Locale.ROOT))
          .put("content", turn.text());
    }
    if (prompt.maxTokens() > 0) {
      body.put(maxTokensField, prompt.maxTokens());
    }
    if (prompt.temperature() != null) {
      body.put("temperature", prompt.temperature());
    }
    return HttpCall.post("/chat/completions", HEADERS, Json.bytes(body), HttpCall.KeyHeader.BEARER);
  }

  @Override
  public AnswerReader reader() {
    return new AnswerReader(new Format());
  }

  private static final class Format implements WireFormat {

    private final SseReader sse = new SseReader();
    private @Nullable Finish finish;

    @Override
    public void bytes(byte[] chunk, EventList events) {
      if (!sse.feed(chunk, data -> event(data, events))) {
        events.add(Failures.malformed("A line of the answer is longer than 2 MiB."));
      }
    }

    @Override
    public void end(EventList events) {
      sse.end(data -> event(data, events));
      if (finish != null) {
        events.add(new Ended(finish));
      }
    }

    @Override
    public void document(String json, EventList events) {
      Json.object(json)
          .ifPresent(node -> {
            chunk(node, events);
            if (node.path("choices").isArray()) {
              events.add(new Ended(finish == null ? Finish.UNKNOWN : finish));
            }
          });
    }

    @Override
    public boolean linesAreJson() {
      return false;
    }

    private void event(String data, EventList events) {
      if (data.strip().equals("[DONE]")) {
        events.add(new Ended(finish == null ? Finish.UNKNOWN : finish));
        return;
      }
      Json.object(data)
          .ifPresentOrElse(
              node -> chunk(node, events),
              () -> events.add(Failures.malformed("A piece of the answer is no JSON object.")));
    }

    private void chunk(JsonNode node, EventList events) {
      if (node.hasNonNull("error")) {
        events.add(Failures.inStream(node));
        return;
      }
      JsonNode choice = node.path("choices").path(0);
      JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
      String thought = Json.string(delta, "reasoning_content");
      events.reasoning(thought.isEmpty() ? Json.string(delta, "reasoning") : thought);
      events.text(Json.string(delta, "content"));
      events.text(Json.string(delta, "refusal"));
      toolCalls(delta.path("tool_calls"), events);
      // An empty reason means that there is none yet.
      String reason = Json.string(choice, "finish_reason");
      if (!reason.isEmpty()) {
        finish = finish(reason);
      }
      JsonNode usage = node.path("usage");
      if (usage.isObject()) {
        events.add(
            new Usage(
                usage.path("prompt_tokens").asInt(), usage.path("completion_tokens").asInt()));
      }
    }

    private static void toolCalls(JsonNode calls, EventList events) {
      for (int position = 0; position < calls.size(); position++) {
        JsonNode call = calls.path(position);
        JsonNode function = call.path("function");
        events.add(
            new ToolCall(
                call.path("index").asInt(position),
                Json.string(call, "id"),
                Json.string(function, "name"),
                Json.string(function, "arguments")));
      }
    }

    private static Finish finish(String reason) {
      return switch (reason) {
        case "stop", "eos", "end_turn" -> Finish.STOP;
        case "length", "max_tokens" -> Finish.LENGTH;
        case "content_filter" -> Finish.FILTERED;
        case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
        default -> Finish.UNKNOWN;
      };
    }
  }
}

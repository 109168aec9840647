package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.ToolCall;
import pmm.provider.codec.AnswerEvent.Usage;
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
    if (prompt.temperature() != null) {
      body.put("temperature", prompt.temperature());
    }
    return HttpCall.post("/v1/messages", HEADERS, Json.bytes(body), KEY);
  }

  @Override
  public AnswerReader reader() {
    return new AnswerReader(new Format());
  }

  private static void messages(List<Prompt.Turn> turns, ArrayNode messages) {
    for (Prompt.Turn turn : turns) {
      switch (turn.speaker()) {
        case SYSTEM -> {}
        case USER -> messages.addObject().put("role", "user").put("content", turn.text());
        // White space at the end of a turn to be continued is refused.
        case ASSISTANT ->
            messages
                .addObject()
                .put("role", "assistant")
                .put("content", turn.text().stripTrailing());
      }
    }
  }

  private static final class Format implements WireFormat {

    private final SseReader sse = new SseReader();
    private final Map<Integer, Integer> toolByBlock = new HashMap<>();
    private Finish finish = Finish.UNKNOWN;
    private int promptTokens;
    private int answerTokens;

    @Override
    public void bytes(byte[] chunk, EventList events) {
      if (!sse.feed(chunk, data -> event(data, events))) {
        events.add(Failures.malformed("A line of the answer is longer than 2 MiB."));
      }
    }

    @Override
    public void end(EventList events) {
      sse.end(data -> event(data, events));
    }

    @Override
    public void document(String json, EventList events) {
      Json.object(json)
          .ifPresent(node -> {
            if (node.hasNonNull("error")) {
              events.add(Failures.inStream(node));
            } else if (node.path("content").isArray()) {
              node.path("content").forEach(block -> events.text(Json.string(block, "text")));
              usage(node.path("usage"), events);
              events.add(new Ended(finish(Json.string(node, "stop_reason"))));
            }
          });
    }

    @Override
    public boolean linesAreJson() {
      return false;
    }

    private void event(String data, EventList events) {
      Json.object(data)
          .ifPresentOrElse(
              node -> event(node, events),
              () -> events.add(Failures.malformed("A piece of the answer is no JSON object.")));
    }

    private void event(JsonNode node, EventList events) {
      switch (Json.string(node, "type")) {
        case "message_start" -> usage(node.path("message").path("usage"), events);
        case "content_block_start" ->
            blockStart(node.path("index").asInt(), node.path("content_block"), events);
        case "content_block_delta" ->
            blockDelta(node.path("index").asInt(), node.path("delta"), events);
        case "message_delta" -> {
          finish = finish(Json.string(node.path("delta"), "stop_reason"));
          usage(node.path("usage"), events);
        }
        case "message_stop" -> events.add(new Ended(finish));
        case "error" -> events.add(Failures.inStream(node));
        default -> {
          // Pings, and whatever Anthropic adds next.
        }
      }
    }

    private void blockStart(int block, JsonNode content, EventList events) {
      events.text(Json.string(content, "text"));
      events.reasoning(Json.string(content, "thinking"));
      if (Json.string(content, "type").equals("tool_use")) {
        int index = toolByBlock.size();
        toolByBlock.put(block, index);
        events.add(
            new ToolCall(index, Json.string(content, "id"), Json.string(content, "name"), ""));
      }
    }

    private void blockDelta(int block, JsonNode delta, EventList events) {
      switch (Json.string(delta, "type")) {
        case "text_delta" -> events.text(Json.string(delta, "text"));
        case "thinking_delta" -> events.reasoning(Json.string(delta, "thinking"));
        case "input_json_delta" -> {
          String piece = Json.string(delta, "partial_json");
          if (!piece.isEmpty()) {
            events.add(new ToolCall(toolByBlock.getOrDefault(block, 0), "", "", piece));
          }
        }
        default -> {
          // Signatures belong to Anthropic's own replay and never to the answer.
        }
      }
    }

    /** Counts are cumulative, and each event names only those that changed. */
    private void usage(JsonNode usage, EventList events) {
      if (!usage.isObject()) {
        return;
      }
      if (usage.has("input_tokens")) {
        promptTokens =
            usage.path("input_tokens").asInt()
                + usage.path("cache_creation_input_tokens").asInt()
                + usage.path("cache_read_input_tokens").asInt();
      }
      answerTokens = usage.path("output_tokens").asInt(answerTokens);
      events.add(new Usage(promptTokens, answerTokens));
    }

    private static Finish finish(String reason) {
      return switch (reason) {
        case "end_turn", "stop_sequence", "pause_turn" -> Finish.STOP;
        case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
        case "refusal" -> Finish.FILTERED;
        case "tool_use" -> Finish.TOOL_CALLS;
        default -> Finish.UNKNOWN;
      };
    }
  }
}

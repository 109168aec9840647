package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.Usage;

/**
 * One answer of Anthropic. Thinking comes as reasoning; its signatures, without which it cannot be
 * replayed, are dropped here: no turn of ours ever holds thinking, so that any model can go on.
 */
final class AnthropicAnswer implements WireFormat {

  private final SseReader sse = new SseReader();
  private final ToolCalls calls = new ToolCalls();
  private final Map<Integer, ToolBlock> toolBlocks = new HashMap<>();
  private Finish finish = Finish.UNKNOWN;
  private int promptTokens = Usage.NOT_SAID;
  private boolean brokenInput;

  /** A call whose arguments are JSON only once the block is whole. */
  private record ToolBlock(int number, JsonNode input, StringBuilder json) {}

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
          if (Failures.isError(node)) {
            events.add(Failures.inStream(node));
          } else if (node.path("content").isArray()) {
            JsonNode content = node.path("content");
            for (int block = 0; block < content.size(); block++) {
              blockStart(block, content.path(block), events);
              blockStop(block, events);
            }
            finish = finish(Json.string(node, "stop_reason"));
            usage(node.path("usage"), true, events);
            events.add(new Ended(finish));
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
    int block = node.path("index").asInt();
    switch (Json.string(node, "type")) {
      case "message_start" -> usage(node.path("message").path("usage"), false, events);
      case "content_block_start" -> blockStart(block, node.path("content_block"), events);
      case "content_block_delta" -> blockDelta(block, node.path("delta"), events);
      case "content_block_stop" -> blockStop(block, events);
      case "message_delta" -> {
        String reason = Json.string(node.path("delta"), "stop_reason");
        finish = reason.isEmpty() ? finish : finish(reason);
        usage(node.path("usage"), true, events);
      }
      case "message_stop" -> stop(events);
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
      int number = calls.count();
      calls.piece(number, Json.string(content, "id"), Json.string(content, "name"), "", events);
      toolBlocks.put(block, new ToolBlock(number, content.path("input"), new StringBuilder()));
    }
  }

  private void blockDelta(int block, JsonNode delta, EventList events) {
    switch (Json.string(delta, "type")) {
      case "text_delta" -> events.text(Json.string(delta, "text"));
      case "thinking_delta" -> events.reasoning(Json.string(delta, "thinking"));
      case "input_json_delta" -> {
        // Tools that run at Anthropic have blocks of their own kind, which are none of ours.
        ToolBlock tool = toolBlocks.get(block);
        if (tool != null) {
          String piece = Json.string(delta, "partial_json");
          tool.json.append(piece);
          calls.piece(tool.number, "", "", piece, events);
        }
      }
      default -> {
        // Signatures belong to Anthropic's own replay and never to the answer.
      }
    }
  }

  private void blockStop(int block, EventList events) {
    ToolBlock tool = toolBlocks.remove(block);
    if (tool == null) {
      return;
    }
    if (tool.json.isEmpty()) {
      String whole = tool.input.isObject() ? Json.text(tool.input) : "{}";
      calls.piece(tool.number, "", "", whole, events);
    } else {
      brokenInput |= Json.object(tool.json.toString()).isEmpty();
    }
  }

  private void stop(EventList events) {
    // An answer that reached its limit may stop in the midst of them.
    boolean broken = (brokenInput || !toolBlocks.isEmpty()) && finish != Finish.LENGTH;
    events.add(
        broken
            ? Failures.malformed("The arguments of a tool call are no JSON object.")
            : new Ended(finish));
  }

  /**
   * Counts are cumulative, and each event names only those that changed. The first one's count of
   * what was written is no count of the answer yet.
   */
  private void usage(JsonNode usage, boolean last, EventList events) {
    if (!usage.isObject()) {
      return;
    }
    int input = Json.count(usage, "input_tokens");
    if (input != Usage.NOT_SAID) {
      int cached =
          Math.max(0, Json.count(usage, "cache_creation_input_tokens"))
              + Math.max(0, Json.count(usage, "cache_read_input_tokens"));
      promptTokens = Math.max(promptTokens, input + cached);
    }
    events.add(new Usage(promptTokens, last ? Json.count(usage, "output_tokens") : Usage.NOT_SAID));
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

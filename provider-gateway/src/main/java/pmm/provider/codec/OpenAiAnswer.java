package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.Usage;

/** One answer of OpenAI or a compatible server. */
final class OpenAiAnswer implements WireFormat {

  private final SseReader sse = new SseReader();
  private final ToolCalls calls = new ToolCalls();
  private final Map<Integer, Integer> callAt = new HashMap<>();
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
      events.add(ended());
    }
  }

  @Override
  public void document(String json, EventList events) {
    Json.object(json)
        .ifPresent(node -> {
          chunk(node, events);
          if (node.path("choices").isArray()) {
            events.add(ended());
          }
        });
  }

  @Override
  public boolean linesAreJson() {
    return false;
  }

  private void event(String data, EventList events) {
    if (data.strip().equals("[DONE]")) {
      events.add(ended());
      return;
    }
    Json.object(data)
        .ifPresentOrElse(
            node -> chunk(node, events),
            () -> events.add(Failures.malformed("A piece of the answer is no JSON object.")));
  }

  private void chunk(JsonNode node, EventList events) {
    if (Failures.isError(node)) {
      events.add(Failures.inStream(node));
      return;
    }
    JsonNode choice = node.path("choices").path(0);
    JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
    String thought = Json.string(delta, "reasoning_content");
    events.reasoning(thought.isEmpty() ? Json.string(delta, "reasoning") : thought);
    events.text(Json.string(delta, "content"));
    events.text(Json.string(delta, "refusal"));
    delta.path("tool_calls").forEach(call -> call(call, events));
    // An empty reason means that there is none yet.
    String reason = Json.string(choice, "finish_reason");
    if (!reason.isEmpty()) {
      finish = finish(reason);
    }
    JsonNode usage = node.path("usage");
    if (usage.isObject()) {
      events.add(
          new Usage(Json.count(usage, "prompt_tokens"), Json.count(usage, "completion_tokens")));
    }
  }

  private void call(JsonNode call, EventList events) {
    JsonNode function = call.path("function");
    String id = Json.string(call, "id");
    String name = Json.string(function, "name");
    JsonNode index = call.path("index");
    int number = number(index, id, name);
    if (index.isInt()) {
      callAt.put(index.intValue(), number);
    }
    JsonNode arguments = function.path("arguments");
    String piece = arguments.isObject() ? Json.text(arguments) : arguments.asText("");
    calls.piece(number, id, name, piece, events);
  }

  /**
   * Which call a piece belongs to. The index tells, but some servers leave it out, and some count
   * every call as the first.
   */
  private int number(JsonNode index, String id, String name) {
    int known = index.isInt() ? callAt.getOrDefault(index.intValue(), -1) : calls.withId(id);
    if (known < 0 && !index.isInt() && id.isEmpty() && name.isEmpty()) {
      known = calls.count() - 1;
    }
    boolean another = known >= 0 && !name.isEmpty() && calls.isOther(known, id);
    return known < 0 || another ? calls.count() : known;
  }

  private Ended ended() {
    Finish said = finish == null ? Finish.UNKNOWN : finish;
    return new Ended(said == Finish.STOP && calls.count() > 0 ? Finish.TOOL_CALLS : said);
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

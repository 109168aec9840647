package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.Usage;

/** One answer of Ollama. */
final class OllamaAnswer implements WireFormat {

  private final LineSplitter lines = new LineSplitter();
  private final ToolCalls calls = new ToolCalls();

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
    if (Failures.isError(node)) {
      events.add(Failures.inStream(node));
      return;
    }
    JsonNode message = node.path("message");
    events.reasoning(Json.string(message, "thinking"));
    events.text(Json.string(message, "content"));
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      JsonNode arguments = function.path("arguments");
      calls.piece(
          calls.count(),
          Json.string(call, "id"),
          Json.string(function, "name"),
          arguments.isObject() ? Json.text(arguments) : arguments.asText(""),
          events);
    }
    if (node.path("done").asBoolean()) {
      // Counts of nothing are left out.
      events.add(new Usage(Json.count(node, "prompt_eval_count"), Json.count(node, "eval_count")));
      events.add(new Ended(finish(Json.string(node, "done_reason"))));
    }
  }

  private Finish finish(String reason) {
    return switch (reason) {
      case "length" -> Finish.LENGTH;
      case "stop" -> calls.count() > 0 ? Finish.TOOL_CALLS : Finish.STOP;
      default -> Finish.UNKNOWN;
    };
  }
}

package pmm.provider.scripted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One provider's way of writing an answer down. */
enum Wire {
  OPENAI("text/event-stream") {
    @Override
    String start() {
      return ": ping\n\n" + data(choice("delta", "role", "assistant", null));
    }

    @Override
    String text(String text) {
      return data(choice("delta", "content", text, null));
    }

    @Override
    String reasoning(String text) {
      return data(choice("delta", "reasoning_content", text, null));
    }

    @Override
    String toolCall() {
      return "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
          + "\"function\":{\"name\":\"commit\",\"arguments\":\"{\\\"text\\\":\\\"x\\\"}\"}}]}}]}\n\n";
    }

    @Override
    String finish(String reason, int prompt, int answer, boolean usage) {
      String end = data(choice("delta", "content", "", reason));
      if (usage) {
        ObjectNode node = JSON.createObjectNode();
        node.putArray("choices");
        node.putObject("usage").put("prompt_tokens", prompt).put("completion_tokens", answer);
        end += data(node);
      }
      return end + "data: [DONE]\n\n";
    }

    @Override
    String document(String text, int prompt, int answer) {
      ObjectNode node = choice("message", "content", text, "stop");
      node.putObject("usage").put("prompt_tokens", prompt).put("completion_tokens", answer);
      return node.toString();
    }

    @Override
    String error(String type, String message) {
      return data(errorBody(type, message));
    }

    private ObjectNode choice(
        String field, String key, String text, @org.jspecify.annotations.Nullable String reason) {
      ObjectNode node = JSON.createObjectNode().put("id", "scripted");
      ObjectNode choice = node.putArray("choices").addObject().put("index", 0);
      choice.putObject(field).put(key, text);
      choice.put("finish_reason", reason);
      return node;
    }
  },

  ANTHROPIC("text/event-stream") {
    @Override
    String start() {
      return event(
              "message_start",
              "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}")
          + event("ping", "{\"type\":\"ping\"}")
          + event(
              "content_block_start",
              "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    }

    @Override
    String text(String text) {
      return delta("text_delta", "text", text);
    }

    @Override
    String reasoning(String text) {
      return delta("thinking_delta", "thinking", text);
    }

    @Override
    String toolCall() {
      return event(
              "content_block_start",
              "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"commit\",\"input\":{}}}")
          + event(
              "content_block_delta",
              "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"text\\\":\\\"x\\\"}\"}}");
    }

    @Override
    String finish(String reason, int prompt, int answer, boolean usage) {
      ObjectNode node = JSON.createObjectNode().put("type", "message_delta");
      node.putObject("delta").put("stop_reason", stopReason(reason));
      if (usage) {
        node.putObject("usage").put("input_tokens", prompt).put("output_tokens", answer);
      }
      return event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
          + event("message_delta", node.toString())
          + event("message_stop", "{\"type\":\"message_stop\"}");
    }

    @Override
    String document(String text, int prompt, int answer) {
      ObjectNode node = JSON.createObjectNode().put("stop_reason", "end_turn");
      node.putArray("content").addObject().put("type", "text").put("text", text);
      node.putObject("usage").put("input_tokens", prompt).put("output_tokens", answer);
      return node.toString();
    }

    @Override
    String error(String type, String message) {
      return event("error", errorBody(type, message).toString());
    }

    private String delta(String type, String field, String text) {
      ObjectNode node = JSON.createObjectNode().put("type", "content_block_delta").put("index", 0);
      node.putObject("delta").put("type", type).put(field, text);
      return event("content_block_delta", node.toString());
    }

    private String stopReason(String reason) {
      return switch (reason) {
        case "length" -> "max_tokens";
        case "tool_calls" -> "tool_use";
        default -> "end_turn";
      };
    }

    private String event(String name, String json) {
      return "event: " + name + "\ndata: " + json + "\n\n";
    }
  },

  OLLAMA("application/x-ndjson") {
    @Override
    String start() {
      return line("content", "");
    }

    @Override
    String text(String text) {
      return line("content", text);
    }

    @Override
    String reasoning(String text) {
      return line("thinking", text);
    }

    @Override
    String toolCall() {
      return "{\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"commit\",\"arguments\":{\"text\":\"x\"}}}]},\"done\":false}\n";
    }

    @Override
    String finish(String reason, int prompt, int answer, boolean usage) {
      ObjectNode node = JSON.createObjectNode().put("done", true);
      node.putObject("message").put("role", "assistant").put("content", "");
      node.put("done_reason", reason.equals("length") ? "length" : "stop");
      if (usage) {
        node.put("prompt_eval_count", prompt).put("eval_count", answer);
      }
      return node + "\n";
    }

    @Override
    String document(String text, int prompt, int answer) {
      ObjectNode node = JSON.createObjectNode().put("done", true).put("done_reason", "stop");
      node.putObject("message").put("role", "assistant").put("content", text);
      return node.put("prompt_eval_count", prompt).put("eval_count", answer).toString();
    }

    @Override
    String error(String type, String message) {
      return JSON.createObjectNode().put("error", type + ": " + message) + "\n";
    }

    private String line(String field, String text) {
      ObjectNode node = JSON.createObjectNode().put("model", "scripted").put("done", false);
      node.putObject("message").put("role", "assistant").put(field, text);
      return node + "\n";
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String contentType;

  Wire(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  abstract String start();

  abstract String text(String text);

  abstract String reasoning(String text);

  abstract String toolCall();

  /** The end; {@code reason} is "stop", "length" or "tool_calls". */
  abstract String finish(String reason, int prompt, int answer, boolean usage);

  abstract String document(String text, int prompt, int answer);

  abstract String error(String type, String message);

  static ObjectNode errorBody(String type, String message) {
    ObjectNode node = JSON.createObjectNode().put("type", "error");
    node.putObject("error").put("type", type).put("code", type).put("message", message);
    return node;
  }

  private static String data(ObjectNode node) {
    return "data: " + node + "\n\n";
  }
}

package pmm.provider.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One provider's way of writing an answer down. */
enum Wire {
  OPENAI("text/event-stream") {
    @Override
    String start(int prompt) {
      return ": ping\n\n" + data(choice("delta", "role", "assistant", null));
    }

    @Override
    String text(String text, int block) {
      return data(choice("delta", "content", text, null));
    }

    @Override
    String reasoning(String text) {
      return data(choice("delta", "reasoning_content", text, null));
    }

    @Override
    String toolCall(int block, String name, String arguments) {
      ObjectNode first = JSON.createObjectNode().put("index", 0).put("id", "call_1");
      first
          .put("type", "function")
          .putObject("function")
          .put("name", name)
          .put("arguments", arguments.substring(0, CUT));
      ObjectNode second = JSON.createObjectNode().put("index", 0);
      second.putObject("function").put("arguments", arguments.substring(CUT));
      return call(first) + call(second);
    }

    @Override
    String finish(String reason, int prompt, int answer, boolean usage) {
      ObjectNode last = chunk("chat.completion.chunk");
      ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta");
      choice.put("finish_reason", reason);
      String end = data(last);
      if (usage) {
        ObjectNode node = chunk("chat.completion.chunk");
        node.putArray("choices");
        usage(node, prompt, answer);
        end += data(node);
      }
      return end + "data: [DONE]\n\n";
    }

    @Override
    String document(String text, int prompt, int answer) {
      ObjectNode node = choice("message", "content", text, "stop").put("object", "chat.completion");
      usage(node, prompt, answer);
      return node.toString();
    }

    @Override
    String error(String type, String message) {
      return data(errorBody(type, message));
    }

    private void usage(ObjectNode node, int prompt, int answer) {
      node.putObject("usage")
          .put("prompt_tokens", prompt)
          .put("completion_tokens", answer)
          .put("total_tokens", prompt + answer);
    }

    private String call(ObjectNode call) {
      ObjectNode node = chunk("chat.completion.chunk");
      ObjectNode choice = node.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta").putArray("tool_calls").add(call);
      choice.putNull("finish_reason");
      return data(node);
    }

    private ObjectNode choice(
        String field, String key, String text, @org.jspecify.annotations.Nullable String reason) {
      ObjectNode node = chunk("chat.completion.chunk");
      ObjectNode choice = node.putArray("choices").addObject().put("index", 0);
      choice.putObject(field).put(key, text);
      choice.put("finish_reason", reason);
      return node;
    }

    private ObjectNode chunk(String object) {
      return JSON.createObjectNode()
          .put("id", "scripted")
          .put("object", object)
          .put("created", 1)
          .put("model", "scripted");
    }
  },

  ANTHROPIC("text/event-stream") {
    @Override
    String start(int prompt) {
      ObjectNode node = JSON.createObjectNode().put("type", "message_start");
      ObjectNode message = message(node.putObject("message")).putNull("stop_reason");
      message.putArray("content");
      if (prompt >= 0) {
        message.putObject("usage").put("input_tokens", prompt).put("output_tokens", 1);
      }
      return event(node) + event(JSON.createObjectNode().put("type", "ping"));
    }

    @Override
    String textStart(int block) {
      return blockStart(block, JSON.createObjectNode().put("type", "text").put("text", ""));
    }

    @Override
    String text(String text, int block) {
      return delta(block, "text_delta", "text", text);
    }

    @Override
    String textEnd(int block) {
      return blockStop(block);
    }

    @Override
    String reasoning(String text) {
      ObjectNode thinking = JSON.createObjectNode().put("type", "thinking");
      return blockStart(0, thinking.put("thinking", "").put("signature", ""))
          + delta(0, "thinking_delta", "thinking", text)
          + delta(0, "signature_delta", "signature", "c2lnbmVk")
          + blockStop(0);
    }

    @Override
    String toolCall(int block, String name, String arguments) {
      ObjectNode tool = JSON.createObjectNode().put("type", "tool_use").put("id", "toolu_1");
      tool.put("name", name).putObject("input");
      return blockStart(block, tool)
          + delta(block, "input_json_delta", "partial_json", "")
          + delta(block, "input_json_delta", "partial_json", arguments.substring(0, CUT))
          + delta(block, "input_json_delta", "partial_json", arguments.substring(CUT))
          + blockStop(block);
    }

    @Override
    String finish(String reason, int prompt, int answer, boolean usage) {
      ObjectNode node = JSON.createObjectNode().put("type", "message_delta");
      node.putObject("delta").put("stop_reason", stopReason(reason)).putNull("stop_sequence");
      if (usage) {
        node.putObject("usage").put("output_tokens", answer);
      }
      return event(node) + event(JSON.createObjectNode().put("type", "message_stop"));
    }

    @Override
    String document(String text, int prompt, int answer) {
      ObjectNode node = message(JSON.createObjectNode()).put("stop_reason", "end_turn");
      node.putArray("content").addObject().put("type", "text").put("text", text);
      node.putObject("usage").put("input_tokens", prompt).put("output_tokens", answer);
      return node.toString();
    }

    @Override
    String error(String type, String message) {
      return event(errorBody(type, message));
    }

    private ObjectNode message(ObjectNode node) {
      return node.put("id", "msg_1")
          .put("type", "message")
          .put("role", "assistant")
          .put("model", "scripted")
          .putNull("stop_sequence");
    }

    private String blockStart(int block, ObjectNode content) {
      ObjectNode node = JSON.createObjectNode().put("type", "content_block_start");
      node.put("index", block).set("content_block", content);
      return event(node);
    }

    private String blockStop(int block) {
      return event(JSON.createObjectNode().put("type", "content_block_stop").put("index", block));
    }

    private String delta(int block, String type, String field, String text) {
      ObjectNode node = JSON.createObjectNode().put("type", "content_block_delta");
      node.put("index", block).putObject("delta").put("type", type).put(field, text);
      return event(node);
    }

    private String stopReason(String reason) {
      return switch (reason) {
        case "length" -> "max_tokens";
        case "tool_calls" -> "tool_use";
        default -> "end_turn";
      };
    }

    private String event(ObjectNode node) {
      return "event: " + node.path("type").asText() + "\ndata: " + node + "\n\n";
    }
  },

  OLLAMA("application/x-ndjson") {
    @Override
    String start(int prompt) {
      return line("content", "");
    }

    @Override
    String text(String text, int block) {
      return line("content", text);
    }

    @Override
    String reasoning(String text) {
      return line("thinking", text);
    }

    @Override
    String toolCall(int block, String name, String arguments) {
      ObjectNode node = answer(false);
      ObjectNode message = node.putObject("message").put("role", "assistant").put("content", "");
      ObjectNode function = message.putArray("tool_calls").addObject().putObject("function");
      function.put("name", name).set("arguments", json(arguments));
      return node + "\n";
    }

    @Override
    String finish(String reason, int prompt, int answer, boolean usage) {
      ObjectNode node = answer(true);
      node.putObject("message").put("role", "assistant").put("content", "");
      node.put("done_reason", reason.equals("length") ? "length" : "stop");
      if (usage) {
        counts(node, prompt, answer);
      }
      return node + "\n";
    }

    @Override
    String document(String text, int prompt, int answer) {
      ObjectNode node = answer(true).put("done_reason", "stop");
      node.putObject("message").put("role", "assistant").put("content", text);
      counts(node, prompt, answer);
      return node.toString();
    }

    @Override
    String error(String type, String message) {
      return JSON.createObjectNode().put("error", type + ": " + message) + "\n";
    }

    private void counts(ObjectNode node, int prompt, int answer) {
      node.put("total_duration", 3_000_000)
          .put("load_duration", 1_000_000)
          .put("prompt_eval_count", prompt)
          .put("prompt_eval_duration", 1_000_000)
          .put("eval_count", answer)
          .put("eval_duration", 1_000_000);
    }

    private String line(String field, String text) {
      ObjectNode node = answer(false);
      ObjectNode message = node.putObject("message").put("role", "assistant").put("content", "");
      message.put(field, text);
      return node + "\n";
    }

    private ObjectNode answer(boolean done) {
      return JSON.createObjectNode()
          .put("model", "scripted")
          .put("created_at", "2026-01-01T00:00:00Z")
          .put("done", done);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CUT = 4;

  private final String contentType;

  Wire(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** The begin; {@code prompt} is how many tokens were read, -1 if that is not to be said. */
  abstract String start(int prompt);

  /** What comes before the first text, whose block this is the number of. */
  String textStart(int block) {
    return "";
  }

  abstract String text(String text, int block);

  /** What comes after the last text. */
  String textEnd(int block) {
    return "";
  }

  /** All of the reasoning, as block 0. */
  abstract String reasoning(String text);

  /** A call of a tool, its arguments in two pieces where the format has pieces. */
  abstract String toolCall(int block, String name, String arguments);

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

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}

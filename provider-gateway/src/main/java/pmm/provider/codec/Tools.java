package pmm.provider.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Tools on offer, as OpenAI writes them and Ollama too. */
final class Tools {

  private Tools() {}

  static void write(List<Prompt.Tool> tools, ObjectNode body) {
    if (tools.isEmpty()) {
      return;
    }
    ArrayNode list = body.putArray("tools");
    for (Prompt.Tool tool : tools) {
      list.addObject()
          .put("type", "function")
          .putObject("function")
          .put("name", tool.name())
          .put("description", tool.description())
          .set("parameters", Json.object(tool.parameters()).orElseThrow());
    }
  }
}

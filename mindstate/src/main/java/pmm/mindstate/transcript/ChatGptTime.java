package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** Times as ChatGPT has them: seconds as a decimal. */
final class ChatGptTime {
  private static final int MICRO_DIGITS = 6;

  private ChatGptTime() {}

  /** Letter by letter as ChatGPT had it; null if it had none. */
  static JsonNode original(JsonNode time) {
    return read(time.path("raw").asText());
  }

  /** A time that others gave; null if it is not known. */
  static JsonNode of(JsonNode time) {
    return time.has("micros")
        ? JsonNodeFactory.instance.numberNode(
            BigDecimal.valueOf(time.path("micros").asLong(), MICRO_DIGITS))
        : JsonNodeFactory.instance.nullNode();
  }

  /** What an archive said, as a number if it is one. */
  static JsonNode read(String raw) {
    JsonNode number = RawJson.read(raw);
    return raw.isEmpty()
        ? JsonNodeFactory.instance.nullNode()
        : number.isNumber() ? number : JsonNodeFactory.instance.textNode(raw);
  }
}

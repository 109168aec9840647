package pmm.mindstate.transcript;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * JSON that an archive held, passed on letter by letter: parsing it might lose what its numbers
 * look like, and halves of surrogates, which stand in it as escapes.
 */
final class RawJson {
  private static final int DEEPEST = 5_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private RawJson() {}

  /** Returns a value that is written as this text; as a string, should it be no JSON. */
  static JsonNode of(String text) {
    return read(text).isMissingNode()
        ? JsonNodeFactory.instance.textNode(text)
        : JsonNodeFactory.instance.rawValueNode(new RawValue(text));
  }

  /** Returns what the text says; a missing node if it is no JSON. */
  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns what such a value says; a missing node for anything else. */
  static JsonNode read(JsonNode raw) {
    return read(text(raw));
  }

  /** Returns the text of such a value; empty for anything else. */
  static String text(JsonNode raw) {
    return raw instanceof POJONode value
            && value.getPojo() instanceof RawValue text
            && text.rawValue() instanceof String json
        ? json
        : "";
  }
}

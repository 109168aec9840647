package pmm.mind.archive.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;
import pmm.mind.archive.source.Limits;

/**
 * How JSON of archives is read and kept: decimals exactly, text as whole Unicode, what is of no use
 * with sorted keys.
 */
public final class Json {
  /** Nothing was left over. */
  public static final String NOTHING = "{}";

  private static final char UNKNOWN = '\uFFFD';
  private static final JsonMapper BY_ITSELF = mapper(Limits.DEFAULT);

  private Json() {}

  /** A reader within the limits. It reads NaN and the like, as Python writes them. */
  static JsonMapper mapper(Limits limits) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxStringLength(limits.string())
                    .maxTokenCount(limits.tokens())
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /** A document of its own, such as the arguments of a tool. */
  public static JsonNode read(String text) throws JsonProcessingException {
    return BY_ITSELF.readTree(text);
  }

  /** The text with U+FFFD in place of each lone surrogate. */
  public static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          return repaired(text, i);
        }
        i++;
      }
    }
    return text;
  }

  private static String repaired(String text, int from) {
    StringBuilder whole = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPair(text, i)) {
        whole.append(c).append(text.charAt(++i));
      } else {
        whole.append(Character.isSurrogate(c) ? UNKNOWN : c);
      }
    }
    return whole.toString();
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /**
   * Any JSON as text: keys sorted, nothing between, lone surrogates as escapes. Equal for equal
   * JSON, whatever the order of its keys.
   */
  public static String raw(JsonNode node) {
    StringBuilder into = new StringBuilder();
    write(node, into);
    return into.toString();
  }

  private static void write(JsonNode node, StringBuilder into) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      char before = '{';
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        into.append(before);
        quote(field.getKey(), into);
        write(field.getValue(), into.append(':'));
        before = ',';
      }
      into.append(before == '{' ? "{}" : "}");
    } else if (node.isArray()) {
      char before = '[';
      for (JsonNode item : node) {
        write(item, into.append(before));
        before = ',';
      }
      into.append(before == '[' ? "[]" : "]");
    } else if (node.isTextual()) {
      quote(node.textValue(), into);
    } else if (node.isFloatingPointNumber() && !node.isBigDecimal()) {
      quote(node.asText(), into); // NaN and infinities are no JSON
    } else {
      into.append(node.asText());
    }
  }

  /** Text as a JSON string. */
  public static void quote(String text, StringBuilder into) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        into.append('\\').append(c);
      } else if (c < 0x20) {
        escape(c, into);
      } else if (!Character.isSurrogate(c)) {
        into.append(c);
      } else if (isPair(text, i)) {
        into.append(c).append(text.charAt(++i));
      } else {
        escape(c, into);
      }
    }
    into.append('"');
  }

  private static void escape(char c, StringBuilder into) {
    switch (c) {
      case '\n' -> into.append("\\n");
      case '\r' -> into.append("\\r");
      case '\t' -> into.append("\\t");
      default -> into.append("\\u").append(String.format("%04x", (int) c));
    }
  }
}

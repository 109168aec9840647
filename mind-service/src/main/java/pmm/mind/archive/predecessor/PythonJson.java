package pmm.mind.archive.predecessor;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON letter by letter as Python's json.dumps writes it with sorted keys and narrow separators:
 * what the predecessors hashed.
 */
final class PythonJson {
  private static final Comparator<String> BY_CODE_POINT =
      (one, other) -> Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

  private PythonJson() {}

  static String of(JsonNode node) {
    StringBuilder into = new StringBuilder();
    write(node, into);
    return into.toString();
  }

  private static void write(JsonNode node, StringBuilder into) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, JsonNode> sorted = new TreeMap<>(BY_CODE_POINT);
        node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        into.append('{');
        String before = "";
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
          quote(field.getKey(), into.append(before));
          write(field.getValue(), into.append(':'));
          before = ",";
        }
        into.append('}');
      }
      case ARRAY -> {
        into.append('[');
        String before = "";
        for (JsonNode item : node) {
          write(item, into.append(before));
          before = ",";
        }
        into.append(']');
      }
      case STRING -> quote(node.textValue(), into);
      case NUMBER ->
          into.append(
              node.isIntegralNumber()
                  ? node.bigIntegerValue().toString()
                  : number(node.doubleValue()));
      case MISSING -> into.append("null");
      default -> into.append(node.asText());
    }
  }

  private static void quote(String text, StringBuilder into) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> into.append('\\').append(c);
        case '\n' -> into.append("\\n");
        case '\r' -> into.append("\\r");
        case '\t' -> into.append("\\t");
        case '\b' -> into.append("\\b");
        case '\f' -> into.append("\\f");
        default ->
            into.append(
                c >= ' ' && c <= '~'
                    ? String.valueOf(c)
                    : String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    into.append('"');
  }

  /** The shortest digits that mean the number, as Python's repr lays them out. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    String sign = value < 0 || 1 / value < 0 ? "-" : "";
    if (Double.isInfinite(value)) {
      return sign + "Infinity";
    }
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal digits = shortest(Math.abs(value));
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = digits.toPlainString();
      return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }
    String all = digits.unscaledValue().toString();
    String mantissa = all.length() == 1 ? all : all.charAt(0) + "." + all.substring(1);
    return "%s%se%s%02d".formatted(sign, mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** Java writes two digits where one would do, next to nothing. */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1));
    return one.doubleValue() == value ? one : digits;
  }
}

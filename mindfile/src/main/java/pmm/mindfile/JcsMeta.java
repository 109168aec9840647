package pmm.mindfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * Facts in their one stored form, RFC 8785. What a canonicaliser would silently change or fall over
 * is refused.
 */
final class JcsMeta {
  static final int MAX_DEPTH = 32;

  private static final long MAX_SAFE = (1L << 53) - 1;
  private static final BigInteger MAX_SAFE_BIG = BigInteger.valueOf(MAX_SAFE);

  /** From here on RFC 8785 writes whole numbers with an exponent. */
  private static final double EXPONENT_FROM = 1e21;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Limits.CONTENT_BYTES)
                  .maxNumberLength(400)
                  .build())
          .build();

  private JcsMeta() {}

  /** The canonical form of a JSON object. */
  static String canonical(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw MindFileException.invalid("meta: " + first + " (expected: a JSON object)");
      }
      return canonical(json, parser, first);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The canonical form of any JSON value. */
  static String canonicalValue(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw MindFileException.invalid("meta: nothing (expected: JSON)");
      }
      return canonical(json, parser, first);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private static String canonical(String json, JsonParser parser, JsonToken first)
      throws IOException {
    Reader reader = new Reader();
    Object value = reader.read(parser, first);
    requireEnd(parser.nextToken());
    if (reader.fractions) {
      // The canonicaliser takes objects and arrays only.
      String wrapped = canonicalize("[" + json + "]");
      return wrapped.substring(1, wrapped.length() - 1);
    }
    StringBuilder canonical = new StringBuilder(json.length());
    write(canonical, value);
    return canonical.toString();
  }

  /** Reads what has one form by sorting alone: all but fractions, which are an art of their own. */
  private static final class Reader {
    private boolean fractions;

    private @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
      switch (token) {
        case START_OBJECT -> {
          // By UTF-16 units, as RFC 8785 has it.
          Map<String, @Nullable Object> object = new TreeMap<>();
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            checkScalar(parser, JsonToken.FIELD_NAME);
            String name = parser.currentName();
            object.put(name, read(parser, parser.nextToken()));
          }
          return object;
        }
        case START_ARRAY -> {
          List<@Nullable Object> list = new ArrayList<>();
          for (JsonToken item = parser.nextToken();
              item != JsonToken.END_ARRAY;
              item = parser.nextToken()) {
            list.add(read(parser, item));
          }
          return list;
        }
        default -> {
          checkScalar(parser, token);
          return scalar(parser, token);
        }
      }
    }

    private @Nullable Object scalar(JsonParser parser, JsonToken token) throws IOException {
      return switch (token) {
        case VALUE_STRING -> parser.getText();
        case VALUE_NUMBER_INT -> parser.getLongValue();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> {
          fractions |= token == JsonToken.VALUE_NUMBER_FLOAT;
          yield null;
        }
      };
    }
  }

  private static void write(StringBuilder into, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> object -> {
        char before = '{';
        for (Map.Entry<?, ?> field : object.entrySet()) {
          JcsText.quote(into.append(before), (String) field.getKey());
          write(into.append(':'), field.getValue());
          before = ',';
        }
        into.append(before == '{' ? "{}" : "}");
      }
      case List<?> list -> {
        char before = '[';
        for (Object item : list) {
          write(into.append(before), item);
          before = ',';
        }
        into.append(before == '[' ? "[]" : "]");
      }
      case String text -> JcsText.quote(into, text);
      case null, default -> into.append(value);
    }
  }

  /** The canonical form of an object of strings, numbers, lists and maps. */
  static String of(Map<String, ?> object) {
    return canonical(Json.write(object));
  }

  private static String canonicalize(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedString();
    } catch (IOException e) {
      throw new MindFileException(MindFileException.Reason.INVALID, "meta: " + e.getMessage(), e);
    }
  }

  private static void requireEnd(@Nullable JsonToken token) {
    if (token != null) {
      throw MindFileException.invalid("meta: " + token + " after the end of the value");
    }
  }

  private static MindFileException malformed(IOException e) {
    String why = e instanceof JsonProcessingException p ? p.getOriginalMessage() : e.getMessage();
    return new MindFileException(MindFileException.Reason.INVALID, "meta: " + why, e);
  }

  private static void checkScalar(JsonParser parser, JsonToken token) throws IOException {
    switch (token) {
      case FIELD_NAME, VALUE_STRING -> Texts.check("meta", parser.getText());
      case VALUE_NUMBER_INT -> {
        if (parser.getBigIntegerValue().abs().compareTo(MAX_SAFE_BIG) > 0) {
          throw unsafe(parser.getText());
        }
      }
      case VALUE_NUMBER_FLOAT -> {
        double value = Double.parseDouble(parser.getText());
        boolean writtenAsInteger = Math.rint(value) == value && Math.abs(value) < EXPONENT_FROM;
        if (!Double.isFinite(value) || (writtenAsInteger && Math.abs(value) > MAX_SAFE)) {
          throw unsafe(parser.getText());
        }
      }
      default -> {}
    }
  }

  private static MindFileException unsafe(String number) {
    return MindFileException.invalid("meta: number " + number + " (expected: within ±(2^53-1))");
  }
}

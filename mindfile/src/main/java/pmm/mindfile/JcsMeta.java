package pmm.mindfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Facts in their one stored form, RFC 8785. A pass before the canonicaliser refuses what it would
 * silently change or fall over.
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
    check(json, true);
    return canonicalize(json);
  }

  /** The canonical form of any JSON value. */
  static String canonicalValue(String json) {
    check(json, false);
    // The canonicaliser takes objects and arrays only.
    String wrapped = canonicalize("[" + json + "]");
    return wrapped.substring(1, wrapped.length() - 1);
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

  private static void check(String json, boolean objectOnly) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null || (objectOnly && first != JsonToken.START_OBJECT)) {
        throw MindFileException.invalid("meta: " + first + " (expected: a JSON object)");
      }
      int depth = 0;
      JsonToken token = first;
      do {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else {
          checkScalar(parser, token);
        }
        token = parser.nextToken();
      } while (depth > 0 && token != null);
      if (token != null) {
        throw MindFileException.invalid("meta: " + token + " after the end of the value");
      }
    } catch (JsonProcessingException e) {
      throw new MindFileException(
          MindFileException.Reason.INVALID, "meta: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MindFileException(MindFileException.Reason.INVALID, "meta: " + e.getMessage(), e);
    }
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

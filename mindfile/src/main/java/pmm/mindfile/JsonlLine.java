package pmm.mindfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of an export. */
sealed interface JsonlLine {
  /** The longest line: 1 MiB of content, each byte of it escaped, and the rest. */
  int MAX_BYTES = 8 << 20;

  /** What an event takes beside its content and meta. */
  int SMALL_PARTS_BYTES = 512;

  /** An event, not yet checked. */
  record EventLine(RawEvent event) implements JsonlLine {}

  /** A chunk, not yet checked. */
  record BlobLine(String hash, byte[] bytes) implements JsonlLine {}

  /** The newest signed head. */
  record CheckpointLine(String note) implements JsonlLine {}

  /** About how much memory it holds. */
  default long weight() {
    return switch (this) {
      case EventLine(RawEvent event) ->
          length(event.content()) + length(event.meta()) + SMALL_PARTS_BYTES;
      case BlobLine(String hash, byte[] bytes) -> hash.length() + bytes.length;
      case CheckpointLine(String note) -> note.length();
    };
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Reads a line, or says what is wrong with its form. */
  static JsonlLine parse(byte[] line) throws IOException {
    Fields fields = Fields.read(line);
    if (fields.has("blob")) {
      fields.only(Set.of("blob", "bytes"), Set.of());
      return new BlobLine(fields.text("blob"), Objects.requireNonNull(fields.bytes("bytes")));
    }
    if (fields.has("checkpoint")) {
      fields.only(Set.of("checkpoint"), Set.of());
      return new CheckpointLine(fields.text("checkpoint"));
    }
    fields.only(Fields.EVENT, Fields.COMMITMENTS);
    if (!fields.text("v").equals("1")) {
      throw new IOException("v is " + fields.text("v") + " (expected: 1)");
    }
    return new EventLine(
        new RawEvent(
            fields.id(),
            fields.seconds(),
            Texts.utf8(fields.text("kind")),
            fields.utf8("content"),
            fields.utf8("meta"),
            fields.utf8("prev_hash"),
            Texts.utf8(fields.text("hash")),
            fields.bytes("content_salt"),
            fields.bytes("meta_salt"),
            true,
            fields.commitment("content"),
            fields.commitment("meta")));
  }

  /** The keys of a line; numbers are kept as they are written. */
  final class Fields {
    static final Set<String> EVENT =
        Set.of(
            "content",
            "content_salt",
            "hash",
            "id",
            "kind",
            "meta",
            "meta_salt",
            "prev_hash",
            "ts",
            "v");
    static final Set<String> COMMITMENTS = Set.of("content_commitment", "meta_commitment");
    private static final Set<String> NUMBERS = Set.of("id", "ts", "v");

    private static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(1)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();

    private final Map<String, @Nullable String> values = new HashMap<>(16);

    static Fields read(byte[] line) throws IOException {
      Fields fields = new Fields();
      try (JsonParser parser = FACTORY.createParser(line)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new IOException("no JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          fields.read(parser, parser.currentName());
        }
        if (parser.nextToken() != null) {
          throw new IOException("more than one JSON object");
        }
      }
      return fields;
    }

    private void read(JsonParser parser, String key) throws IOException {
      JsonToken token = parser.nextToken();
      boolean number = NUMBERS.contains(key);
      boolean fits =
          number
              ? token.isNumeric()
              : token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL;
      if (!fits) {
        throw new IOException(
            key + " is " + token + " (expected: " + (number ? "a number" : "text") + ")");
      }
      if (values.containsKey(key)) {
        throw new IOException(key + " appears twice");
      }
      values.put(key, token == JsonToken.VALUE_NULL ? null : parser.getText());
    }

    boolean has(String key) {
      return values.containsKey(key);
    }

    void only(Set<String> required, Set<String> allowed) throws IOException {
      for (String key : required) {
        if (!values.containsKey(key)) {
          throw new IOException(key + " is missing");
        }
      }
      for (String key : values.keySet()) {
        if (!required.contains(key) && !allowed.contains(key)) {
          throw new IOException("unknown key " + key);
        }
      }
    }

    String text(String key) throws IOException {
      String value = values.get(key);
      if (value == null) {
        throw new IOException(key + " is null (expected: a value)");
      }
      return value;
    }

    byte @Nullable [] utf8(String key) throws IOException {
      String value = values.get(key);
      if (value == null) {
        return null;
      }
      try {
        Texts.check(key, value);
      } catch (MindFileException e) {
        throw new IOException(e.getMessage(), e);
      }
      return Texts.utf8(value);
    }

    byte @Nullable [] bytes(String key) throws IOException {
      String value = values.get(key);
      try {
        return value == null ? null : Base64.getDecoder().decode(value);
      } catch (IllegalArgumentException e) {
        throw new IOException(key + " is no base64", e);
      }
    }

    byte @Nullable [] commitment(String part) throws IOException {
      String key = part + "_commitment";
      if (!has(key)) {
        return null;
      }
      byte[] commitment = EventCheck.parse(Texts.utf8(text(key)));
      if (commitment == null || values.get(part) != null) {
        throw new IOException(key + " (expected: 64 hex digits, in place of " + part + ")");
      }
      return commitment;
    }

    long id() throws IOException {
      try {
        return Long.parseLong(text("id"));
      } catch (NumberFormatException e) {
        throw new IOException("id is " + text("id") + " (expected: an integer)", e);
      }
    }

    double seconds() throws IOException {
      return Double.parseDouble(text("ts"));
    }
  }
}

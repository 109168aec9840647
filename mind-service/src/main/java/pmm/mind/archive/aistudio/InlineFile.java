package pmm.mind.archive.aistudio;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Part;

/**
 * A file whose bytes stand in the prompt itself, as base64.
 *
 * @param member where it stands
 * @param base64 the bytes; they are held once, as the text that was read
 */
record InlineFile(String member, String base64, long size) implements Content {

  /** Takes a file out of an object; empty, and nothing taken, if there are no bytes in it. */
  static Optional<Part.Attachment> take(String kind, Fields file) {
    JsonNode data = file.peek("data");
    String base64 = data.isTextual() ? data.textValue().replace('-', '+').replace('_', '/') : "";
    Long size = base64.isEmpty() ? null : size(base64);
    if (size == null) {
      return Optional.empty();
    }
    file.take("data");
    return Optional.of(
        new Part.Attachment(
            "",
            file.maybe("name").or(() -> file.maybe("displayName")).orElse(""),
            file.text("mimeType"),
            size,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new InlineFile(kind, base64, size))));
  }

  /** Returns how many bytes it stands for; null if it stands for none. */
  private static @Nullable Long size(String base64) {
    try {
      return (long) Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(Base64.getDecoder().decode(base64));
  }
}

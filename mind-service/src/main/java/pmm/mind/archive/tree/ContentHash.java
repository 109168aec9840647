package pmm.mind.archive.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import pmm.mind.archive.json.JsonFile;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;

/**
 * What a message says, as a digest: SHA-256 over the role and, for each part, its type and its
 * fields in UTF-8, each with its length before it. Texts count as the archive has them, so that a
 * better removal of marks changes no identity; of a file its name in the archive counts, so that
 * bytes which come later do not either.
 */
public final class ContentHash {
  /** What a name begins with that no archive gave. */
  private static final String MADE = "unnamed-";

  private ContentHash() {}

  /** The digest of a message in lower-case hex. */
  public static String of(Role role, List<Part> parts) {
    MessageDigest digest = JsonFile.sha256();
    add(digest, role.name());
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> add(digest, "text", text.original().orElse(text.text()));
        case Part.Reasoning reasoning -> add(digest, "reasoning", reasoning.text());
        case Part.ToolCall call -> add(digest, "call", call.name(), call.input());
        case Part.ToolResult result ->
            add(digest, "result", result.name(), result.text(), result.error() ? "error" : "");
        case Part.Code code -> add(digest, "code", code.language(), code.text());
        case Part.Transcript transcript -> add(digest, "transcript", transcript.text());
        case Part.Context context -> add(digest, "context", context.kind(), context.text());
        case Part.Attachment file ->
            add(
                digest,
                "file",
                file.reference().isEmpty() ? file.name() : file.reference(),
                file.text().orElse(""));
        case Part.Unknown unknown -> add(digest, "unknown", unknown.type(), unknown.raw());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * A name for what the archive gives none: it follows from these words alone, and is not to be
   * stored, since short words can be guessed from it.
   */
  public static String name(String... words) {
    MessageDigest digest = JsonFile.sha256();
    add(digest, words);
    return unnamed(HexFormat.of().formatHex(digest.digest(), 0, 16));
  }

  /** The same of such a digest that the archive holds itself. */
  public static String unnamed(String digest) {
    return MADE + digest;
  }

  /** The id that the archive gives; empty where this one is a name that was made for want of it. */
  public static String given(String id) {
    return id.startsWith(MADE) ? "" : id;
  }

  private static void add(MessageDigest digest, String... fields) {
    for (String field : fields) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
  }
}

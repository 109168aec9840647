package pmm.mindfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The chunks that an event names, in the list {@code blobs} of its meta. */
final class BlobNames {
  private static final String KEY = "\"blobs\":[";

  private BlobNames() {}

  static List<String> in(String meta) {
    if (!meta.contains(KEY)) {
      return List.of();
    }
    return Json.list(Json.object(meta), "blobs").stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  /** The same for the stored bytes, which hold the key in few events only. */
  static List<String> in(byte[] meta) {
    // The key is ASCII, and searching a text of single bytes is one instruction for many of them.
    return new String(meta, ISO_8859_1).contains(KEY) ? in(new String(meta, UTF_8)) : List.of();
  }
}

package pmm.mindfile;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The chunks that an event names, in the list {@code blobs} of its meta. */
final class BlobNames {
  private static final byte[] KEY = Texts.utf8("\"blobs\":[");

  private BlobNames() {}

  static List<String> in(String meta) {
    if (!meta.contains("\"blobs\":[")) {
      return List.of();
    }
    return Json.list(Json.object(meta), "blobs").stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  /** The same for the stored bytes, which hold the key in few events only. */
  static List<String> in(byte[] meta) {
    return contains(meta) ? in(new String(meta, StandardCharsets.UTF_8)) : List.of();
  }

  private static boolean contains(byte[] meta) {
    for (int i = 0; i + KEY.length <= meta.length; i++) {
      int k = 0;
      while (k < KEY.length && meta[i + k] == KEY[k]) {
        k++;
      }
      if (k == KEY.length) {
        return true;
      }
    }
    return false;
  }
}

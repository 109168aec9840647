package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes by which events would be found in a file of any form: their words and their salts. */
record Needles(List<byte[]> needles) {
  /** Shorter words are found everywhere. */
  private static final int SHORTEST = 8;

  static Needles of(List<Event> events) {
    List<byte[]> needles = new ArrayList<>();
    for (Event event : events) {
      add(needles, event.contentSalt());
      add(needles, event.content() == null ? null : Texts.utf8(event.content()));
      add(needles, event.metaSalt());
    }
    return new Needles(needles);
  }

  private static void add(List<byte[]> needles, byte @Nullable [] bytes) {
    if (bytes != null && bytes.length >= SHORTEST) {
      needles.add(bytes);
    }
  }

  /** Whether any of them is in a file. */
  boolean areIn(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return needles.stream().anyMatch(needle -> contains(bytes, needle));
  }

  private static boolean contains(byte[] bytes, byte[] needle) {
    for (int i = 0; i + needle.length <= bytes.length; i++) {
      int k = 0;
      while (k < needle.length && bytes[i + k] == needle[k]) {
        k++;
      }
      if (k == needle.length) {
        return true;
      }
    }
    return false;
  }
}

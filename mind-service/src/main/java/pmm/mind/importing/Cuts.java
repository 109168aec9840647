package pmm.mind.importing;

import java.util.ArrayList;
import java.util.List;

/** Cuts texts into pieces that an event can hold. */
final class Cuts {
  /** A little less than an event may hold, in bytes of UTF-8. */
  static final int MOST_BYTES = 1_000_000;

  private Cuts() {}

  /** Returns the text in pieces, at least one; characters stay whole. */
  static List<String> of(String text) {
    if (3L * text.length() <= MOST_BYTES) {
      return List.of(text);
    }
    List<String> pieces = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int more = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes + more > MOST_BYTES) {
        pieces.add(text.substring(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
      i += Character.charCount(c);
    }
    pieces.add(text.substring(from));
    return pieces;
  }
}

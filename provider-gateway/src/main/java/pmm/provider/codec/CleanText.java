package pmm.provider.codec;

/**
 * Makes pieces of text well-formed: a surrogate pair that a provider split over two deltas is
 * joined, a lone surrogate and NUL become U+FFFD, as the ledger can hold neither.
 */
final class CleanText {

  private static final char REPLACEMENT = '\uFFFD';

  private char heldHigh;

  /** Cleans a text that no piece follows. */
  static String whole(String text) {
    CleanText cleaner = new CleanText();
    String clean = cleaner.clean(text);
    return cleaner.heldHigh == 0 ? clean : clean + REPLACEMENT;
  }

  String clean(String piece) {
    if (heldHigh == 0 && isClean(piece)) {
      return piece;
    }
    StringBuilder out = new StringBuilder(piece.length() + 1);
    for (int i = 0; i < piece.length(); i++) {
      add(piece.charAt(i), out);
    }
    return out.toString();
  }

  private void add(char c, StringBuilder out) {
    if (heldHigh != 0) {
      char high = heldHigh;
      heldHigh = 0;
      if (Character.isLowSurrogate(c)) {
        out.append(high).append(c);
        return;
      }
      out.append(REPLACEMENT);
    }
    if (Character.isHighSurrogate(c)) {
      heldHigh = c;
    } else {
      out.append(c == 0 || Character.isLowSurrogate(c) ? REPLACEMENT : c);
    }
  }

  private static boolean isClean(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}

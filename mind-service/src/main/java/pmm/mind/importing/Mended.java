package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Texts as an event can hold them: U+FFFD stands where an archive has a NUL or half a character.
 */
final class Mended {
  private static final char INSTEAD = '\uFFFD';

  /** Of more places in one text it is not kept what stood there. */
  private static final int MOST = 10_000;

  private Mended() {}

  /** Returns the text as an event can hold it; it is as long as before. */
  static String text(String text) {
    int at = next(text, 0);
    if (at == text.length()) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (; at < text.length(); at = next(text, at + 1)) {
      mended.setCharAt(at, INSTEAD);
    }
    return mended.toString();
  }

  /** How many characters of it no event can hold. */
  static long count(String text) {
    long count = 0;
    for (int at = next(text, 0); at < text.length(); at = next(text, at + 1)) {
      count++;
    }
    return count;
  }

  /** What stood there, so that the text can be had back: {at, was} of each, in hex. */
  static ArrayNode places(String text) {
    ArrayNode places = JsonNodeFactory.instance.arrayNode();
    for (int at = next(text, 0);
        at < text.length() && places.size() < MOST;
        at = next(text, at + 1)) {
      places.addObject().put("at", at).put("was", "%04x".formatted((int) text.charAt(at)));
    }
    return places;
  }

  /** The place of the next such character, or the end. */
  private static int next(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return text.length();
  }
}

package pmm.mindstate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what a message says itself from what it only quotes: in code, or between quotation marks.
 */
final class OwnWords {
  private static final Pattern FENCE = Pattern.compile("(?m)^ {0,3}(?:`{3,}|~{3,})");
  private static final String OPENING = "“„«";
  private static final String CLOSING = "”“»";

  private OwnWords() {}

  /** Returns whether a place in a text is not within a quotation. */
  static boolean areAt(String text, int place) {
    Matcher fences = FENCE.matcher(text);
    int before = 0;
    while (fences.find() && fences.start() < place) {
      before++;
    }
    return before % 2 == 0
        && !isQuoted(text.substring(text.lastIndexOf('\n', place - 1) + 1, place));
  }

  /** Whether a quotation that begins in a line is still open at its end. */
  private static boolean isQuoted(String line) {
    boolean straight = false;
    boolean curly = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      straight ^= c == '"';
      curly = curly ? CLOSING.indexOf(c) < 0 : OPENING.indexOf(c) >= 0;
    }
    return straight || curly;
  }
}

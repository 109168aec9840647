package pmm.mindstate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a text says itself from what it only quotes: in code, or between quotation marks. */
final class OwnWords {
  private static final Pattern FENCE = Pattern.compile("(?m)^ {0,3}(?:`{3,}|~{3,})");
  private static final String OPENING = "“„«";
  private static final String CLOSING = "”“»";

  private final String text;
  private final Matcher fences;
  private boolean inCode;
  private int nextFence;

  OwnWords(String text) {
    this.text = text;
    fences = FENCE.matcher(text);
    passFence();
  }

  /**
   * Returns whether a place is not within a quotation; the places have to be asked for from the
   * first to the last.
   */
  boolean areAt(int place) {
    while (nextFence < place) {
      inCode = !inCode;
      passFence();
    }
    return !inCode && !isQuoted(text.substring(text.lastIndexOf('\n', place - 1) + 1, place));
  }

  private void passFence() {
    nextFence = fences.find() ? fences.start() : Integer.MAX_VALUE;
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

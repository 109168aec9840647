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
  private int read;
  private boolean straight;
  private boolean curly;

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
    while (read < place) {
      read(text.charAt(read++));
    }
    return !inCode && !straight && !curly;
  }

  private void passFence() {
    nextFence = fences.find() ? fences.start() : Integer.MAX_VALUE;
  }

  /** A quotation ends with its line at the latest. */
  private void read(char c) {
    straight = c != '\n' && straight != (c == '"');
    curly = c != '\n' && (curly ? CLOSING.indexOf(c) < 0 : OPENING.indexOf(c) >= 0);
  }
}

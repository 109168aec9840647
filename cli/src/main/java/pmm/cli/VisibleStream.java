package pmm.cli;

import java.util.List;
import pmm.mindstate.MarkerParser;

/**
 * An answer on its way to a terminal: without marker lines, control characters, and blank lines at
 * its end. A line that may become a marker waits until it is known.
 */
final class VisibleStream {
  private static final List<String> MARKERS =
      List.of("COMMIT:", "CLOSE:", "REMEMBER:", "CLAIM:", "REFLECT:");

  private final StringBuilder answer = new StringBuilder();
  private int lineStart;
  private int released;
  private String blank = "";

  /** Takes the next piece and returns what can be shown now. */
  String accept(String piece) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < piece.length(); ) {
      int newline = piece.indexOf('\n', i);
      int end = newline < 0 ? piece.length() : newline + 1;
      answer.append(piece, i, end);
      if (newline >= 0) {
        shown.append(endLine());
      } else if (!mayBeMarker()) {
        shown.append(release());
      }
      i = end;
    }
    return shown.toString();
  }

  /** What was still held back. */
  String end() {
    return mayBeMarker() && isMarker() ? "" : release();
  }

  /** The whole answer, word for word. */
  String answer() {
    return answer.toString();
  }

  private String endLine() {
    String line = "";
    if (mayBeMarker() && isMarker()) {
      released = answer.length();
    } else {
      line = release();
    }
    lineStart = answer.length();
    return line;
  }

  private String release() {
    String text = blank + Text.safe(answer.substring(released));
    released = answer.length();
    String words = text.stripTrailing();
    blank = text.substring(words.length());
    return words;
  }

  private boolean mayBeMarker() {
    String line = answer.substring(lineStart, Math.min(answer.length(), lineStart + 10));
    return released == lineStart
        && MARKERS.stream().anyMatch(marker -> marker.startsWith(line) || line.startsWith(marker));
  }

  private boolean isMarker() {
    return markers(answer.length()) > markers(lineStart);
  }

  private int markers(int length) {
    return MarkerParser.parse(answer.substring(0, length)).size();
  }
}

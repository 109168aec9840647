package pmm.cli;

import org.jline.utils.WCWidth;

/** Text made fit for a terminal. */
final class Text {
  private Text() {}

  /**
   * The text without control characters, so that no answer can steer the terminal; lines and tabs
   * stay.
   */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !isControl(c))
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** The text on one line, white space run together. */
  static String oneLine(String text) {
    return safe(text).strip().replaceAll("\\s+", " ");
  }

  /** The text on one line of at most {@code width} columns, cut with an ellipsis. */
  static String fit(String text, int width) {
    String line = oneLine(text);
    if (width(line) <= width) {
      return line;
    }
    StringBuilder fitting = new StringBuilder();
    int used = 1;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      used += columns(c);
      if (used > width) {
        break;
      }
      fitting.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return fitting.append('…').toString();
  }

  /** How many columns a terminal needs for the text. */
  static int width(String text) {
    return text.codePoints().map(Text::columns).sum();
  }

  /** The text and as many spaces as it takes to fill {@code width} columns. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** "1 event", "2 events". */
  static String count(long number, String one) {
    return count(number, one, one + "s");
  }

  /** "1 memory", "2 memories". */
  static String count(long number, String one, String many) {
    return String.format(java.util.Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** "812 bytes", "1.2 MB": decimal units, as file managers show them. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    double value = bytes;
    String unit = "";
    for (String next : new String[] {"kB", "MB", "GB", "TB"}) {
      if (value < 999.95) {
        break;
      }
      value /= 1000;
      unit = next;
    }
    return String.format(java.util.Locale.ROOT, "%.1f %s", value, unit);
  }

  /** The first eight hex digits, which is enough to tell two hashes apart by eye. */
  static String shortHash(String hash) {
    return hash.length() <= 8 ? hash : hash.substring(0, 8);
  }

  private static int columns(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** C0, DEL and C1, and the marks that reorder or hide what stands beside them. */
  private static boolean isControl(int c) {
    return c < 0x20
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** A text as one word of a command line that is to be pasted into a shell. */
  static String shellWord(String text) {
    return text.matches("[\\w./~@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}

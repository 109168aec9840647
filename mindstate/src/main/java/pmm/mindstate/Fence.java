package pmm.mindstate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows the code fences of Markdown: one closes with at least as many of the same signs. */
final class Fence {
  private static final Pattern LINE = Pattern.compile("^ {0,3}(`{3,}|~{3,})(.*)$");

  private String open = "";

  /** Returns whether the next line belongs to code. */
  boolean holds(String line) {
    Matcher match = LINE.matcher(line);
    if (open.isEmpty()) {
      if (match.matches()) {
        open = match.group(1);
      }
      return !open.isEmpty();
    }
    boolean closes = match.matches() && match.group(1).startsWith(open) && match.group(2).isBlank();
    if (closes) {
      open = "";
    }
    return true;
  }
}

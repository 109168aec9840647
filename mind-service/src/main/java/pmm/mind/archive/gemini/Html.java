package pmm.mind.archive.gemini;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a piece of HTML: paragraphs and list entries on lines of their own, nothing fetched,
 * nothing run.
 */
final class Html {
  private static final Pattern ENTITY =
      Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");
  private static final Map<String, String> NAMED =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "emsp", " ",
          "ensp", " ", "copy", "\u00a9");

  /** Blanks at the end of a line; a run of them is looked at once. */
  private static final Pattern TRAILING = Pattern.compile("(?<![ \t])[ \t]+\n");

  private static final Pattern GAP = Pattern.compile("\n{3,}");

  private static final String COMMENT = "<!--";
  private static final String COMMENT_END = "-->";

  private Html() {}

  static String text(String html) {
    StringBuilder text = new StringBuilder();
    int lastTag = html.lastIndexOf('>');
    int lastComment = html.lastIndexOf(COMMENT_END);
    int from = 0;
    for (int open = html.indexOf('<'); open >= 0 && open < lastTag; ) {
      int end = -1;
      if (html.startsWith(COMMENT, open)) {
        int close = open + COMMENT.length();
        end = close <= lastComment ? html.indexOf(COMMENT_END, close) + COMMENT_END.length() : -1;
      } else if (nameOf(html, open).length() > 0) {
        end = html.indexOf('>', open) + 1;
      }
      if (end > 0) {
        words(html.substring(from, open), text);
        breaks(html.charAt(open + 1) == '/', nameOf(html, open), text);
        from = end;
      }
      open = html.indexOf('<', Math.max(end, open + 1));
    }
    words(html.substring(from), text);
    String lines = TRAILING.matcher(text).replaceAll("\n");
    return GAP.matcher(lines).replaceAll("\n\n").strip();
  }

  /** The name of the tag that begins here, empty if none does. */
  private static String nameOf(String html, int open) {
    int from = html.startsWith("</", open) ? open + 2 : open + 1;
    int to = from;
    while (to < html.length() && isLetterOrDigit(html.charAt(to), to > from)) {
      to++;
    }
    return html.substring(from, to);
  }

  private static boolean isLetterOrDigit(char c, boolean digit) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (digit && c >= '0' && c <= '9');
  }

  private static void breaks(boolean closing, String name, StringBuilder text) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "br", "tr" -> text.append('\n');
      case "li" -> text.append(closing ? "" : "\n- ");
      case "p",
          "div",
          "pre",
          "ul",
          "ol",
          "table",
          "blockquote",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6" ->
          text.append("\n\n");
      case "td", "th" -> text.append(closing ? "\t" : "");
      default -> {}
    }
  }

  private static void words(String piece, StringBuilder text) {
    Matcher entity = ENTITY.matcher(piece);
    int from = 0;
    while (entity.find()) {
      text.append(piece, from, entity.start()).append(character(entity.group(1), entity.group()));
      from = entity.end();
    }
    text.append(piece, from, piece.length());
  }

  private static String character(String name, String whole) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, whole);
    }
    boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
    int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
    return Character.isValidCodePoint(code) && !(code >= 0xd800 && code < 0xe000)
        ? Character.toString(code)
        : "\uFFFD";
  }
}

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
  private static final Pattern TAG =
      Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*>|<!--.*?-->", Pattern.DOTALL);
  private static final Pattern ENTITY =
      Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");
  private static final Map<String, String> NAMED =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "emsp", " ",
          "ensp", " ", "copy", "\u00a9");

  private Html() {}

  static String text(String html) {
    StringBuilder text = new StringBuilder();
    Matcher tag = TAG.matcher(html);
    int from = 0;
    while (tag.find()) {
      words(html.substring(from, tag.start()), text);
      from = tag.end();
      breaks(tag.group(1), tag.group(2), text);
    }
    words(html.substring(from), text);
    return text.toString().replaceAll("[ \t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
  }

  private static void breaks(String closing, String name, StringBuilder text) {
    switch (String.valueOf(name).toLowerCase(Locale.ROOT)) {
      case "br", "tr" -> text.append('\n');
      case "li" -> text.append(closing.isEmpty() ? "\n- " : "");
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
      case "td", "th" -> text.append(closing.isEmpty() ? "" : "\t");
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

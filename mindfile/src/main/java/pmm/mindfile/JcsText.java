package pmm.mindfile;

/** Strings as RFC 8785 writes them. */
final class JcsText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JcsText() {}

  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    quote(out, text);
    return out.toString();
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        out.append(text, from, i);
        escape(out, c);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
    }
  }
}

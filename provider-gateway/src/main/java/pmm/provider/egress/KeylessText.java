package pmm.provider.egress;

/** A text that comes in pieces, without a key. Held back is only an end that may begin the key. */
final class KeylessText {

  /** What stands where a key was. */
  static final String REMOVED = "[key removed]";

  private final String key;
  private String held = "";

  KeylessText(String key) {
    this.key = key;
  }

  /** What can be handed on now that this piece has come. */
  String next(String piece) {
    StringBuilder clean = new StringBuilder();
    String text = held + piece;
    int from = 0;
    for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, from)) {
      clean.append(text, from, at).append(REMOVED);
      from = at + key.length();
    }
    int end = text.length() - begun(text, from);
    held = text.substring(end);
    return clean.append(text, from, end).toString();
  }

  /** What was held back; nothing follows. */
  String rest() {
    String rest = held;
    held = "";
    return rest;
  }

  /** How much of the key the text ends with. */
  private int begun(String text, int from) {
    int length = Math.min(key.length() - 1, text.length() - from);
    while (length > 0 && !text.regionMatches(text.length() - length, key, 0, length)) {
      length--;
    }
    return length;
  }
}

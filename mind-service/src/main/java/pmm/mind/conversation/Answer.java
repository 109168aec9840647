package pmm.mind.conversation;

import pmm.mind.contract.Requests;

/** The text of an answer as it grows, up to the 1 MiB that an event holds. */
final class Answer {
  private final StringBuilder text;
  private int bytes;
  private boolean full;

  /** An answer that goes on from what an earlier attempt wrote. */
  Answer(String begun) {
    text = new StringBuilder(begun);
    bytes = utf8Length(begun);
  }

  /** Adds text and returns what of it was kept. */
  String add(String piece) {
    String storable = piece.replace('\0', '\uFFFD');
    int end = 0;
    while (end < storable.length() && !full) {
      int codePoint = storable.codePointAt(end);
      int size = utf8Length(codePoint);
      if (bytes + size > Requests.MAX_TEXT_BYTES) {
        full = true;
      } else {
        bytes += size;
        end += Character.charCount(codePoint);
      }
    }
    String kept = storable.substring(0, end);
    text.append(kept);
    return kept;
  }

  boolean isFull() {
    return full;
  }

  String text() {
    return text.toString();
  }

  private static int utf8Length(String text) {
    return text.codePoints().map(Answer::utf8Length).sum();
  }

  private static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}

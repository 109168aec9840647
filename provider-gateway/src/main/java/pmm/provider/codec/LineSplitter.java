package pmm.provider.codec;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits bytes into lines at LF or CRLF. Splits on bytes, never on text, so that a character cut in
 * two by the network stays whole. A line has a bound: a stranger chooses its length.
 */
final class LineSplitter {

  static final int MAX_LINE_BYTES = 2 << 20;

  private final Bytes partial = new Bytes();
  private boolean tooLong;

  /** Hands each whole line on; returns false once a line was longer than allowed. */
  boolean feed(byte[] chunk, Consumer<String> lines) {
    int start = 0;
    for (int i = 0; i < chunk.length && !tooLong; i++) {
      if (chunk[i] == '\n') {
        hold(chunk, start, i - start);
        start = i + 1;
        if (!tooLong) {
          lines.accept(line(partial.take()));
        }
      }
    }
    if (!tooLong) {
      hold(chunk, start, chunk.length - start);
    }
    return !tooLong;
  }

  /** The last line, if it had no end. */
  void end(Consumer<String> lines) {
    if (!tooLong && partial.size() > 0) {
      lines.accept(line(partial.take()));
    }
  }

  private void hold(byte[] chunk, int from, int length) {
    if (partial.size() + length > MAX_LINE_BYTES) {
      tooLong = true;
      partial.take();
    } else {
      partial.add(chunk, from, length);
    }
  }

  private static String line(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}

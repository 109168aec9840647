package pmm.mindfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.erdtman.jcs.NumberToJSON;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export: JCS objects written straight from the stored bytes. Keys are written in
 * the order that RFC 8785 gives them.
 */
final class LineWriter {
  private static final int FLUSH_AT = 1 << 16;
  private static final byte[] DIGITS = Texts.utf8("0123456789abcdef");

  /** Below this many milliseconds every one of them is a double of its own with room to spare. */
  private static final long PLAIN_MS = 1_000_000_000_000_000L;

  private final OutputStream out;
  private byte[] buffer = new byte[2 * FLUSH_AT];
  private int length;

  LineWriter(OutputStream out) {
    this.out = out;
  }

  void event(RawEvent event) throws IOException {
    raw("{\"content\":");
    string(event.content());
    commitment(",\"content_commitment\":", event.contentCommitment());
    raw(",\"content_salt\":");
    base64(event.contentSalt());
    raw(",\"hash\":");
    string(event.hash());
    raw(",\"id\":");
    raw(Long.toString(event.id()));
    raw(",\"kind\":");
    string(event.kind());
    raw(",\"meta\":");
    string(event.meta());
    commitment(",\"meta_commitment\":", event.metaCommitment());
    raw(",\"meta_salt\":");
    base64(event.metaSalt());
    raw(",\"prev_hash\":");
    string(event.prevHash());
    raw(",\"ts\":");
    raw(seconds(event));
    raw(",\"v\":1}");
    end();
  }

  void blob(String hash, byte[] bytes) throws IOException {
    raw("{\"blob\":");
    string(Texts.utf8(hash));
    raw(",\"bytes\":");
    base64(bytes);
    raw("}");
    end();
  }

  void checkpoint(String note) throws IOException {
    raw("{\"checkpoint\":");
    string(Texts.utf8(note));
    raw("}");
    end();
  }

  void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
    out.flush();
  }

  private static String seconds(RawEvent event) throws IOException {
    long ms = event.tsMs();
    if (ms < 0 || ms >= PLAIN_MS) {
      return NumberToJSON.serializeNumber(event.ts());
    }
    String whole = Long.toString(ms / 1000);
    int rest = (int) (ms % 1000);
    if (rest == 0) {
      return whole;
    }
    int digits = 3;
    while (rest % 10 == 0) {
      rest /= 10;
      digits--;
    }
    String fraction = Integer.toString(rest);
    return whole + "." + "0".repeat(digits - fraction.length()) + fraction;
  }

  private void end() throws IOException {
    room(1);
    buffer[length++] = '\n';
    if (length >= FLUSH_AT) {
      out.write(buffer, 0, length);
      length = 0;
    }
  }

  private void commitment(String key, byte @Nullable [] hash) {
    if (hash != null) {
      raw(key);
      string(Texts.utf8(HashChain.hex(hash)));
    }
  }

  private void raw(String ascii) {
    append(ascii.getBytes(ISO_8859_1));
  }

  private void base64(byte @Nullable [] bytes) {
    string(bytes == null ? null : Base64.getEncoder().encode(bytes));
  }

  private void string(byte @Nullable [] utf8) {
    if (utf8 == null) {
      raw("null");
      return;
    }
    room(2);
    buffer[length++] = '"';
    int from = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if ((b >= 0 && b < 0x20) || b == '"' || b == '\\') {
        append(utf8, from, i);
        escape(b);
        from = i + 1;
      }
    }
    append(utf8, from, utf8.length);
    room(1);
    buffer[length++] = '"';
  }

  private void escape(byte b) {
    switch (b) {
      case '"' -> raw("\\\"");
      case '\\' -> raw("\\\\");
      case '\b' -> raw("\\b");
      case '\t' -> raw("\\t");
      case '\n' -> raw("\\n");
      case '\f' -> raw("\\f");
      case '\r' -> raw("\\r");
      default -> {
        raw("\\u00");
        room(2);
        buffer[length++] = DIGITS[b >> 4];
        buffer[length++] = DIGITS[b & 0xf];
      }
    }
  }

  private void append(byte[] bytes) {
    append(bytes, 0, bytes.length);
  }

  private void append(byte[] bytes, int from, int to) {
    room(to - from);
    System.arraycopy(bytes, from, buffer, length, to - from);
    length += to - from;
  }

  private void room(int bytes) {
    if (length + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
    }
  }
}

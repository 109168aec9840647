package pmm.mind.archive.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/**
 * A stream without its byte order mark. Names the encodings that are not read, by their beginning.
 */
public final class Utf8 extends FilterInputStream {
  private static final int HEAD = 8;

  private final int mark;

  private Utf8(InputStream in, int mark) {
    super(in);
    this.mark = mark;
  }

  /** The length of the mark in bytes; 0 if there was none. */
  int skipped() {
    return mark;
  }

  /** The stream, behind its mark. */
  public static Utf8 open(InputStream in, String member) throws IOException {
    PushbackInputStream text = new PushbackInputStream(in, HEAD);
    byte[] head = text.readNBytes(HEAD);
    String other = otherEncoding(head);
    if (!other.isEmpty()) {
      throw new ArchiveException(
          Reason.WRONG_ENCODING,
          member
              + " is written in "
              + other
              + " (expected: UTF-8). Save it as UTF-8, or fetch the export again");
    }
    int mark =
        head.length >= 3
                && head[0] == (byte) 0xef
                && head[1] == (byte) 0xbb
                && head[2] == (byte) 0xbf
            ? 3
            : 0;
    text.unread(head, mark, head.length - mark);
    return new Utf8(text, mark);
  }

  /** Whether a file that begins with these bytes, as Latin-1, is text in another encoding. */
  public static boolean isOther(String head) {
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    return !otherEncoding(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD))).isEmpty();
  }

  private static String otherEncoding(byte[] head) {
    String bytes = HexFormat.of().formatHex(head);
    if (bytes.startsWith("fffe0000")
        || bytes.startsWith("0000feff")
        || bytes.matches("(000000[2-7].)+|([2-7].000000)+")) {
      return "UTF-32";
    }
    if (bytes.startsWith("fffe")
        || bytes.startsWith("feff")
        || bytes.matches("(00[0-7].){2,}|([0-7].00){2,}")) {
      return "UTF-16";
    }
    return bytes.startsWith("4c6fa7") ? "EBCDIC" : "";
  }
}

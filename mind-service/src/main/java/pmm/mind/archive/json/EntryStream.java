package pmm.mind.archive.json;

import java.io.IOException;
import java.io.InputStream;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/**
 * Cuts a JSON document into the entries of its outermost array; any other document is one entry.
 * Reading yields the bytes of the current entry and ends with it, so a parser that fails within an
 * entry loses that entry alone. It looks at brackets and quotes only; memory is one buffer.
 */
final class EntryStream extends InputStream {
  private static final byte QUOTE = 1;
  private static final byte OPEN = 2;
  private static final byte CLOSE = 3;
  private static final byte COMMA = 4;
  private static final byte SPACE = 5;
  private static final byte[] CLASSES = new byte[256];

  static {
    CLASSES['"'] = QUOTE;
    CLASSES['{'] = OPEN;
    CLASSES['['] = OPEN;
    CLASSES['}'] = CLOSE;
    CLASSES[']'] = CLOSE;
    CLASSES[','] = COMMA;
    for (byte space : new byte[] {' ', '\t', '\r', '\n'}) {
      CLASSES[space] = SPACE;
    }
  }

  private final InputStream in;
  private final String member;
  private final long maxEntry;
  private final byte[] buffer = new byte[65536];
  private int at;
  private int limit;

  /** How many bytes stood before those in the buffer. */
  private long before;

  private long start;
  private long index = -1;
  private boolean array;
  private boolean finished;

  private boolean within;
  private boolean scalar;
  private boolean quoted;
  private boolean escaped;
  private int depth;
  private long length;

  EntryStream(Utf8 in, String member, long maxEntry) {
    this.in = in;
    this.before = in.skipped();
    this.member = member;
    this.maxEntry = maxEntry;
  }

  /** Moves to the next entry, over what is left of this one; false at the end of the document. */
  boolean next() throws IOException {
    byte[] away = new byte[8192];
    while (within) {
      step(away, 0, away.length);
    }
    if (finished) {
      return false;
    }
    int first = significant();
    if (index < 0 && !array && first == '[') {
      array = true;
      at++;
      first = significant();
    } else if (index >= 0 && array && first == ',') {
      at++;
      first = significant();
    } else if (index >= 0 && first >= 0 && !(array && first == ']')) {
      throw damaged(
          "has something else behind entry "
              + (index + 1)
              + ", where a comma or the end should be (byte "
              + (before + at)
              + ")");
    }
    if (array && first == ']') {
      at++;
      finished = true;
      if (significant() >= 0) {
        throw damaged("goes on behind its end");
      }
      return false;
    }
    if (first < 0) {
      if (array) {
        throw damaged(
            "ends after entry " + (index + 1) + " and not with a bracket: it is incomplete");
      }
      finished = true;
      return false;
    }
    index++;
    begin(first);
    return true;
  }

  private void begin(int first) {
    within = true;
    start = before + at;
    scalar = CLASSES[first] != OPEN && CLASSES[first] != QUOTE;
    quoted = false;
    escaped = false;
    depth = 0;
    length = 0;
  }

  /** The number of the current entry, from 0. */
  long index() {
    return index;
  }

  /** Where the current entry begins, in bytes. */
  long start() {
    return start;
  }

  /** Whether the document is an array; known after {@link #next}. */
  boolean array() {
    return array;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (!within) {
      return -1;
    }
    int read = step(into, offset, count);
    length += read;
    if (length > maxEntry) {
      throw new TooLargeException(
          "it is larger than " + (maxEntry >> 20) + " MiB, more than is read at a time");
    }
    return read == 0 ? -1 : read;
  }

  private int step(byte[] into, int offset, int count) throws IOException {
    if (at == limit && !fill()) {
      if (scalar && !array) {
        within = false;
        return 0;
      }
      throw damaged(
          "ends in the middle of entry %d, which begins at byte %d: it is incomplete"
              .formatted(index + 1, start));
    }
    int stop = scan(at, Math.min(limit, at + count));
    int read = stop - at;
    System.arraycopy(buffer, at, into, offset, read);
    at = stop;
    return read;
  }

  /** How far the entry goes; within becomes false where it ends. */
  private int scan(int from, int to) {
    for (int i = from; i < to; i++) {
      if (quoted) {
        i = overString(i, to);
        if (quoted) {
          return to;
        }
        if (depth == 0) {
          within = false;
          return i + 1;
        }
        continue;
      }
      switch (CLASSES[buffer[i] & 0xff]) {
        case QUOTE -> quoted = true;
        case OPEN -> depth++;
        case CLOSE -> {
          if (scalar) {
            within = false;
            return i;
          }
          if (--depth <= 0) {
            within = false;
            return i + 1;
          }
        }
        case COMMA, SPACE -> {
          if (scalar) {
            within = false;
            return i;
          }
        }
        default -> {}
      }
    }
    return to;
  }

  /** The place of the quote that ends the string, with quoted false, or {@code to}. */
  private int overString(int from, int to) {
    byte[] bytes = buffer;
    int i = from;
    if (escaped && i < to) {
      escaped = false;
      i++;
    }
    for (; i < to; i++) {
      byte b = bytes[i];
      if (b == '"') {
        quoted = false;
        return i;
      }
      if (b == '\\' && ++i == to) {
        escaped = true;
      }
    }
    return to;
  }

  /** The next byte that is no white space, not taken; -1 at the end. */
  private int significant() throws IOException {
    while (at < limit || fill()) {
      int b = buffer[at] & 0xff;
      if (CLASSES[b] != SPACE) {
        return b;
      }
      at++;
    }
    return -1;
  }

  private boolean fill() throws IOException {
    int count;
    do {
      count = in.read(buffer, 0, buffer.length);
    } while (count == 0);
    before += limit;
    at = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  private ArchiveException damaged(String what) {
    return new ArchiveException(Reason.DAMAGED, member + " " + what + ". Fetch the export again");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

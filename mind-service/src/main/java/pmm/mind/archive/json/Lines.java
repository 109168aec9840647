package pmm.mind.archive.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a file into lines; empty ones are left out, and one that is too long is skipped. */
final class Lines {
  private final InputStream in;
  private final int max;
  private final byte[] buffer = new byte[65536];
  private int at;
  private int limit;
  private long number = -1;

  Lines(InputStream in, int max) {
    this.in = in;
    this.max = max;
  }

  /** The number of the line that was read last, from 0, empty ones too. */
  long number() {
    return number;
  }

  /** The next line that holds anything; null at the end. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    while (at < limit || fill()) {
      int from = at;
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      tooLong |= line.size() + at - from > max;
      if (!tooLong) {
        line.write(buffer, from, at - from);
      }
      if (at == limit) {
        continue;
      }
      at++;
      number++;
      if (tooLong) {
        throw new TooLargeException(
            "the line is larger than " + (max >> 20) + " MiB, more than is read at a time");
      }
      if (!isBlank(line)) {
        return line.toByteArray();
      }
      line.reset();
    }
    if (line.size() == 0 || isBlank(line)) {
      return null;
    }
    number++;
    return line.toByteArray();
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    for (byte b : line.toByteArray()) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(in.read(buffer, 0, buffer.length), 0);
    return limit > 0;
  }
}

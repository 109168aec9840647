package pmm.mindfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a mind from JSON lines into a fresh file. */
final class JsonlImporter {
  private JsonlImporter() {}

  /**
   * Checks every line and writes all or none.
   *
   * @param in is read to its end and left open
   * @param target what must not be there, or is dropped: private to its owner
   * @throws MindFileException INVALID (with the line), BROKEN (with the event), DISK_FULL or IO;
   *     nothing is left of the target then
   */
  static VerifiedCopy write(InputStream in, Path target, Progress progress) {
    return ImportRun.run(target, new Lines(in)::next, progress);
  }

  private static final class Lines {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private int from;
    private int to;
    private long number;

    Lines(InputStream in) {
      this.in = in;
    }

    Optional<JsonlLine> next() throws IOException {
      byte[] line = line();
      if (line == null) {
        return Optional.empty();
      }
      number++;
      try {
        return Optional.of(JsonlLine.parse(line));
      } catch (IOException e) {
        throw new MindFileException(
            MindFileException.Reason.INVALID,
            "line " + number + ": " + e.getMessage() + "; nothing was stored",
            e);
      }
    }

    private byte @org.jspecify.annotations.Nullable [] line() throws IOException {
      while (true) {
        for (int i = from; i < to; i++) {
          if (block[i] == '\n') {
            rest.write(block, from, i - from);
            from = i + 1;
            return take();
          }
        }
        rest.write(block, from, to - from);
        from = 0;
        if (rest.size() > JsonlLine.MAX_BYTES) {
          throw MindFileException.tooLarge(
              "bytes of line " + (number + 1), rest.size(), JsonlLine.MAX_BYTES);
        }
        to = in.read(block);
        if (to < 0) {
          to = 0;
          return rest.size() == 0 ? null : take();
        }
      }
    }

    private byte[] take() {
      byte[] line = rest.toByteArray();
      rest.reset();
      return line;
    }
  }
}

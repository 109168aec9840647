package pmm.mindfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The first 100 bytes of a file: whether it is ours, and of which version. */
record FileHeader(int version, int textEncoding, long pageSize, long pages) {
  private static final int LENGTH = 100;
  private static final String MAGIC = "SQLite format 3\0";
  private static final int VERSION_AT = 60;
  private static final int ENCODING_AT = 56;
  private static final int APPLICATION_ID_AT = 68;
  private static final int PAGE_SIZE_AT = 16;
  private static final int PAGES_AT = 28;

  static final int UTF_8 = 1;

  /** Whether a file is a database at all, by how it begins. */
  static boolean isDatabase(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAGIC.length()), ISO_8859_1).equals(MAGIC);
    }
  }

  /** Reads it, or says what the file is instead. */
  static FileHeader read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LENGTH);
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, file + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length == 0) {
      throw notOurs(file, "is empty (expected: a mind file)");
    }
    if (bytes.length < LENGTH || !new String(bytes, 0, MAGIC.length(), ISO_8859_1).equals(MAGIC)) {
      throw notOurs(file, "is no SQLite database (expected: a mind file)");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int applicationId = header.getInt(APPLICATION_ID_AT);
    if (applicationId != Schema.APPLICATION_ID) {
      throw notOurs(
          file,
          "is a database of another program (application id %d, expected: %d)"
              .formatted(applicationId, Schema.APPLICATION_ID));
    }
    int version = header.getInt(VERSION_AT);
    if (version < 1) {
      throw notOurs(file, "has format version " + version + " (expected: at least 1)");
    }
    int pageSize = Short.toUnsignedInt(header.getShort(PAGE_SIZE_AT));
    return new FileHeader(
        version,
        header.getInt(ENCODING_AT),
        pageSize == 1 ? 1 << 16 : pageSize,
        Integer.toUnsignedLong(header.getInt(PAGES_AT)));
  }

  /** Why nothing is written to a file of a version to come. */
  static String newer(Path file, int version, int known) {
    return ("%s has format version %d and this program knows up to %d: it can be read, verified and"
            + " exported, and nothing is written to it. Install a newer PMM, or go back to the"
            + " snapshot that was made before the upgrade")
        .formatted(file, version, known);
  }

  /** In words, that a file of {@code size} bytes, with no log beside it, lacks bytes at its end. */
  Optional<String> cut(long size) {
    long expected = pages * pageSize;
    return size < expected
        ? Optional.of("the file is cut off after %d bytes (expected: %d)".formatted(size, expected))
        : Optional.empty();
  }

  private static MindFileException notOurs(Path file, String what) {
    return new MindFileException(MindFileException.Reason.NOT_A_MIND_FILE, file + " " + what);
  }
}

package pmm.mindfile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Sha256;

/** The sealed form of an event, format "pmm/event/1". Not safe for use by two threads at a time. */
final class HashChain {
  static final String FORMAT = "pmm/event/1";
  static final int SALT_BYTES = 16;
  static final int HEX_LENGTH = 64;

  private static final byte[] EVENT = Texts.utf8(FORMAT + "\n");
  private static final byte[] CONTENT = Texts.utf8("pmm/content/1\n");
  private static final byte[] META = Texts.utf8("pmm/meta/1\n");
  private static final byte[] DIGITS = Texts.utf8("0123456789abcdef");

  private final MessageDigest digest = sha256();
  private byte[] buffer = new byte[512];
  private int length;

  static MessageDigest sha256() {
    return Sha256.digest();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** C of an event whose content is there. */
  byte[] contentCommitment(byte[] salt, byte[] content) {
    return commitment(CONTENT, salt, content);
  }

  /** M of an event whose meta is there. */
  byte[] metaCommitment(byte[] salt, byte[] meta) {
    return commitment(META, salt, meta);
  }

  private byte[] commitment(byte[] domain, byte[] salt, byte[] value) {
    digest.update(domain);
    digest.update(salt);
    digest.update(value);
    return digest.digest();
  }

  /** The hash of an event; a null commitment or previous hash is written as "-". */
  byte[] eventHash(
      long id,
      long tsMs,
      byte[] kind,
      byte @Nullable [] contentCommitment,
      byte @Nullable [] metaCommitment,
      byte @Nullable [] prevHash) {
    length = 0;
    append(EVENT);
    appendNumber(id);
    appendNumber(tsMs);
    append(kind);
    end();
    appendHash(contentCommitment);
    appendHash(metaCommitment);
    appendHash(prevHash);
    digest.update(buffer, 0, length);
    return digest.digest();
  }

  private void appendNumber(long value) {
    append(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
    end();
  }

  private void appendHash(byte @Nullable [] hash) {
    if (hash == null) {
      room(2);
      buffer[length++] = '-';
    } else {
      room(HEX_LENGTH + 1);
      for (byte b : hash) {
        buffer[length++] = DIGITS[(b >> 4) & 0xf];
        buffer[length++] = DIGITS[b & 0xf];
      }
    }
    end();
  }

  private void append(byte[] bytes) {
    room(bytes.length + 1);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void end() {
    room(1);
    buffer[length++] = '\n';
  }

  private void room(int bytes) {
    if (length + bytes > buffer.length) {
      buffer = java.util.Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
    }
  }
}

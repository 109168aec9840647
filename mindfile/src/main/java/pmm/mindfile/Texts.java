package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules for text: UTF-8, no lone surrogate, no NUL. */
final class Texts {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;

  private Texts() {}

  /** The bytes of a file that must not be larger. */
  static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw MindFileException.invalid(file + " (expected: at most " + most + " bytes)");
      }
      return bytes;
    }
  }

  /** The text of such a file. */
  static String read(Path file, int most) throws IOException {
    return new String(bytes(file, most), UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** Refuses what UTF-8 cannot hold, and NUL. {@code what} names the text in the message. */
  static void check(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw MindFileException.invalid(what + ": NUL at " + i + " (expected: none)");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw MindFileException.invalid(
              what + ": lone surrogate at " + i + " (expected: well-formed text)");
        }
        i++;
      }
    }
  }

  /** Whether {@code bytes} are well-formed UTF-8 without NUL. */
  static boolean isWellFormed(byte[] bytes) {
    boolean ascii = true;
    int i = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(bytes, i);
      // The top bit of a byte stays set where it was, or comes to be where the byte was 0.
      if (((eight - ONES) & ~eight & TOPS) != 0) {
        return false;
      }
      ascii &= (eight & TOPS) == 0;
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return false;
      }
      ascii &= bytes[i] > 0;
    }
    if (ascii) {
      return true;
    }
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

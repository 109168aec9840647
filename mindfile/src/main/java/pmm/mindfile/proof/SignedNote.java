package pmm.mindfile.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A text and who has signed it (C2SP signed-note). Nothing of the text is to be believed before a
 * known key was found to have signed it.
 *
 * @param text what is signed, with its last line feed
 * @param signatures the signatures, none for a text that nobody has signed
 */
public record SignedNote(String text, List<Line> signatures) {
  private static final String DASH = "\u2014 ";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SIGNATURES = 100;
  private static final int ID_BYTES = 4;

  /** Checks the text and copies the list. */
  public SignedNote {
    if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedException(
          "the text of the note (expected: lines without tabs and the like)");
    }
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param name the name of the key
   * @param keyId the id of the key under this name, 8 hex digits
   * @param signature the bytes
   */
  public record Line(String name, String keyId, byte[] signature) {
    @Override
    public String toString() {
      byte[] id = HexFormat.of().parseHex(keyId);
      byte[] bytes = Arrays.copyOf(id, id.length + signature.length);
      System.arraycopy(signature, 0, bytes, id.length, signature.length);
      return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }
  }

  /** What a key says about a note. */
  public enum Standing {
    /** The key has signed it. */
    SIGNED,
    /** It says that the key has signed it, and the key has not signed this text. */
    FORGED,
    /** Only other keys have signed it, or none. */
    UNKNOWN
  }

  /**
   * Reads a note.
   *
   * @throws MalformedException if it is cut off or not in the form of one
   */
  public static SignedNote parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException(
          "a note of %d bytes (expected: at most %d)".formatted(bytes.length, MAX_BYTES));
    }
    String note;
    try {
      note = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("bytes that are no UTF-8 (expected: a signed note)", e);
    }
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw new MalformedException(
          "no signed note, or one that was cut off (expected: a text, an empty line, signatures)");
    }
    List<Line> signatures = new ArrayList<>();
    String lines = note.substring(end + 2);
    if (!lines.isEmpty()) {
      // A line ends with a line feed and with nothing else, or readers differ.
      for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
        signatures.add(line(line));
      }
    }
    if (signatures.size() > MAX_SIGNATURES) {
      throw new MalformedException(
          "%d signatures (expected: at most %d)".formatted(signatures.size(), MAX_SIGNATURES));
    }
    return new SignedNote(note.substring(0, end + 1), signatures);
  }

  private static Line line(String line) {
    String[] words = line.split(" ", -1);
    if (!line.startsWith(DASH) || words.length != 3 || !isName(words[1])) {
      throw new MalformedException(
          "a signature line that is none (expected: \u2014 name base64), or the note was cut off");
    }
    byte[] bytes = Base64Text.decode("signature", words[2]);
    if (bytes.length <= ID_BYTES) {
      throw new MalformedException(
          "a signature of %d bytes (expected: more than %d)".formatted(bytes.length, ID_BYTES));
    }
    return new Line(
        words[1],
        HexFormat.of().formatHex(bytes, 0, ID_BYTES),
        Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
  }

  /** Whether this can be the name of a key. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .noneMatch(
                c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** The note as it is stored. */
  public String format() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(note::append);
    return note.toString();
  }

  /** What a key says about it, under a name. */
  public Standing judge(VerifyingKey key, String name) {
    String id = key.id(name);
    List<Line> own =
        signatures.stream().filter(s -> s.name().equals(name) && s.keyId().equals(id)).toList();
    if (own.isEmpty()) {
      return Standing.UNKNOWN;
    }
    byte[] signed = text.getBytes(UTF_8);
    return own.stream().allMatch(line -> key.verifies(signed, line.signature()))
        ? Standing.SIGNED
        : Standing.FORGED;
  }

  /** The keys that say that they have signed it, in words: a note holds no more than their ids. */
  public String keys() {
    return "key id " + String.join(", ", keyIds());
  }

  /** The ids of the keys that say that they have signed it. */
  public List<String> keyIds() {
    return signatures.stream().map(Line::keyId).distinct().toList();
  }
}

package pmm.mindfile.proof;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A head of a mind as others sign it: the text of a C2SP tlog-checkpoint.
 *
 * @param origin names the mind: {@code pmm.local/<mind_id>}
 * @param size how many events it covers
 * @param root the RFC 6962 root over them, 32 bytes
 */
public record Checkpoint(String origin, long size, byte[] root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final String ORIGIN = "pmm.local/";

  /** Checks the parts. */
  public Checkpoint {
    if (!SignedNote.isName(origin)) {
      throw new MalformedException("origin \"" + origin + "\" (expected: a name without spaces)");
    }
    if (size < 0) {
      throw new MalformedException("size " + size + " (expected: 0 or more)");
    }
    Hashes.check(root);
  }

  /** A head of the mind with this id. */
  public static Checkpoint of(String mindId, long size, byte[] root) {
    return new Checkpoint(originOf(mindId), size, root);
  }

  /** The origin of the mind with this id. */
  public static String originOf(String mindId) {
    return ORIGIN + mindId;
  }

  /**
   * Reads the text of a note. Lines after the third are allowed and mean nothing.
   *
   * @throws MalformedException if it is no checkpoint
   */
  public static Checkpoint parse(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    boolean complete =
        lines.size() >= 4
            && lines.getLast().isEmpty()
            && lines.subList(0, lines.size() - 1).stream().noneMatch(String::isEmpty);
    if (!complete) {
      throw new MalformedException(
          "%d lines (expected: origin, size and root, each on a line)".formatted(lines.size() - 1));
    }
    if (!SIZE.matcher(lines.get(1)).matches()) {
      throw new MalformedException("size " + lines.get(1) + " (expected: a decimal number)");
    }
    return new Checkpoint(
        lines.get(0), Long.parseLong(lines.get(1)), Base64Text.decode("root", lines.get(2)));
  }

  /** The three lines. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }

  /** The root in hex. */
  public String rootHex() {
    return HexFormat.of().formatHex(root);
  }
}

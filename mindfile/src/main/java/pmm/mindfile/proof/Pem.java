package pmm.mindfile.proof;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468).
 *
 * @param label what it says it holds, such as {@code PRIVATE KEY}
 * @param der the bytes in it
 */
record Pem(String label, byte[] der) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s+-----END \\1-----");
  private static final int LINE = 64;

  /** Reads the only block of a text. */
  static Pem read(String text) {
    Matcher matcher = BLOCK.matcher(text);
    if (!matcher.find()) {
      Matcher label = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----").matcher(text);
      throw new MalformedException(
          label.find()
              ? "a damaged " + label.group(1) + " (expected: a whole PEM block)"
              : "no key in PEM form (expected: -----BEGIN ...-----)");
    }
    Pem block = new Pem(matcher.group(1), decode(matcher.group(1), matcher.group(2)));
    if (matcher.find()) {
      throw new MalformedException(
          "more than one PEM block: " + block.label + " and " + matcher.group(1));
    }
    return block;
  }

  private static byte[] decode(String label, String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a damaged " + label + " (expected: base64)", e);
    }
  }

  String write() {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}

package pmm.mindfile.proof;

import java.util.Base64;

/** Base64 that has one form only: RFC 4648, section 4, with padding and no spare bits. */
final class Base64Text {
  private Base64Text() {}

  static byte[] decode(String what, String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    throw new MalformedException(what + " \"" + shown + "\" (expected: base64)");
  }
}

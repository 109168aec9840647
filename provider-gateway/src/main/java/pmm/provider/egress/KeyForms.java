package pmm.provider.egress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key as servers quote it in what they say of a failure: whole or without its last characters, in
 * small or capital letters, in base64, alone or with something before and after it.
 */
final class KeyForms {

  /** So many leading characters of a key tell it. */
  private static final int TELLING = 12;

  private static final int BITS_OF_A_BYTE = 8;
  private static final int BITS_OF_A_LETTER = 6;

  private final List<String> forms = new ArrayList<>();

  KeyForms(String key) {
    if (!key.isEmpty()) {
      forms.add(key);
      for (int before = 0; before < 3; before++) {
        addBase64(key, before);
      }
    }
  }

  /** The text without the key in any of its forms. */
  String removed(String text) {
    String clean = text;
    for (String form : forms) {
      clean = removed(clean, form);
    }
    return clean;
  }

  /** What base64 always makes of a key that follows so many other bytes. */
  private void addBase64(String key, int before) {
    byte[] bytes = (" ".repeat(before) + key).getBytes(StandardCharsets.US_ASCII);
    int from = Math.ceilDiv(before * BITS_OF_A_BYTE, BITS_OF_A_LETTER);
    int to = bytes.length * BITS_OF_A_BYTE / BITS_OF_A_LETTER;
    String plain = Base64.getEncoder().encodeToString(bytes).substring(from, to);
    String ofAddresses = Base64.getUrlEncoder().encodeToString(bytes).substring(from, to);
    forms.add(plain);
    if (!ofAddresses.equals(plain)) {
      forms.add(ofAddresses);
    }
  }

  private static String removed(String text, String form) {
    int least = Math.min(TELLING, form.length());
    StringBuilder clean = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int length = least > 0 && same(text, at, form, least) ? least : 0;
      if (length == 0) {
        clean.append(text.charAt(at++));
        continue;
      }
      while (length < form.length() && same(text, at, form, length + 1)) {
        length++;
      }
      clean.append(KeylessText.REMOVED);
      at += length;
    }
    return clean.toString();
  }

  private static boolean same(String text, int at, String form, int length) {
    return text.regionMatches(true, at, form, 0, length);
  }
}

package pmm.provider.model;

import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The public keys that a host must show one of, each as "sha256/" and the base64 of the SHA-256 of
 * its SubjectPublicKeyInfo.
 *
 * @param keys the keys in order; none if any trusted certificate will do
 */
public record Pins(List<String> keys) {

  /** Any trusted certificate will do. */
  public static final Pins NONE = new Pins(List.of());

  private static final String PREFIX = "sha256/";
  private static final Pattern PIN = Pattern.compile("sha256/[A-Za-z0-9+/]{43}=");

  /** Sorts the keys, so that the same pins are equal. */
  public Pins {
    keys = List.copyOf(new TreeSet<>(keys));
  }

  /**
   * The pins that the person gave.
   *
   * @param backup another key, without which a host that replaces its key could not be reached
   * @throws IllegalArgumentException if one is none, or one of the two is missing
   */
  public static Pins of(String pin, String backup) {
    if (pin.isEmpty() && backup.isEmpty()) {
      return NONE;
    }
    check("pin", pin);
    check("pin_backup", backup);
    if (pin.equals(backup)) {
      throw new IllegalArgumentException(
          "pin_backup: " + backup + " (expected: another key than pin)");
    }
    return new Pins(List.of(pin, backup));
  }

  /** The pin of a key with this SHA-256. */
  public static String pin(byte[] sha256) {
    return PREFIX + Base64.getEncoder().encodeToString(sha256);
  }

  /** Whether one of these keys will do. */
  public boolean allowsOneOf(Collection<String> shown) {
    return keys.isEmpty() || shown.stream().anyMatch(keys::contains);
  }

  private static void check(String field, String value) {
    if (!PIN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          field
              + ": \""
              + value
              + "\" (expected: sha256/ and 44 characters of base64; a pin and its backup go"
              + " together)");
    }
  }
}

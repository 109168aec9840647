package pmm.mindfile.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, and how RFC 6962 (section 2.1) tells the leaves of a tree from its nodes. */
public final class Sha256 {
  /** The length of a hash. */
  static final int BYTES = 32;

  private Sha256() {}

  /** A digest for one thread. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
    }
  }

  static byte[] leaf(MessageDigest digest, byte[] data) {
    digest.update((byte) 0);
    digest.update(data);
    return digest.digest();
  }

  static byte[] node(MessageDigest digest, byte[] left, byte[] right) {
    digest.update((byte) 1);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }
}

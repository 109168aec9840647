package pmm.ui.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random secrets, and the hashes by which they are known again. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int NAME_BYTES = 8;

  private Secrets() {}

  static byte[] nonce() {
    return random(SECRET_BYTES);
  }

  /** 256 random bits, base64url. */
  static String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
  }

  /** A name that is no secret. */
  static String name() {
    return HexFormat.of().formatHex(random(NAME_BYTES));
  }

  static Hash hash(String secret) {
    return hash(secret.getBytes(UTF_8));
  }

  static Hash hash(byte[] bytes) {
    try {
      return new Hash(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** What is kept of a secret. */
  static final class Hash {
    private final byte[] digest;

    private Hash(byte[] digest) {
      this.digest = digest;
    }

    /** Compares in constant time. */
    boolean matches(Hash other) {
      return MessageDigest.isEqual(digest, other.digest);
    }
  }
}

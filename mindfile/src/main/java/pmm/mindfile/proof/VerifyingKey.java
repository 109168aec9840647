package pmm.mindfile.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** A public Ed25519 key: says whether a signature is of the key that it belongs to. */
public final class VerifyingKey {
  static final String ALGORITHM = "Ed25519";

  /** What stands before the 32 bytes of the key in its DER form (RFC 8410). */
  private static final byte[] DER_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final String LABEL = "PUBLIC KEY";
  private static final int ID_BYTES = 4;

  /** How C2SP signed notes name the algorithm. */
  private static final byte NOTE_ED25519 = 1;

  private final byte[] der;
  private final PublicKey key;

  private VerifyingKey(byte[] der) {
    this.der = der;
    try {
      key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new MalformedException("no Ed25519 key: " + e.getMessage(), e);
    }
  }

  /** The key of 32 bytes as RFC 8032 writes it. */
  public static VerifyingKey ofBytes(byte[] bytes) {
    Hashes.check(bytes);
    byte[] der = Arrays.copyOf(DER_PREFIX, DER_PREFIX.length + bytes.length);
    System.arraycopy(bytes, 0, der, DER_PREFIX.length, bytes.length);
    return new VerifyingKey(der);
  }

  /**
   * Reads a key as {@code openssl pkey -pubout} writes it.
   *
   * @throws MalformedException if it is something else, and says what
   */
  public static VerifyingKey ofPem(String text) {
    Pem pem = Pem.read(text);
    if (pem.label().endsWith("PRIVATE KEY")) {
      throw new MalformedException("a private key (expected: the public one that belongs to it)");
    }
    boolean ed25519 =
        pem.label().equals(LABEL)
            && pem.der().length == DER_PREFIX.length + Sha256.BYTES
            && Arrays.equals(pem.der(), 0, DER_PREFIX.length, DER_PREFIX, 0, DER_PREFIX.length);
    if (!ed25519) {
      throw new MalformedException(
          "a " + pem.label() + " of another kind (expected: a PUBLIC KEY for Ed25519)");
    }
    return new VerifyingKey(pem.der());
  }

  /** The form that {@link #ofPem} reads. */
  public String toPem() {
    return new Pem(LABEL, der).write();
  }

  /** The 32 bytes of RFC 8032. */
  public byte[] bytes() {
    return Arrays.copyOfRange(der, DER_PREFIX.length, der.length);
  }

  /** SHA-256 of the DER form, in hex: what people compare. */
  public String fingerprint() {
    return HexFormat.of().formatHex(Sha256.digest().digest(der));
  }

  /**
   * How notes name this key, in 8 hex digits: the start of SHA-256(name, line feed, 0x01, key), by
   * C2SP signed-note.
   */
  public String id(String name) {
    MessageDigest digest = Sha256.digest();
    digest.update(name.getBytes(UTF_8));
    digest.update((byte) '\n');
    digest.update(NOTE_ED25519);
    return HexFormat.of().formatHex(digest.digest(bytes()), 0, ID_BYTES);
  }

  /** Whether {@code signature} is this key's, over {@code text}. */
  boolean verifies(byte[] text, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new MalformedException("no Ed25519 key: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && Arrays.equals(der, that.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}

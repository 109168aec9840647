package pmm.mindfile.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** A private Ed25519 key. It never shows itself in messages. */
public final class SigningKey {
  private static final String LABEL = "PRIVATE KEY";
  private static final String EXPECTED =
      "expected: what \"pmm keygen\" or \"openssl genpkey -algorithm ed25519\" writes";

  /** What stands before the 32 bytes of the key in PKCS#8 (RFC 8410). */
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private static final byte[] PROBE = "pmm".getBytes(UTF_8);

  private final byte[] seed;
  private final PrivateKey key;
  private final VerifyingKey verifyingKey;

  private SigningKey(byte[] seed) {
    this.seed = seed;
    try {
      key = KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(pkcs8(seed));
      verifyingKey = publicOf(seed);
    } catch (GeneralSecurityException e) {
      throw new MalformedException("no Ed25519 key (" + EXPECTED + ")", e);
    }
    if (!verifyingKey.verifies(PROBE, sign(PROBE))) {
      throw new IllegalStateException("this Java runtime derived another public key");
    }
  }

  /** A new key. */
  public static SigningKey generate() {
    byte[] seed = new byte[Sha256.BYTES];
    new SecureRandom().nextBytes(seed);
    return new SigningKey(seed);
  }

  /**
   * Reads a key as {@code openssl genpkey -algorithm ed25519} writes it.
   *
   * @throws MalformedException if it is something else, and says what
   */
  public static SigningKey ofPem(String text) {
    Pem pem = Pem.read(text);
    return switch (pem.label()) {
      case LABEL -> new SigningKey(seed(pem.der()));
      case "ENCRYPTED PRIVATE KEY" ->
          throw new MalformedException(
              "an encrypted key (expected: one without a passphrase; take it off with: openssl pkey"
                  + " -in KEY -out PLAIN-KEY)");
      case "PUBLIC KEY" -> throw new MalformedException("a public key (expected: the private one)");
      default -> throw new MalformedException("a " + pem.label() + " (" + EXPECTED + ")");
    };
  }

  private static byte[] seed(byte[] der) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(VerifyingKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      return key instanceof EdECPrivateKey ed ? ed.getBytes().orElseThrow() : new byte[0];
    } catch (GeneralSecurityException e) {
      throw new MalformedException("a private key, but none for Ed25519 (" + EXPECTED + ")", e);
    }
  }

  private static PKCS8EncodedKeySpec pkcs8(byte[] seed) {
    byte[] der = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + seed.length);
    System.arraycopy(seed, 0, der, PKCS8_PREFIX.length, seed.length);
    return new PKCS8EncodedKeySpec(der);
  }

  /**
   * The runtime derives a public key only where it makes a pair: from these bytes, as by chance.
   */
  private static VerifyingKey publicOf(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
    pairs.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
          }
        });
    PublicKey found = pairs.generateKeyPair().getPublic();
    byte[] der = found.getEncoded();
    return VerifyingKey.ofBytes(Arrays.copyOfRange(der, der.length - Sha256.BYTES, der.length));
  }

  /** The form that {@link #ofPem} reads. */
  public String toPem() {
    return new Pem(LABEL, pkcs8(seed).getEncoded()).write();
  }

  /** The public key that belongs to it. */
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /** Signs a head under the name of its origin. */
  public SignedNote sign(Checkpoint head) {
    String text = head.text();
    return new SignedNote(
        text,
        java.util.List.of(
            new SignedNote.Line(
                head.origin(), verifyingKey.id(head.origin()), sign(text.getBytes(UTF_8)))));
  }

  private byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with Ed25519 failed", e);
    }
  }

  @Override
  public String toString() {
    return "the key that belongs to " + verifyingKey.fingerprint();
  }
}

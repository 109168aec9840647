package pmm.ui.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A browser that may come back after a restart.
 *
 * @param id its name
 * @param publicKey its P-256 key, an uncompressed point of 65 bytes, base64
 * @param userAgent what it calls itself
 * @param createdMs when it was remembered, in milliseconds since 1970
 * @param lastSeenMs when it last came in
 */
record RememberedBrowser(
    @JsonProperty("id") String id,
    @JsonProperty("public_key") String publicKey,
    @JsonProperty("user_agent") String userAgent,
    @JsonProperty("created_ms") long createdMs,
    @JsonProperty("last_seen_ms") long lastSeenMs) {
  private static final int POINT_BYTES = 65;

  /** What X.509 writes before an uncompressed point of P-256. */
  private static final byte[] X509_PREFIX =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  RememberedBrowser {
    requireNonNull(id, "id");
    requireNonNull(userAgent, "userAgent");
    try {
      key(Base64.getDecoder().decode(publicKey));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "public_key: " + publicKey + " (expected: an uncompressed P-256 point, base64)", e);
    }
  }

  RememberedBrowser seen(long nowMs) {
    return new RememberedBrowser(id, publicKey, userAgent, createdMs, nowMs);
  }

  /** Whether this browser's key made the signature (r and s, 32 bytes each) over the challenge. */
  boolean signed(byte[] nonce, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
      check.initVerify(key(Base64.getDecoder().decode(publicKey)));
      check.update(("pmm/browser/1\n" + id + "\n").getBytes(US_ASCII));
      check.update(nonce);
      return check.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private static PublicKey key(byte[] point) throws GeneralSecurityException {
    if (point.length != POINT_BYTES || point[0] != 4) {
      throw new IllegalArgumentException(point.length + " bytes (expected: 65, the first 4)");
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(X509_PREFIX);
    encoded.writeBytes(point);
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
  }
}

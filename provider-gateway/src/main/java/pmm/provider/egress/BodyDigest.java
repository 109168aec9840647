package pmm.provider.egress;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The digest of a request's body that the ledger keeps. It is keyed by the salts of the events the
 * body was made from, so that forgetting one of them makes it mute.
 */
final class BodyDigest {

  private static final byte[] PREFIX = "pmm/digest-key/1\n".getBytes(StandardCharsets.UTF_8);
  private static final String HMAC = "HmacSHA256";

  private BodyDigest() {}

  static String of(byte[] body, List<byte[]> salts) {
    try {
      MessageDigest key = MessageDigest.getInstance("SHA-256");
      key.update(PREFIX);
      salts.forEach(key::update);
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.digest(), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

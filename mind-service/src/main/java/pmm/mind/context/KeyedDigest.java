package pmm.mind.context;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A digest of words that can be forgotten: keyed by the salts of the events they were made from, as
 * docs/file-format.md says, so that forgetting one of them makes it mute.
 */
final class KeyedDigest {
  private static final byte[] PREFIX = "pmm/digest-key/1\n".getBytes(StandardCharsets.UTF_8);
  private static final String HMAC = "HmacSHA256";

  private KeyedDigest() {}

  static String of(byte[] message, List<ByteString> salts) {
    try {
      MessageDigest key = MessageDigest.getInstance("SHA-256");
      key.update(PREFIX);
      salts.forEach(salt -> key.update(salt.asReadOnlyByteBuffer()));
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.digest(), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256 and HmacSHA256", e);
    }
  }
}

package pmm.mindfile;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The digest of text that can be forgotten: HMAC-SHA256 under a key made of the content salts of
 * the events that the text was made from. Forgetting one of them mutes the digest.
 */
public final class KeyedDigest {
  private static final byte[] DOMAIN = Texts.utf8("pmm/digest-key/1\n");

  private KeyedDigest() {}

  /**
   * The digest in lower-case hex.
   *
   * @param contentSalts the content salts of the events, in order
   * @param text what to digest
   */
  public static String of(List<byte[]> contentSalts, byte[] text) {
    MessageDigest key = HashChain.sha256();
    key.update(DOMAIN);
    contentSalts.forEach(key::update);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.digest(), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing from this Java runtime", e);
    }
  }
}

package pmm.mindfile.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
  /** The first key of RFC 8032, section 7.1, in the form that openssl gives it. */
  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC_BYTES =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  @Test
  void derivesThePublicKeyOfTheStandard() {
    SigningKey key = SigningKey.ofPem(PRIVATE);

    assertEquals(PUBLIC_BYTES, HexFormat.of().formatHex(key.verifyingKey().bytes()));
    assertEquals(PRIVATE, key.toPem());
    assertEquals(key.verifyingKey(), VerifyingKey.ofPem(key.verifyingKey().toPem()));
    assertEquals(key.verifyingKey(), VerifyingKey.ofBytes(HexFormat.of().parseHex(PUBLIC_BYTES)));
  }

  @Test
  void verifiesTheSignatureOfTheStandard() {
    VerifyingKey key = VerifyingKey.ofBytes(HexFormat.of().parseHex(PUBLIC_BYTES));
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                    + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

    assertTrue(key.verifies(new byte[0], signature));
    assertFalse(key.verifies("x".getBytes(UTF_8), signature));
    assertFalse(key.verifies(new byte[0], new byte[64]));
    assertFalse(key.verifies(new byte[0], new byte[3]));
  }

  @Test
  void neverShowsItself() {
    SigningKey key = SigningKey.ofPem(PRIVATE);

    assertFalse(key.toString().contains("nWGxne"), key.toString());
    assertTrue(key.toString().contains(key.verifyingKey().fingerprint()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello                     | no key in PEM form
          ''                        | no key in PEM form
          ENCRYPTED PRIVATE KEY     | openssl pkey -in KEY
          RSA PRIVATE KEY           | a RSA PRIVATE KEY (expected: what "pmm keygen"
          OPENSSH PRIVATE KEY       | a OPENSSH PRIVATE KEY
          PUBLIC KEY                | a public key (expected: the private one)
          PRIVATE KEY               | none for Ed25519
          CUT                       | a damaged PRIVATE KEY
          """)
  void saysWhatItWasGivenInstead(String label, String message) {
    String text =
        switch (label) {
          case "hello", "" -> label;
          case "CUT" -> PRIVATE.substring(0, 60);
          default -> PRIVATE.replace("PRIVATE KEY", label).replace("MC4CAQAw", "MC4CAQAx");
        };

    MalformedException refused =
        assertThrows(MalformedException.class, () -> SigningKey.ofPem(text));

    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertFalse(refused.getMessage().contains("nWGxne"), refused.getMessage());
  }

  @Test
  void takesNoOtherKeyForAPublicOne() {
    String ec =
        """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQPjbGQpFHxbTFLRhHVFv8TTbzlnM
        GmQYb+lbLLyUUmE7VP4/H7xk6RZ6Jc6GMDYPNEC4d8NBx9hLbJNvDfcxPA==
        -----END PUBLIC KEY-----
        """;

    assertThrows(MalformedException.class, () -> VerifyingKey.ofPem(ec));
    assertThrows(MalformedException.class, () -> VerifyingKey.ofPem(PRIVATE));
  }
}

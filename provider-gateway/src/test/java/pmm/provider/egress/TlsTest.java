package pmm.provider.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.egress.EgressExtension.broken;
import static pmm.provider.egress.EgressExtension.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;
import pmm.provider.model.Pins;
import pmm.provider.network.Cancellation;
import pmm.provider.ollama.Device;
import pmm.provider.ollama.Finding;
import pmm.provider.ollama.Inventory;

/** Who is trusted, and what is said of those who are not. */
class TlsTest {

  private static final String NAME = "models.localhost";
  private static final String OTHER = Pins.pin(new byte[32]);

  @TempDir private static Path folder;
  private static Certificates certificates;

  @RegisterExtension final EgressExtension out = new EgressExtension();

  @BeforeAll
  static void certify() throws Exception {
    certificates = new Certificates(folder);
    certificates.sign("good", NAME);
    certificates.sign("expired", NAME, "-startdate", "-20d", "-validity", "10");
    certificates.sign("early", NAME, "-startdate", "+20d", "-validity", "10");
    certificates.sign("other", "other.localhost");
    certificates.selfSign("stranger", NAME);
  }

  @Test
  void trustsAKnownAuthorityForTheName() throws Exception {
    try (RawServer server = secure("good");
        EgressClient egress = egress()) {
      assertEquals(200, status(egress, model(server, "", "")));
      assertTrue(server.received().startsWith("POST /v1/chat/completions"), server::received);
    }
  }

  @Test
  void saysWhatIsWrongWithACertificate() throws Exception {
    assertTrue(said("expired").startsWith("Its certificate expired on 20"), said("expired"));
    assertTrue(said("early").startsWith("Its certificate is valid only from 20"), said("early"));
    assertEquals(
        "Its certificate is signed by an authority that this device does not know: CN="
            + NAME
            + ".",
        said("stranger"));
    assertEquals("Its certificate is for other.localhost, not for this name.", said("other"));
  }

  @Test
  void saysThatItSpeaksNoTlsOrOneThatIsTooOld() throws Exception {
    byte[] cleartext = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        "It answers without TLS: its address may begin with http:, not https:.", said(cleartext));
    byte[] alert = HexFormat.of().parseHex("15030100020246");
    assertEquals("It speaks no TLS newer than 1.1 (expected: 1.2 or 1.3).", said(alert));
    byte[] hello =
        HexFormat.of()
            .parseHex("160302002a" + "02000026" + "0302" + "5a".repeat(32) + "00" + "c013" + "00");
    assertEquals("It speaks no TLS newer than 1.1 (expected: 1.2 or 1.3).", said(hello));
  }

  @Test
  void aPinIsOfTheServerOrOfWhoSignedIt() throws Exception {
    try (RawServer server = secure("good");
        EgressClient egress = egress()) {
      assertEquals(200, status(egress, model(server, certificates.pin("good"), OTHER)));
      assertEquals(200, status(egress, model(server, OTHER, certificates.pin("good"))));
      assertEquals(200, status(egress, model(server, certificates.pin("ca"), OTHER)));
    }
  }

  @Test
  void anotherKeyThanThePinnedGetsNoByteAndIsNamed() throws Exception {
    try (RawServer server = secure("good");
        EgressClient egress = egress()) {
      // A connection that is open already without the pins is not used.
      assertEquals(200, status(egress, model(server, "", "")));
      String before = server.received();
      Model model = model(server, certificates.pin("other"), OTHER);
      out.keys().put(model, "sk-secret");
      Failure failure = broken(egress, model);
      assertEquals(ProviderReason.PIN_MISMATCH, failure.reason());
      assertTrue(
          failure
              .message()
              .startsWith(
                  "It shows "
                      + certificates.pin("good")
                      + " and "
                      + certificates.pin("ca")
                      + " (expected: "),
          failure::message);
      assertEquals(before, server.received());
      assertFalse(server.received().contains("sk-secret"));
    }
    assertEquals("PIN_MISMATCH", out.result().text("error"));
    assertEquals(0, out.result().number("sent_bytes"));
  }

  @Test
  void theListOfAPinnedHostIsAskedOverAPinnedConnectionToo() throws Exception {
    try (RawServer server = secure("good");
        EgressClient egress = egress()) {
      Model _ = model(server, certificates.pin("other"), OTHER);
      Inventory.Found found =
          new Inventory(
                  out.books(), egress, new ModelDrafts(Set.of(), ""), new Device(false, "", ""))
              .find("https://" + NAME + ":" + server.port(), "", new Cancellation());
      assertEquals(Finding.State.FAILED, found.finding().state());
      assertTrue(found.finding().message().contains("It shows "), found.finding()::message);
      assertEquals("", server.received());
    }
  }

  @Test
  void aPinnedKeyDoesNotReplaceTheAuthority() throws Exception {
    try (RawServer server = secure("stranger");
        EgressClient egress = egress()) {
      Failure failure = broken(egress, model(server, certificates.pin("stranger"), OTHER));
      assertEquals(ProviderReason.TLS, failure.reason());
      assertEquals("", server.received());
    }
  }

  @Test
  void aPinNeedsABackupAndTls() {
    for (String[] pins :
        new String[][] {{OTHER, ""}, {"", OTHER}, {OTHER, OTHER}, {"abc", OTHER}}) {
      String said =
          String.valueOf(
              assertThrows(
                      IllegalArgumentException.class,
                      () -> out.added("https://a.example/v1", pins[0], pins[1]))
                  .getMessage());
      assertTrue(said.startsWith("pin"), said);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> out.added("http://localhost/v1", OTHER, Pins.pin(new byte[] {1})));
  }

  private String said(String server) throws Exception {
    try (RawServer raw = secure(server);
        EgressClient egress = egress()) {
      Failure failure = broken(egress, model(raw, "", ""));
      assertEquals(ProviderReason.TLS, failure.reason());
      assertEquals("", raw.received());
      return failure.message();
    }
  }

  private String said(byte[] answer) throws Exception {
    try (RawServer raw = RawServer.saying(answer);
        EgressClient egress = egress()) {
      Failure failure = broken(egress, model(raw, "", ""));
      assertEquals(ProviderReason.TLS, failure.reason(), failure::message);
      assertEquals(0, out.result().number("sent_bytes"));
      return failure.message();
    }
  }

  private EgressClient egress() {
    return out.egress("127.0.0.1", Set.of(), ServerTrust.in(certificates.trusted()));
  }

  private Model model(RawServer server, String pin, String backup) {
    return out.added("https://" + NAME + ":" + server.port() + "/v1", pin, backup);
  }

  private static RawServer secure(String server) throws Exception {
    return RawServer.secure(certificates.context(server));
  }
}

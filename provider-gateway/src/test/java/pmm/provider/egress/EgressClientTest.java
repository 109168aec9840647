package pmm.provider.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.egress.EgressExtension.broken;
import static pmm.provider.egress.EgressExtension.outbound;
import static pmm.provider.egress.EgressExtension.refusal;
import static pmm.provider.egress.EgressExtension.status;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;
import pmm.provider.model.Pins;
import pmm.provider.network.Cancellation;
import pmm.provider.scripted.ScriptedServer;
import pmm.rpc.Problem;

class EgressClientTest {

  @RegisterExtension final EgressExtension out = new EgressExtension();

  @Test
  void asksNobodyWhereLocalhostIs() throws InterruptedException {
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = out.egress()) {
      for (String name : List.of("localhost", "LocalHost", "models.localhost")) {
        Model model = out.added("http://" + name + ":" + server.port() + "/v1");
        assertEquals(200, status(egress, model));
      }
    }
  }

  @Test
  void resolvesNothingWithoutConsentAndNothingThatIsNotAllowedByName() {
    Model model = out.added("https://models.example.com/v1");
    try (EgressClient egress =
        out.egress("93.184.216.34", Set.of("api.openai.com"), EgressExtension.PLATFORM)) {
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal(egress, model).reason());
      assertEquals(List.of(), out.resolved);
    }
  }

  @Test
  void asksForNoNameOnBehalfOfOneWhoHasLeft() {
    Model model = out.added("https://models.example.com/v1");
    Cancellation left = new Cancellation();
    left.cancel(Cancellation.Cause.CALLER);
    try (EgressClient egress = out.egress("93.184.216.34", Set.of(), EgressExtension.PLATFORM)) {
      assertThrows(CancellationException.class, () -> egress.open(outbound(model), left));
    }
    assertEquals(List.of(), out.resolved);
  }

  @Test
  void sendsNothingOnceItWasTakenBackWhileTheNameWasLookedUp() {
    Cancellation cancellation = new Cancellation();
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress =
            out.egress(host -> {
              cancellation.cancel(Cancellation.Cause.REVOKED);
              return List.of(InetAddress.getByName("127.0.0.1"));
            })) {
      Outbound outbound = outbound(out.added("http://127.0.0.1:" + server.port() + "/v1"));
      assertThrows(CancellationException.class, () -> egress.open(outbound, cancellation));
      assertEquals(List.of(), server.requests());
    }
    assertEquals("cancelled", out.result().text("outcome"));
    assertEquals(List.of(), out.active.cancel(_ -> true, Cancellation.Cause.STOPPING));
  }

  @Test
  void provesNothingToOneWhoHasLeft() throws Exception {
    try (RawServer silent = RawServer.saying(new byte[0]);
        EgressClient egress = out.egress()) {
      Model model =
          new ModelDrafts(Set.of(), "")
              .model(
                  new ModelDrafts.Draft(
                      "ollama:m",
                      "",
                      "http://localhost:" + silent.port(),
                      "",
                      0,
                      false,
                      "",
                      "",
                      ""));
      Cancellation cancellation = new Cancellation();
      Thread leaver =
          Thread.startVirtualThread(() -> {
            while (silent.received().isEmpty()) {
              Thread.onSpinWait();
            }
            cancellation.cancel(Cancellation.Cause.CALLER);
          });
      assertThrows(CancellationException.class, () -> egress.prove(model, cancellation));
      leaver.join();
      assertThrows(CancellationException.class, () -> egress.open(outbound(model), cancellation));
    }
  }

  @Test
  void aModelThatWasReplacedMeanwhileGetsNothing() {
    Model model = out.added("https://models.example.com/v1");
    Pins pins =
        Pins.of(
            Pins.pin(new byte[32]),
            Pins.pin("another key of thirty-two bytes.".getBytes(StandardCharsets.US_ASCII)));
    out.append(model.with(pins));
    try (EgressClient egress = out.egress("93.184.216.34", Set.of(), EgressExtension.PLATFORM)) {
      Problem refusal = refusal(egress, model);
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal.reason());
      assertTrue(refusal.text().contains("replaced while this call waited"), refusal::text);
    }
    assertEquals(List.of(), out.resolved);
  }

  @Test
  void readsNotMuchMoreOfAnAnswerThatIsEndedForIt() throws InterruptedException {
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = out.egress(host -> List.of(InetAddress.getByName("127.0.0.1")))) {
      Model model = out.added(server.url() + "/v1");
      EgressCall call = egress.open(outbound(model, "scripted+endless"), new Cancellation());
      while (!(call.next(Duration.ofSeconds(10)).orElseThrow() instanceof Signal.Data)) {
        // The head comes first.
      }
      call.close(Outcome.DONE, Spent.NOTHING);
    }
    long received = out.result().number("received_bytes");
    assertTrue(received < 512 << 10, () -> "received_bytes: " + received);
  }

  @Test
  void recordsAsSentOnlyWhatFoundAConnection() throws Exception {
    try (RawServer server =
            RawServer.saying("no HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        EgressClient egress = out.egress(host -> List.of(InetAddress.getByName("127.0.0.1")))) {
      Model model = out.added("http://127.0.0.1:" + server.port() + "/v1");
      assertEquals(ProviderReason.CUT_OFF, broken(egress, model).reason());
      assertEquals(outbound(model).call().body().length, out.result().number("sent_bytes"));
    }
    try (EgressClient egress = out.egress(host -> List.of(InetAddress.getByName("127.0.0.1")))) {
      assertEquals(
          ProviderReason.UNREACHABLE, broken(egress, out.added("http://127.0.0.1:9/v1")).reason());
      assertEquals(0, out.result().number("sent_bytes"));
    }
  }

  @Test
  void doesNotQuoteAKeyThatNoHeaderCanHold() {
    Model model = out.added("http://127.0.0.1:9/v1");
    out.keys().put(model, "sk-secret\nsk-other");
    try (EgressClient egress = out.egress(host -> List.of(InetAddress.getByName("127.0.0.1")))) {
      Exception thrown =
          assertThrows(
              IllegalStateException.class, () -> egress.open(outbound(model), new Cancellation()));
      assertFalse(String.valueOf(thrown.getMessage()).contains("sk-"), thrown::getMessage);
      assertNull(thrown.getCause());
    }
    assertEquals("failed", out.result().text("outcome"));
    assertEquals(List.of(), out.active.cancel(_ -> true, Cancellation.Cause.STOPPING));
  }

  @Test
  void theDigestIsKeyedByTheSaltsOfTheSources() {
    byte[] body = {1, 2, 3};
    String one = BodyDigest.of(body, List.of(new byte[] {1}));
    assertEquals(one, BodyDigest.of(body, List.of(new byte[] {1})));
    assertTrue(!one.equals(BodyDigest.of(body, List.of(new byte[] {2}))));
  }
}

package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.provider.ledger.Entry;
import pmm.provider.v1.Consent;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.ProviderServiceGrpc.ProviderServiceBlockingStub;
import pmm.provider.v1.RevokeConsentRequest;
import pmm.rpc.RemoteProblem;

/** A consent that is taken back while very many calls stand on it, or are about to. */
class RevocationRaceTest {

  private static final int CALLS = 1000;
  private static final int BEFORE = 100;

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension().with("provider.calls_cloud", Integer.toString(CALLS));

  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  @Test
  void nothingGoesOutAfterItWasAcknowledged() throws InterruptedException {
    String model = mesh.remote("scripted");
    Consent consent =
        mesh.consents()
            .grantStandingConsent(
                GrantStandingConsentRequest.newBuilder().setHost("127.0.0.1").build())
            .getConsent();
    CountDownLatch some = new CountDownLatch(BEFORE);
    mesh.model().onRequest(_ -> some.countDown());
    ProviderServiceBlockingStub provider = mesh.provider();
    List<Thread> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(Thread.startVirtualThread(() -> call(provider, model)));
    }
    assertTrue(some.await(60, TimeUnit.SECONDS));

    var _ =
        mesh.consents()
            .revokeConsent(
                RevokeConsentRequest.newBuilder().setConsentId(consent.getConsentId()).build());
    int whenAcknowledged = mesh.model().begun();
    for (Thread call : calls) {
      call.join();
    }

    assertTrue(
        Set.of("CONSENT_REVOKED", "CONSENT_REQUIRED").containsAll(reasons), reasons::toString);
    assertEquals(whenAcknowledged, mesh.model().begun(), "went out after the acknowledgement");
    assertTrue(whenAcknowledged >= BEFORE);
    Entry revoked = mesh.events("consent_revoked").getFirst();
    List<Entry> attempts = mesh.allEvents("network_attempt");
    assertEquals(CALLS, attempts.size());
    for (Entry attempt : attempts) {
      boolean refused = attempt.text("refused").equals("CONSENT_REQUIRED");
      assertEquals(attempt.id() > revoked.id(), refused, attempt::toString);
    }
    Set<Long> ended =
        mesh.allEvents("network_result").stream()
            .map(result -> result.number("attempt_event_id"))
            .collect(Collectors.toSet());
    assertEquals(
        attempts.stream()
            .filter(attempt -> attempt.id() < revoked.id())
            .map(Entry::id)
            .collect(Collectors.toSet()),
        ended);
    assertTrue(whenAcknowledged <= ended.size());
  }

  private void call(ProviderServiceBlockingStub provider, String model) {
    try {
      provider.generate(ask(model, "Hello").build()).forEachRemaining(_ -> {});
    } catch (StatusRuntimeException e) {
      reasons.add(RemoteProblem.from(e).map(RemoteProblem::reason).orElse(e.toString()));
    }
  }
}

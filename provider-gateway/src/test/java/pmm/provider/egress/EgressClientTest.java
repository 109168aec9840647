package pmm.provider.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.TlsKeyPair;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.LedgerServer;
import pmm.ledger.v1.ListEventsRequest;
import pmm.provider.codec.OpenAiCodec;
import pmm.provider.codec.Prompt;
import pmm.provider.control.Books;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.provider.scripted.ScriptedServer;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Problem;
import pmm.rpc.Role;

class EgressClientTest {

  @TempDir private Path folder;
  private LedgerServer ledger;
  private MeshChannel channel;
  private Watched<Books> books;
  private Journal journal;
  private final ActiveCalls active = new ActiveCalls();
  private final List<String> resolved = new ArrayList<>();

  @BeforeEach
  void start() {
    Home home = new Home(folder);
    ledger = LedgerServer.start(home, Config.of(Map.of("ledger.port", "0")));
    channel = new MeshChannel(home, "ledger", Role.PROVIDER);
    journal = new Journal(channel.channel());
    books =
        new Watched<>(channel.channel(), Books.KINDS, () -> Books.empty(ZoneOffset.UTC)).start();
  }

  @AfterEach
  void stop() {
    books.close();
    channel.close();
    ledger.close();
  }

  @Test
  void refusesANameThatHasMovedToAnotherKindOfAddress() {
    Model model = added("https://models.example.com/v1");
    try (EgressClient egress = egress("127.0.0.1", Set.of(), UnaryOperator.identity())) {
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal(egress, model));
    }
    assertEquals(List.of("models.example.com"), resolved, "resolved once");
    assertEquals("failed", result().text("outcome"));
    assertEquals("ADDRESS_REFUSED", result().text("error"));
  }

  @Test
  void asksNobodyWhereLocalhostIs() throws InterruptedException {
    NameResolver refusing =
        host -> {
          throw new UnknownHostException(host);
        };
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = egress(refusing, Set.of(), UnaryOperator.identity())) {
      for (String name : List.of("localhost", "LocalHost", "models.localhost")) {
        assertEquals(200, status(egress, added("http://" + name + ":" + server.port() + "/v1")));
      }
    }
  }

  @Test
  void resolvesNothingWithoutConsentAndNothingThatIsNotAllowedByName() {
    Model model = added("https://models.example.com/v1");
    try (EgressClient egress =
        egress("93.184.216.34", Set.of("api.openai.com"), UnaryOperator.identity())) {
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal(egress, model));
      assertEquals(List.of(), resolved);
    }
  }

  @Test
  void sendsNothingOnceItWasTakenBackWhileTheNameWasLookedUp() {
    Cancellation cancellation = new Cancellation();
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress =
            egress(
                host -> {
                  cancellation.cancel(Cancellation.Cause.REVOKED);
                  return List.of(literal("127.0.0.1"));
                },
                Set.of(),
                UnaryOperator.identity())) {
      Outbound outbound = outbound(added("http://127.0.0.1:" + server.port() + "/v1"));
      assertThrows(CancellationException.class, () -> egress.open(outbound, cancellation));
      assertEquals(List.of(), server.requests());
    }
    assertEquals("cancelled", result().text("outcome"));
    assertEquals(List.of(), active.cancel(_ -> true, Cancellation.Cause.STOPPING));
  }

  @Test
  void readsNotMuchMoreOfAnAnswerThatIsEndedForIt() throws InterruptedException {
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = egress("127.0.0.1", Set.of(), UnaryOperator.identity())) {
      Model model = added("http://127.0.0.1:" + server.port() + "/v1");
      EgressCall call = egress.open(outbound(model, "scripted+endless"), new Cancellation());
      while (!(call.next(Duration.ofSeconds(10)).orElseThrow() instanceof Signal.Data)) {
        // The head comes first.
      }
      call.close(Outcome.DONE);
    }
    long received = result().number("received_bytes");
    assertTrue(received < 512 << 10, () -> "received_bytes: " + received);
  }

  @Test
  void doesNotQuoteAKeyThatNoHeaderCanHold() {
    Model model = added("http://127.0.0.1:9/v1");
    new KeyStore(folder.resolve("keys")).put(model, "sk-secret\nsk-other");
    try (EgressClient egress = egress("127.0.0.1", Set.of(), UnaryOperator.identity())) {
      Exception thrown =
          assertThrows(
              IllegalStateException.class, () -> egress.open(outbound(model), new Cancellation()));
      assertFalse(String.valueOf(thrown.getMessage()).contains("sk-"), thrown::getMessage);
      assertNull(thrown.getCause());
    }
    assertEquals("failed", result().text("outcome"));
    assertEquals(List.of(), active.cancel(_ -> true, Cancellation.Cause.STOPPING));
  }

  @Test
  void usesNoProxyOfTheEnvironment() throws InterruptedException {
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "9");
    System.setProperty("http.nonProxyHosts", "none");
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = egress("127.0.0.1", Set.of(), UnaryOperator.identity())) {
      assertEquals(200, status(egress, added(server.url() + "/v1")));
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @Test
  void trustsOnlyCertificatesForTheName() throws Exception {
    TlsKeyPair pair = TlsKeyPair.ofSelfSigned("localhost");
    try (ScriptedServer server =
        ScriptedServer.start(
            builder -> builder.https(new InetSocketAddress("127.0.0.1", 0)).tls(pair))) {
      UnaryOperator<ClientFactoryBuilder> trusting =
          builder -> builder.tlsCustomizer(tls -> tls.trustManager(pair.certificateChain()));
      Model named = added("https://localhost:" + server.port() + "/v1");
      Model other = added("https://other.localhost:" + server.port() + "/v1");
      try (EgressClient egress = egress("127.0.0.1", Set.of(), trusting)) {
        assertEquals(200, status(egress, named));
        assertEquals(ProviderReason.TLS, broken(egress, other));
      }
      try (EgressClient egress = egress("127.0.0.1", Set.of(), UnaryOperator.identity())) {
        assertEquals(ProviderReason.TLS, broken(egress, named));
      }
    }
  }

  @Test
  void theDigestIsKeyedByTheSaltsOfTheSources() {
    byte[] body = "body".getBytes(StandardCharsets.UTF_8);
    String one = BodyDigest.of(body, List.of(new byte[] {1}));
    assertEquals(one, BodyDigest.of(body, List.of(new byte[] {1})));
    assertTrue(!one.equals(BodyDigest.of(body, List.of(new byte[] {2}))));
  }

  private EgressClient egress(
      String address, Set<String> allowed, UnaryOperator<ClientFactoryBuilder> connections) {
    return egress(
        host -> {
          resolved.add(host);
          return List.of(literal(address));
        },
        allowed,
        connections);
  }

  private EgressClient egress(
      NameResolver resolver, Set<String> allowed, UnaryOperator<ClientFactoryBuilder> connections) {
    return new EgressClient(
        new Gate(books, journal, active, allowed, Clock.systemUTC()),
        new Results(journal),
        new KeyStore(folder.resolve("keys")),
        resolver,
        connections);
  }

  private Entry result() {
    return Journal.entry(
        journal
            .list(ListEventsRequest.newBuilder().addKinds("network_result").build())
            .getEvents(0));
  }

  private static InetAddress literal(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  /** Adds a model and allows all of its host. */
  private Model added(String url) {
    String id = "openai:" + UUID.randomUUID();
    Model model =
        new ModelDrafts(Set.of(), "")
            .model(new ModelDrafts.Draft(id, "", url, "scripted", 0, false, ""));
    String host = model.address().host();
    append(
        Draft.of("model_added")
            .with("model_id", id)
            .with("api", "openai")
            .with("url", url)
            .with("address_class", model.addressClass().id())
            .with("locality", "remote")
            .with("provider_model", "scripted")
            .with("actor", "test"));
    append(
        Draft.of("consent_granted")
            .with("host", host)
            .with("purpose", "chat")
            .with("data_classes", List.of("message"))
            .with("scope", "always")
            .with("actor", "test"));
    return model;
  }

  private void append(Draft draft) {
    Entry entry = journal.append(draft, UUID.randomUUID().toString());
    books.awaitThrough(entry.id());
  }

  private static Outbound outbound(Model model) {
    return outbound(model, "scripted");
  }

  private static Outbound outbound(Model model, String providerModel) {
    Prompt prompt =
        new Prompt(
            providerModel, List.of(new Prompt.Turn(Prompt.Speaker.USER, "Hi")), 0, null, 8192);
    return new Outbound(
        model,
        new OpenAiCodec(false).encode(prompt),
        "chat",
        Set.of("message"),
        UUID.randomUUID().toString(),
        "",
        true,
        List.of(),
        2,
        false);
  }

  private static ProviderReason refusal(EgressClient egress, Model model) {
    Problem problem =
        assertThrows(Problem.class, () -> egress.open(outbound(model), new Cancellation()));
    return (ProviderReason) problem.reason();
  }

  private static int status(EgressClient egress, Model model) throws InterruptedException {
    EgressCall call = egress.open(outbound(model), new Cancellation());
    Signal first = call.next(Duration.ofSeconds(5)).orElseThrow();
    call.close(Outcome.DONE);
    return assertInstanceOf(Signal.Head.class, first).head().status();
  }

  private static ProviderReason broken(EgressClient egress, Model model)
      throws InterruptedException {
    EgressCall call = egress.open(outbound(model), new Cancellation());
    Signal first = call.next(Duration.ofSeconds(5)).orElseThrow();
    call.close(Outcome.failed(ProviderReason.TLS));
    return assertInstanceOf(Signal.Broken.class, first).failure().reason();
  }
}

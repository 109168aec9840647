package pmm.provider.egress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.linecorp.armeria.client.ClientRequestContextCaptor;
import com.linecorp.armeria.client.Clients;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.control.Books;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.model.ModelAddress;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.rpc.Problem;

/**
 * The way out, and the only class that opens connections or resolves names. Each call passes, in
 * this order: network mode, consent, allowed names, the durable record of the attempt, the address
 * and its class, the connection, and last the key.
 */
public final class EgressClient implements AutoCloseable {

  private static final Duration PROOF_PATIENCE = Duration.ofSeconds(5);

  private static final Duration FRESH_ADDRESS = Duration.ofSeconds(30);

  private final Gate gate;
  private final Results results;
  private final KeyStore keys;
  private final Addresses addresses;
  private final Connections connections;
  private final Breaks breaks;
  private final Cache<ModelAddress, InetAddress> lookedUpHere =
      Caffeine.newBuilder().expireAfterWrite(FRESH_ADDRESS).maximumSize(20).build();

  /**
   * Creates the way out.
   *
   * @param allowedHosts the only hosts there are to reach; empty for those of the added models
   */
  public EgressClient(
      Watched<Books> books,
      Journal journal,
      ActiveCalls active,
      KeyStore keys,
      Set<String> allowedHosts,
      Clock clock) {
    this(
        new Gate(books, journal, active, allowedHosts, clock),
        new Results(journal),
        keys,
        Addresses::systemResolve,
        ServerTrust.in(null));
  }

  EgressClient(
      Gate gate, Results results, KeyStore keys, NameResolver resolver, ServerTrust trust) {
    this.gate = gate;
    this.results = results;
    this.keys = keys;
    connections = new Connections(trust);
    breaks = Breaks.of(System.getenv(), System.getProperties());
    addresses = new Addresses(resolver, breaks);
  }

  /**
   * Sends a call out.
   *
   * @throws Problem if it may not go, or does not get to its address
   * @throws CancellationException if it was cancelled before it went
   */
  public EgressCall open(Outbound outbound, Cancellation cancellation) throws InterruptedException {
    return open(outbound, () -> {}, cancellation);
  }

  /**
   * Sends a call out.
   *
   * @param admitted runs once it may go, before anything else is done for it
   * @throws Problem if it may not go, or does not get to its address
   * @throws CancellationException if it was cancelled before it went
   */
  public EgressCall open(Outbound outbound, Runnable admitted, Cancellation cancellation)
      throws InterruptedException {
    Model model = outbound.model();
    if (!model.isProvable()) {
      return open(outbound, Proof.asAdded(model), Optional.empty(), admitted, cancellation);
    }
    cancellation.check();
    InetAddress address = here(model, cancellation);
    Proof proof = prove(model, address, cancellation);
    return open(outbound, proof, Optional.of(address), admitted, cancellation);
  }

  /**
   * Sends a call out of which is known whom it reaches in the end.
   *
   * @throws Problem if it may not go, or does not get to its address
   * @throws CancellationException if it was cancelled before it went
   */
  public EgressCall open(Outbound outbound, Proof proof, Cancellation cancellation) {
    return open(outbound, proof, Optional.empty(), () -> {}, cancellation);
  }

  private EgressCall open(
      Outbound outbound,
      Proof proof,
      Optional<InetAddress> proved,
      Runnable admitted,
      Cancellation cancellation) {
    Model model = outbound.model();
    Sight.check(outbound, proof);
    cancellation.check();
    Permit permit = gate.admit(outbound, proof, cancellation);
    boolean nameAsked = false;
    try {
      admitted.run();
      // To ask for the name is to use the network, too.
      cancellation.check();
      nameAsked = proved.isEmpty() && Addresses.mustBeAsked(model.address().host());
      InetAddress address = proved.isPresent() ? proved.get() : addresses.of(model);
      String key = keys.get(model).orElse("");
      HttpCall call = outbound.call();
      // To find the address may take long, and what was allowed then may not be now.
      ResponseStream stream = send(model, address, call, key, cancellation);
      return new EgressCall(permit, proof, stream, results, key, call.body().length, nameAsked);
    } catch (CancellationException e) {
      unsent(permit, Outcome.CANCELLED, nameAsked);
      throw e;
    } catch (Problem e) {
      unsent(permit, new Outcome(Outcome.Kind.FAILED, e.reason().name()), nameAsked);
      throw e;
    } catch (RuntimeException e) {
      unsent(permit, Outcome.failed(ProviderReason.PROVIDER_FAILED), nameAsked);
      // Its message could quote the key.
      throw new IllegalStateException(
          "The call to " + model.id() + " could not be sent: " + e.getClass().getName());
    }
  }

  private void unsent(Permit permit, Outcome outcome, boolean nameAsked) {
    permit.registration().close();
    results.record(permit, outcome, Results.Figures.unsent(nameAsked));
  }

  /**
   * Asks a local server where a model runs and which bytes it is. For other models nothing is sent.
   *
   * @throws CancellationException if the caller left
   */
  public Proof prove(Model model, Cancellation cancellation) throws InterruptedException {
    return model.isProvable()
        ? prove(model, here(model, cancellation), cancellation)
        : Proof.asAdded(model);
  }

  /**
   * Asks a local server about its models; as when one is proved, nothing leaves this device.
   *
   * @param model one that counts as {@link Locality#PROVED}
   * @throws CancellationException if the caller left
   */
  public byte[] askHere(Model model, HttpCall call, Cancellation cancellation)
      throws InterruptedException {
    if (model.locality() != Locality.PROVED) {
      throw new IllegalArgumentException(
          model.address().url() + " (expected: an address of this device)");
    }
    try (ResponseStream stream = send(model, here(model, cancellation), call, "", cancellation)) {
      return body(stream, model, cancellation);
    }
  }

  /**
   * Finds the address of a host and does no more. To ask a name server is a use of the network, so
   * it is allowed and recorded as one.
   *
   * @throws Problem if it may not, or finds none
   */
  public void lookUp(Outbound outbound, Cancellation cancellation) {
    InetAddress _ = lookedUp(outbound, cancellation);
  }

  @Override
  public void close() {
    connections.close();
  }

  private InetAddress lookedUp(Outbound outbound, Cancellation cancellation) {
    Permit permit = gate.admit(outbound, Proof.ofServer(outbound.model()), cancellation);
    boolean nameAsked = Addresses.mustBeAsked(outbound.model().address().host());
    try {
      InetAddress address = addresses.of(outbound.model());
      unsent(permit, Outcome.DONE, nameAsked);
      return address;
    } catch (Problem e) {
      unsent(permit, new Outcome(Outcome.Kind.FAILED, e.reason().name()), nameAsked);
      throw e;
    } catch (RuntimeException e) {
      unsent(permit, Outcome.failed(ProviderReason.PROVIDER_FAILED), nameAsked);
      throw e;
    }
  }

  /**
   * Where a model is that counts as on this device. A name that was set to mean this device is
   * known to the resolver of its containers, or not: that may ask others.
   */
  private InetAddress here(Model model, Cancellation cancellation) {
    if (!Addresses.mustBeAsked(model.address().host())) {
      return addresses.of(model);
    }
    InetAddress known = lookedUpHere.getIfPresent(model.address());
    if (known != null) {
      return known;
    }
    String attemptId = UUID.randomUUID().toString();
    InetAddress found = lookedUp(Outbound.nameOnly(model, "list", attemptId), cancellation);
    lookedUpHere.put(model.address(), found);
    return found;
  }

  private Proof prove(Model model, InetAddress address, Cancellation cancellation)
      throws InterruptedException {
    HttpCall show = OllamaFacts.show(model.providerModel());
    OllamaFacts.Shown facts;
    Optional<OllamaFacts.Listed> listed;
    // Both are asked at once, and left together however the first one ends.
    try (ResponseStream shown = send(model, address, show, "", cancellation);
        ResponseStream tags = send(model, address, OllamaFacts.tags(), "", cancellation)) {
      facts =
          OllamaFacts.readShown(body(shown, model, cancellation))
              .orElseThrow(() ->
                  new Problem(ProviderReason.MALFORMED, "It does not answer as Ollama does."));
      listed = OllamaFacts.readListed(body(tags, model, cancellation), model.providerModel());
    }
    if (listed.isEmpty()) {
      // It may have come to be there, or to be listed, just now.
      try (ResponseStream tags = send(model, address, OllamaFacts.tags(), "", cancellation)) {
        listed = OllamaFacts.readListed(body(tags, model, cancellation), model.providerModel());
      }
    }
    return Proof.of(model, facts, listed);
  }

  private static byte[] body(ResponseStream stream, Model model, Cancellation cancellation)
      throws InterruptedException {
    try {
      return WholeAnswer.read(
          stream::next,
          PROOF_PATIENCE,
          status ->
              status == 404
                  ? new Problem(
                      ProviderReason.MODEL_NOT_FOUND,
                      "It has no model " + model.providerModel() + ".")
                  : WholeAnswer.refused(status));
    } catch (Problem e) {
      // What broke off because nobody waits for it any more is no failure.
      cancellation.check();
      throw e;
    }
  }

  private ResponseStream send(
      Model model, InetAddress address, HttpCall call, String key, Cancellation cancellation) {
    return cancellation.start(() -> send(model, address, call, key), ResponseStream::abort);
  }

  private ResponseStream send(Model model, InetAddress address, HttpCall call, String key) {
    // Plain "http" would try HTTP/2 first, on a connection of its own.
    SessionProtocol protocol =
        model.address().secure() ? SessionProtocol.HTTPS : SessionProtocol.H1C;
    Endpoint endpoint =
        Endpoint.of(model.address().host(), model.address().port())
            .withIpAddr(address.getHostAddress());
    WebClient client =
        WebClient.builder(protocol, endpoint)
            .factory(connections.pinnedTo(model.pins()))
            .responseTimeout(Duration.ZERO)
            .writeTimeout(Duration.ofSeconds(30))
            .maxResponseLength(0)
            .build();
    RequestHeadersBuilder headers =
        RequestHeaders.builder(
                HttpMethod.valueOf(call.method()), model.address().path() + call.path())
            .add("user-agent", "pmm");
    call.headers().forEach(headers::add);
    if (!key.isEmpty()) {
      headers.add(call.keyHeader().name(), call.keyHeader().prefix() + key);
    }
    try (ClientRequestContextCaptor captor = Clients.newContextCaptor()) {
      HttpResponse response =
          client.execute(HttpRequest.of(headers.build(), HttpData.wrap(call.body())));
      return new ResponseStream(response, captor.get().log(), breaks);
    }
  }
}

package pmm.provider.ollama;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.ResponseHead;
import pmm.provider.consent.Need;
import pmm.provider.consent.Occasion;
import pmm.provider.control.Books;
import pmm.provider.egress.EgressCall;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Outbound;
import pmm.provider.egress.Outcome;
import pmm.provider.egress.Proof;
import pmm.provider.egress.Signal;
import pmm.provider.egress.Spent;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Api;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.network.Cancellation;
import pmm.provider.network.Mode;
import pmm.rpc.Problem;

/**
 * Whether added models could be used now. What runs on this device is asked; of a host elsewhere no
 * more than its address is, and only with consent.
 */
public final class ModelChecks {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;

  private final Watched<Books> books;
  private final EgressClient egress;
  private final KeyStore keys;
  private final Inventory inventory;
  private final Device device;
  private final Clock clock;

  /** Checks over these parts. */
  public ModelChecks(
      Watched<Books> books,
      EgressClient egress,
      KeyStore keys,
      Inventory inventory,
      Device device,
      Clock clock) {
    this.books = books;
    this.egress = egress;
    this.keys = keys;
    this.inventory = inventory;
    this.device = device;
    this.clock = clock;
  }

  /**
   * How one model is.
   *
   * @param finding what was found
   * @param digest now, empty if not known
   * @param digestBefore the digest under which it was last used, if it is another
   */
  public record Check(Finding finding, String digest, String digestBefore) {

    private Check(Finding finding) {
      this(finding, "", "");
    }

    private Check(Finding.State state, String message) {
      this(new Finding(state, message));
    }
  }

  /** Checks added models, and no server twice: each look at one is recorded. */
  public List<Check> check(Collection<Model> models, Cancellation cancellation)
      throws InterruptedException {
    Map<String, Check> ofServers = new HashMap<>();
    List<Check> checks = new ArrayList<>();
    for (Model model : models) {
      Check check = check(model, ofServers, cancellation);
      Optional<Finding> later =
          check.finding().state() == Finding.State.READY
              ? books.read((now, _) -> now.calls().failure(model.id())).flatMap(Afterthought::of)
              : Optional.empty();
      checks.add(
          later.map(found -> new Check(found, check.digest(), check.digestBefore())).orElse(check));
    }
    return List.copyOf(checks);
  }

  private Check check(Model model, Map<String, Check> ofServers, Cancellation cancellation)
      throws InterruptedException {
    if (!model.forwardsTo().isEmpty()) {
      return new Check(forwards(model, model.forwardsTo()));
    }
    return switch (model.locality()) {
      case PROVED -> proved(model, cancellation);
      case DECLARED -> declared(model, ofServers, cancellation);
      case REMOTE -> remote(model, ofServers, cancellation);
    };
  }

  private Check proved(Model model, Cancellation cancellation) throws InterruptedException {
    Proof proof;
    try {
      proof = egress.prove(model, cancellation);
    } catch (Problem e) {
      return e.reason() == ProviderReason.MODEL_NOT_FOUND
          ? new Check(
              Finding.State.NOT_PULLED,
              "Ollama runs, and has no model " + model.providerModel() + ".")
          : new Check(inventory.finding(model, e));
    }
    if (proof.locality() == Locality.REMOTE) {
      return new Check(forwards(model, proof.host()), proof.digest(), "");
    }
    String before = books.read((now, _) -> now.models().lastDigest(model.id()));
    boolean moved =
        !before.isEmpty() && !proof.digest().isEmpty() && !before.equals(proof.digest());
    String message =
        moved
            ? "The name "
                + model.providerModel()
                + " means another model than when it was last used. The mind stays the same."
            : "";
    return new Check(
        new Finding(Finding.State.READY, message), proof.digest(), moved ? before : "");
  }

  private static Finding forwards(Model model, String host) {
    return new Finding(
        Finding.State.FORWARDS,
        "Ollama sends what "
            + model.providerModel()
            + " is asked on to "
            + host
            + ": it does not run on this device, and needs your consent. Start Ollama with"
            + " OLLAMA_NO_CLOUD=1 so that nothing is sent on.");
  }

  /** What the person declared to be here may be asked whether it is, unless offline mode is on. */
  private Check declared(Model model, Map<String, Check> ofServers, Cancellation cancellation)
      throws InterruptedException {
    if (isOffline()) {
      return new Check(Finding.State.NOT_ASKED, "Offline mode is on, so it was not asked.");
    }
    String server = model.api() + " " + model.address().url() + " " + keys.get(model).orElse("");
    Check known = ofServers.get(server);
    Check check = known == null ? asked(model, cancellation) : known;
    ofServers.put(server, check);
    return check;
  }

  private Check asked(Model model, Cancellation cancellation) throws InterruptedException {
    HttpCall list =
        new HttpCall(
            "GET",
            model.api() == Api.ANTHROPIC ? "/v1/models" : "/models",
            Map.of(),
            new byte[0],
            HttpCall.KeyHeader.BEARER);
    EgressCall call;
    try {
      call =
          egress.open(
              Outbound.wordless(model, list, "list", UUID.randomUUID().toString()), cancellation);
    } catch (Problem e) {
      // Where this one is nowhere to be found, the others still want to be looked at.
      if (e.reason() != ProviderReason.UNREACHABLE
          && e.reason() != ProviderReason.ADDRESS_REFUSED) {
        throw e;
      }
      return new Check(Finding.State.FAILED, model.address().authority() + ": " + e.text());
    }
    Outcome outcome = Outcome.CANCELLED;
    try {
      Check check = answered(model, call);
      outcome =
          check.finding().state() == Finding.State.READY
              ? Outcome.DONE
              : Outcome.failed(ProviderReason.UNREACHABLE);
      return check;
    } finally {
      call.close(outcome, Spent.NOTHING);
    }
  }

  private Check answered(Model model, EgressCall call) throws InterruptedException {
    return switch (call.next(PATIENCE).orElse(null)) {
      case Signal.Broken _ ->
          new Check(
              device.container() ? Finding.State.OUTSIDE_CONTAINER : Finding.State.NOT_RUNNING,
              "Nothing answers at "
                  + model.address().authority()
                  + (device.container()
                      ? ", which is inside this container. Run the program beside PMM, or add it by"
                          + " an address that containers reach."
                      : ". Start the program that serves its models there."));
      case Signal.Head(ResponseHead head) when head.status() == UNAUTHORIZED -> unauthorized(model);
      case Signal.Head _, Signal.Data _, Signal.End _ -> new Check(Finding.READY);
      case null ->
          new Check(
              Finding.State.FAILED,
              model.address().authority()
                  + " does not answer within "
                  + PATIENCE.toSeconds()
                  + " s.");
    };
  }

  private Check unauthorized(Model model) {
    String where = model.address().authority();
    return keys.get(model).isEmpty()
        ? new Check(Finding.State.KEY_MISSING, where + " wants a key, and there is none.")
        : new Check(Finding.State.FAILED, where + " refuses the key of this model.");
  }

  private Check remote(Model model, Map<String, Check> ofServers, Cancellation cancellation) {
    if (wantsKey(model) && keys.get(model).isEmpty()) {
      return new Check(
          Finding.State.KEY_MISSING, model.address().host() + " wants a key, and there is none.");
    }
    String host = model.address().host();
    if (isOffline() || !mayAsk(host)) {
      return new Check(
          Finding.State.NOT_ASKED,
          isOffline()
              ? "Offline mode is on, so not even the address of " + host + " was asked for."
              : "Not even the address of " + host + " was asked for: nobody has allowed that.");
    }
    return ofServers.computeIfAbsent(host, _ -> lookedUp(model, cancellation));
  }

  private Check lookedUp(Model model, Cancellation cancellation) {
    String host = model.address().host();
    try {
      String attemptId = UUID.randomUUID().toString();
      egress.lookUp(Outbound.nameOnly(model, "test", attemptId), cancellation);
      return new Check(Finding.READY);
    } catch (Problem e) {
      return e.reason() == ProviderReason.UNREACHABLE
          ? new Check(
              Finding.State.HOST_UNKNOWN,
              "No name server knows " + host + ". Check its spelling, and that you are connected.")
          : new Check(inventory.finding(model, e));
    } catch (CancellationException e) {
      return new Check(Finding.State.NOT_ASKED, "The check was ended.");
    }
  }

  /** A look that is refused would be recorded: without consent there is none. */
  private boolean mayAsk(String host) {
    Need need = new Need(host, Occasion.wordless("test", ""), "");
    return books.read((now, _) -> now.consents().find(need, clock.instant()).isPresent());
  }

  private boolean isOffline() {
    return books.read((now, _) -> now.network().mode() == Mode.OFFLINE);
  }

  private static boolean wantsKey(Model model) {
    return model.api() != Api.OLLAMA && model.isOfficial();
  }
}

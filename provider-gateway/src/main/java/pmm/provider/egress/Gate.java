package pmm.provider.egress;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import pmm.provider.consent.Consent;
import pmm.provider.consent.Need;
import pmm.provider.control.Books;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Journal.FencedException;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.model.ModelBook;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.provider.network.Mode;
import pmm.rpc.Problem;

/**
 * Decides whether a call may go out, and has the ledger hold it first. The attempt is fenced: had
 * the person changed their mind since the decision, the ledger refuses it and all is decided anew.
 */
final class Gate {

  private static final int MOST_DECISIONS = 8;

  private final Watched<Books> books;
  private final Journal journal;
  private final ActiveCalls active;
  private final Set<String> allowedHosts;
  private final Clock clock;
  private final BodyToken bodyToken = new BodyToken();

  /**
   * Creates the gate.
   *
   * @param allowedHosts the only hosts there are to reach; empty for those of the added models
   */
  Gate(
      Watched<Books> books,
      Journal journal,
      ActiveCalls active,
      Set<String> allowedHosts,
      Clock clock) {
    this.books = books;
    this.journal = journal;
    this.active = active;
    this.allowedHosts = Set.copyOf(allowedHosts);
    this.clock = clock;
  }

  private sealed interface Ruling {
    record Allowed(long consentId, boolean once, boolean endsOffline, long through)
        implements Ruling {}

    record Refused(ProviderReason reason, String message) implements Ruling {}
  }

  /** Records the attempt and lets the call out, or records the refusal and throws it. */
  Permit admit(Outbound outbound, Proof proof, Cancellation cancellation) {
    String digest = "";
    Need need = outbound.need(proof.host(), bodyToken.of(outbound.call().body()));
    for (int i = 0; i < MOST_DECISIONS; i++) {
      switch (books.read((now, through) -> rule(now, through, outbound, proof, need))) {
        case Ruling.Refused refused -> throw refuse(outbound, proof, need, refused);
        case Ruling.Allowed allowed -> {
          if (digest.isEmpty()) {
            digest = digest(outbound);
          }
          ActiveCalls.Registration registration =
              register(allowed, cancellation)
                  .orElseThrow(() -> refuse(outbound, proof, need, required(outbound, proof)));
          Optional<Permit> permit = record(outbound, proof, allowed, digest, registration);
          if (permit.isPresent()) {
            return permit.get();
          }
          // One event more is not enough: under load the change may be hundreds of them away.
          books.awaitThrough(journal.lastEventId(Books.KINDS));
        }
      }
    }
    throw new Problem(
        ProviderReason.LEDGER_AWAY, "What is allowed changes faster than it can be recorded.");
  }

  private Ruling rule(Books now, long through, Outbound outbound, Proof proof, Need need) {
    Mode mode = now.network().mode();
    Locality locality = proof.locality();
    if (mode == Mode.OFFLINE && locality == Locality.REMOTE) {
      return new Ruling.Refused(
          ProviderReason.OFFLINE, "Offline mode: nothing goes to " + proof.host() + ".");
    }
    boolean needsConsent =
        locality == Locality.REMOTE || (mode == Mode.OFFLINE && locality == Locality.DECLARED);
    Optional<Consent> consent =
        needsConsent ? now.consents().find(need, clock.instant()) : Optional.empty();
    if (needsConsent && consent.isEmpty()) {
      return required(outbound, proof);
    }
    if (!isCurrent(outbound, now.models())) {
      return new Ruling.Refused(
          ProviderReason.ADDRESS_REFUSED,
          "It was removed or replaced while this call waited. Ask again.");
    }
    boolean named = allowedHosts.isEmpty() || allowedHosts.contains(proof.host());
    if (!named) {
      return new Ruling.Refused(
          ProviderReason.ADDRESS_REFUSED, proof.host() + " is not among the allowed hosts.");
    }
    return new Ruling.Allowed(
        consent.map(Consent::id).orElse(0L),
        consent.filter(given -> given.scope() == Consent.Scope.ONCE).isPresent(),
        mode == Mode.ASK && locality != Locality.PROVED,
        through);
  }

  private static Ruling.Refused required(Outbound outbound, Proof proof) {
    return new Ruling.Refused(
        ProviderReason.CONSENT_REQUIRED,
        "Nothing goes to "
            + proof.host()
            + " for "
            + outbound.occasion().purpose()
            + " until you allow it.");
  }

  /**
   * Registered before it is recorded: whoever revokes after the record finds it. What was allowed
   * once is for one call at a time.
   */
  private Optional<ActiveCalls.Registration> register(
      Ruling.Allowed allowed, Cancellation cancellation) {
    return allowed.once()
        ? active.registerAlone(allowed.consentId(), allowed.endsOffline(), cancellation)
        : Optional.of(active.register(allowed.consentId(), allowed.endsOffline(), cancellation));
  }

  /** Whether what the call was made for, and the keys that its host must show, still hold. */
  private static boolean isCurrent(Outbound outbound, ModelBook models) {
    Model model = outbound.model();
    return outbound.concernsServer()
        ? models.pinsAt(model.address()).equals(model.pins())
        : models.get(model.id()).filter(model::isSameAs).isPresent();
  }

  /** The permit, or nothing if someone has meanwhile changed what is allowed. */
  private Optional<Permit> record(
      Outbound outbound,
      Proof proof,
      Ruling.Allowed allowed,
      String digest,
      ActiveCalls.Registration registration) {
    String networkId = UUID.randomUUID().toString();
    Draft draft = attempt(networkId, outbound, proof).with("consent_id", allowed.consentId());
    if (!digest.isEmpty()) {
      draft.with("body_digest", digest);
    }
    try {
      Entry entry = journal.append(draft, networkId, Books.RULING_KINDS, allowed.through());
      return Optional.of(new Permit(networkId, outbound.model().id(), entry.id(), registration));
    } catch (FencedException e) {
      registration.close();
      return Optional.empty();
    } catch (RuntimeException e) {
      registration.close();
      throw e;
    }
  }

  /**
   * The digest of the body; empty if no event keeps its words. Off the record the salts of the
   * memories in it are there for everyone to try words with.
   */
  private String digest(Outbound outbound) {
    if (outbound.occasion().offRecord()) {
      return "";
    }
    List<byte[]> salts = journal.contentSalts(outbound.occasion().sources());
    return salts.isEmpty() ? "" : BodyDigest.of(outbound.call().body(), salts);
  }

  private Problem refuse(Outbound outbound, Proof proof, Need need, Ruling.Refused refused) {
    String networkId = UUID.randomUUID().toString();
    journal.append(
        attempt(networkId, outbound, proof).with("refused", refused.reason().name()), networkId);
    return new Problem(
        refused.reason(),
        refused.message(),
        Map.of(
            "host", need.host(),
            "purpose", need.occasion().purpose(),
            "data_classes", String.join(",", new TreeSet<>(need.occasion().dataClasses())),
            "model_id", outbound.model().id(),
            "body_token", need.bodyToken()));
  }

  private static Draft attempt(String networkId, Outbound outbound, Proof proof) {
    Model model = outbound.model();
    Draft draft =
        Draft.of("network_attempt")
            .with("network_id", networkId)
            .with("attempt_id", outbound.occasion().attemptId())
            .with("conversation_id", outbound.occasion().conversationId())
            .with("host", proof.host())
            .with("locality", proof.locality().id())
            .with("purpose", outbound.occasion().purpose())
            .with("data_classes", new TreeSet<>(outbound.occasion().dataClasses()))
            .with("model_id", model.id())
            .with("model_event_id", model.addEventId())
            .with("codec_event_id", outbound.codecEventId())
            .with("body_bytes", outbound.call().body().length);
    // Of a host that a server on the way asks in turn, the port and address are the server's
    // affair.
    return proof.host().equals(model.address().host())
        ? draft
            .with("port", model.address().port())
            .with("address_class", model.addressClass().id())
        : draft.with("via", model.address().authority());
  }
}

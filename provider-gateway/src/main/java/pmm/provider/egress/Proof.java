package pmm.provider.egress;

import java.util.Optional;
import java.util.stream.Stream;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.rpc.Problem;

/**
 * Where a model runs, as found out right before a call.
 *
 * @param locality where
 * @param host whom the words reach: another than the model's own if that forwards them
 * @param digest the digest of the model's bytes, empty if nobody says
 * @param contextTokens its window, 0 if not said
 * @param blind whether it is known to take no images
 */
public record Proof(
    Locality locality, String host, String digest, int contextTokens, boolean blind) {

  /** What is known of a model that nothing is known to be blind of. */
  public Proof(Locality locality, String host, String digest, int contextTokens) {
    this(locality, host, digest, contextTokens, false);
  }

  /** What is known without asking. */
  public static Proof asAdded(Model model) {
    String host = model.forwardsTo().isEmpty() ? model.address().host() : model.forwardsTo();
    return new Proof(model.locality(), host, "", 0, Sight.isBlindByName(model));
  }

  /** What is known of a server itself, whatever it does with what its models are asked. */
  static Proof ofServer(Model model) {
    Locality locality = model.isProvable() ? Locality.PROVED : model.locality();
    return new Proof(locality, model.address().host(), "", 0);
  }

  /**
   * What a server on this device says of one of its models.
   *
   * @throws Problem if that is not enough to say that the model runs here, and not where else
   */
  static Proof of(Model model, OllamaFacts.Shown shown, Optional<OllamaFacts.Listed> listed) {
    String digest = listed.map(OllamaFacts.Listed::digest).orElse("");
    Optional<String> forwardsTo =
        Stream.of(
                shown.remoteHost(),
                listed.map(OllamaFacts.Listed::remoteHost).orElse(""),
                model.forwardsTo())
            .filter(host -> !host.isEmpty())
            .findFirst();
    if (forwardsTo.isEmpty() && listed.isEmpty()) {
      throw new Problem(
          ProviderReason.MODEL_NOT_FOUND,
          "Ollama at "
              + model.address().authority()
              + " does not have it: pmm model pull "
              + model.id());
    }
    if (forwardsTo.isEmpty() && digest.isEmpty()) {
      throw new Problem(
          ProviderReason.MALFORMED,
          "What Ollama at "
              + model.address().authority()
              + " gives as its digest is not one (expected: 64 hexadecimal digits), so it cannot be"
              + " proved to run on this device.");
    }
    return new Proof(
        forwardsTo.isPresent() ? Locality.REMOTE : Locality.PROVED,
        forwardsTo.orElse(model.address().host()),
        digest,
        shown.contextTokens(),
        shown.blind());
  }

  /** The model as it was found to be. */
  public Model found(Model model, int itsContextTokens) {
    boolean forwards = model.isProvable() && locality == Locality.REMOTE;
    return model.with(locality, forwards ? host : "", itsContextTokens);
  }
}

package pmm.provider.egress;

import pmm.provider.model.Locality;
import pmm.provider.model.Model;

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
  static Proof asAdded(Model model) {
    return new Proof(model.locality(), model.address().host(), "", 0, Sight.isBlindByName(model));
  }
}

package pmm.provider.control;

import java.time.ZoneId;
import java.util.List;
import pmm.provider.consent.ConsentBook;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;
import pmm.provider.model.CodecBook;
import pmm.provider.model.ModelBook;
import pmm.provider.network.LastCalls;
import pmm.provider.network.NetworkBook;
import pmm.provider.network.TokenBook;

/**
 * All that this service knows, folded from the ledger.
 *
 * @param models which models there are
 * @param codecs which codec runs under which name
 * @param consents what is allowed
 * @param network the switch and the account
 * @param tokens what was spent
 * @param calls how the last question to each model ended
 */
public record Books(
    ModelBook models,
    CodecBook codecs,
    ConsentBook consents,
    NetworkBook network,
    TokenBook tokens,
    LastCalls calls)
    implements Fold {

  /** The kinds that change what may leave: an attempt is fenced against them. */
  public static final List<String> RULING_KINDS =
      List.of(
          "network_mode_changed",
          "consent_granted",
          "consent_denied",
          "consent_revoked",
          "model_added",
          "model_removed",
          "opened_on",
          "restored_from");

  /** All kinds that are folded. */
  public static final List<String> KINDS =
      java.util.stream.Stream.concat(
              RULING_KINDS.stream(),
              List.of(
                  "model_selected",
                  "fallback_set",
                  "codec_switched",
                  "network_attempt",
                  "network_result")
                  .stream())
          .toList();

  /** Empty books, with days of this zone. */
  public static Books empty(ZoneId zone) {
    return new Books(
        new ModelBook(),
        new CodecBook(),
        new ConsentBook(),
        new NetworkBook(zone),
        new TokenBook(zone),
        new LastCalls());
  }

  @Override
  public void apply(Entry entry) {
    models.apply(entry);
    codecs.apply(entry);
    consents.apply(entry);
    network.apply(entry);
    tokens.apply(entry);
    calls.apply(entry);
  }
}

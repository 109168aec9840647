package pmm.provider.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import pmm.provider.control.Books;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Proof;
import pmm.provider.failure.ProviderReason;
import pmm.provider.isolated.Codecs;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.Cancellation;
import pmm.provider.v1.ModelDraft;
import pmm.rpc.Caller;
import pmm.rpc.Problem;

/** Adds models, takes them away, and says which one stands in for which: events and keys. */
public final class ModelChanges {

  /** A whole window of a large local model would not fit into most memories. */
  private static final int LARGEST_USUAL_CONTEXT = 32_768;

  private static final Duration FRESH = Duration.ofSeconds(15);

  private final Watched<Books> books;
  private final Journal journal;
  private final EgressClient egress;
  private final Codecs codecs;
  private final KeyStore keys;
  private final ModelDrafts drafts;
  private final ReentrantLock changing = new ReentrantLock();
  private final Cache<Model, Proof> proofs =
      Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(200).build();

  /** Changes over these parts. */
  public ModelChanges(
      Watched<Books> books,
      Journal journal,
      EgressClient egress,
      Codecs codecs,
      KeyStore keys,
      ModelDrafts drafts) {
    this.books = books;
    this.journal = journal;
    this.egress = egress;
    this.codecs = codecs;
    this.keys = keys;
    this.drafts = drafts;
  }

  /** The model that a draft means; a local server that answers is asked what it knows. */
  Model drafted(ModelDraft draft, Cancellation cancellation) throws InterruptedException {
    String key = Checks.key(draft.getKey());
    Model model;
    try {
      model =
          drafts.model(
              new ModelDrafts.Draft(
                  draft.getModelId(),
                  ProviderProto.apiId(draft.getApi()),
                  draft.getUrl(),
                  draft.getProviderModel(),
                  draft.getContextTokens(),
                  !key.isEmpty(),
                  draft.getCodecName(),
                  draft.getPin(),
                  draft.getPinBackup()));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new Problem(ProviderReason.INVALID_FIELD, message)
          .inField("model." + message.substring(0, Math.max(0, message.indexOf(':'))));
    }
    if (!model.codec().isEmpty()) {
      codecs.check(model.codec(), model.api());
    }
    Proof proof = proof(model, cancellation);
    boolean said = draft.getContextTokens() > 0 || proof.contextTokens() == 0;
    return proof.found(
        model,
        said ? model.contextTokens() : Math.min(proof.contextTokens(), LARGEST_USUAL_CONTEXT));
  }

  /** What is known of a model; what was added, if its server does not answer now. */
  Proof proof(Model model, Cancellation cancellation) throws InterruptedException {
    Proof known = proofs.getIfPresent(model);
    if (known != null) {
      return known;
    }
    try {
      Proof proof = egress.prove(model, cancellation);
      proofs.put(model, proof);
      return proof;
    } catch (Problem e) {
      return Proof.asAdded(model);
    }
  }

  /**
   * Adds a model.
   *
   * @param key the key for it, blank if it needs none
   * @param replace whether it may take the place of another of its name
   */
  void add(Model model, String key, boolean replace, String requestId) {
    Draft draft =
        Draft.of("model_added")
            .with("model_id", model.id())
            .with("api", model.api().id())
            .with("url", model.address().url())
            .with("host", model.address().host())
            .with("port", model.address().port())
            .with("address_class", model.addressClass().id())
            .with("locality", model.locality().id())
            .with("forwards_to", model.forwardsTo())
            .with("provider_model", model.providerModel())
            .with("context_tokens", model.contextTokens())
            .with("has_key", model.hasKey())
            .with("codec", model.codec())
            .with("pins", model.pins().keys())
            .with("actor", Caller.current().actor());
    changing.lock();
    try {
      if (!replace) {
        checkFree(model, key.strip());
      }
      change(
          draft,
          requestId,
          key.isBlank() ? () -> keys.remove(model.id()) : () -> keys.put(model, key));
    } finally {
      changing.unlock();
    }
  }

  /** Takes a model away, and its key. */
  void remove(Model model, String requestId) {
    Draft draft =
        Draft.of("model_removed")
            .with("model_id", model.id())
            .with("actor", Caller.current().actor());
    change(draft, requestId, () -> keys.remove(model.id()));
  }

  /** Says which model answers where one fails; an empty id means nobody any more. */
  void setFallback(Model model, String otherId, String requestId) {
    Draft draft =
        Draft.of("fallback_set")
            .with("model_id", model.id())
            .with("fallback_model_id", otherId)
            .with("actor", Caller.current().actor());
    change(draft, requestId, () -> {});
  }

  /** To add again what is there already, as a retry does, takes nothing away. */
  private void checkFree(Model model, String key) {
    Optional<Model> there = books.read((now, _) -> now.models().get(model.id()));
    boolean sameModel = there.map(model::isSameAs).orElse(true);
    boolean sameKey = there.flatMap(keys::get).map(key::equals).orElse(true);
    if (!sameModel || !sameKey) {
      throw new Problem(
              ProviderReason.MODEL_EXISTS,
              "model_id: "
                  + model.id()
                  + " is there already, at "
                  + there.orElseThrow().address().url()
                  + " (expected: a new name, or to replace it and its key)",
              Map.of("model_id", model.id()))
          .inField("model.model_id");
    }
  }

  /**
   * Changes the key only once the event that says so is durable: what was not done left no mark.
   */
  private void change(Draft draft, String requestId, Runnable keyChange) {
    Entry entry = journal.append(draft, Checks.requestId(requestId));
    keyChange.run();
    books.awaitThrough(entry.id());
  }
}

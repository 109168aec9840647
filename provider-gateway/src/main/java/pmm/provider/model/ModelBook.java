package pmm.provider.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;
import pmm.rpc.Problem;

/** The models that there are, and the digest under which each was last chosen. */
public final class ModelBook implements Fold {

  private static final Logger log = LoggerFactory.getLogger(ModelBook.class);

  private final NavigableMap<String, Model> models = new TreeMap<>();
  private final Map<String, String> digests = new HashMap<>();
  private final Map<String, String> fallbacks = new HashMap<>();

  @Override
  public void apply(Entry entry) {
    switch (entry.kind()) {
      case "model_added" -> add(entry);
      case "model_removed" -> {
        models.remove(entry.text("model_id"));
        fallbacks.remove(entry.text("model_id"));
        // Another model of this name may be elsewhere: nobody has said that it may answer.
        fallbacks.values().removeIf(entry.text("model_id")::equals);
      }
      case "fallback_set" -> fallbacks.put(entry.text("model_id"), entry.text("fallback_model_id"));
      case "model_selected" -> {
        String digest = entry.meta().path("to").path("digest").asText("");
        if (!digest.isEmpty()) {
          digests.put(entry.meta().path("to").path("model_id").asText(""), digest);
        }
      }
      case "network_result" -> result(entry);
      default -> {}
    }
  }

  /** One model. */
  public Optional<Model> get(String id) {
    return Optional.ofNullable(models.get(id));
  }

  /**
   * One model that is to be there.
   *
   * @throws Problem if it is not
   */
  public Model find(String id) {
    return get(id)
        .orElseThrow(() ->
            new Problem(
                    ProviderReason.MODEL_UNKNOWN,
                    "model_id: " + id + " (expected: one that was added)")
                .inField("model_id"));
  }

  /** The models after an id, by id. */
  public Collection<Model> after(String id) {
    return List.copyOf(models.tailMap(id, false).values());
  }

  /** Whether any model is at this host. */
  public boolean knowsHost(String host) {
    return models.values().stream().anyMatch(model -> model.address().host().equals(host));
  }

  /** The models that an isolated codec is to speak to, by id. */
  public List<String> spokenToBy(String codec) {
    return models.values().stream()
        .filter(model -> model.codec().equals(codec))
        .map(Model::id)
        .toList();
  }

  /** The keys that the host of an address must show one of, whichever model they were given for. */
  public Pins pinsAt(ModelAddress address) {
    return new Pins(
        models.values().stream()
            .filter(model -> model.address().origin().equals(address.origin()))
            .flatMap(model -> model.pins().keys().stream())
            .toList());
  }

  /** The model that the person has answer where this one fails, if it is there still. */
  public Optional<Model> fallback(String id) {
    return get(fallbacks.getOrDefault(id, ""));
  }

  /** The digest under which a model was last chosen, empty if it has none. */
  public String lastDigest(String id) {
    return digests.getOrDefault(id, "");
  }

  /**
   * A model of which its server once said that it runs elsewhere counts so until it is added again.
   */
  private void result(Entry entry) {
    String host = entry.text("forwarded_to");
    if (!host.isEmpty()) {
      models.computeIfPresent(
          entry.text("model_id"),
          (_, model) -> model.with(Locality.REMOTE, host, model.contextTokens()));
    }
  }

  /** Events of before its host was among them do not name it. */
  private static String forwardsTo(Entry added) {
    boolean forwards =
        added.text("api").equals(Api.OLLAMA.id())
            && added.text("address_class").equals(AddressClass.LOOPBACK.id())
            && Locality.ofId(added.text("locality")) == Locality.REMOTE;
    String host = added.text("forwards_to");
    return forwards && host.isEmpty() ? OllamaFacts.CLOUD : host;
  }

  private void add(Entry entry) {
    try {
      Model model =
          new Model(
              entry.text("model_id"),
              Api.valueOf(entry.text("api").toUpperCase(Locale.ROOT)),
              ModelAddress.parse(entry.text("url")),
              AddressClass.valueOf(entry.text("address_class").toUpperCase(Locale.ROOT)),
              Locality.ofId(entry.text("locality")),
              forwardsTo(entry),
              entry.text("provider_model"),
              (int) entry.number("context_tokens"),
              entry.meta().path("has_key").asBoolean(),
              entry.text("codec"),
              new Pins(List.copyOf(entry.texts("pins"))),
              entry.id());
      models.put(model.id(), model);
    } catch (IllegalArgumentException e) {
      // Written by a newer program perhaps; the other models are not to suffer.
      log.warn("Event {} adds a model that this version does not know", entry.id());
    }
  }
}

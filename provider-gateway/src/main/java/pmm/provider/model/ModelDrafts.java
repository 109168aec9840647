package pmm.provider.model;

import java.util.Set;
import java.util.regex.Pattern;
import pmm.provider.codec.OllamaFacts;

/** Turns what the person typed into a model, without asking anyone. */
public final class ModelDrafts {

  private static final int LONGEST_ID = 200;
  private static final int UNKNOWN_CONTEXT = 8192;
  private static final String LOCAL = "local";

  /** What some resolvers take for an address: a host whose last part is a number, of any base. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  private final Set<String> localHosts;
  private final String ollamaUrl;

  /**
   * Creates the rules.
   *
   * @param localHosts hosts that count as this device though their address does not say so: the
   *     model's container of our own Compose file
   * @param ollamaUrl where the usual Ollama is; empty for its own port on this device
   */
  public ModelDrafts(Set<String> localHosts, String ollamaUrl) {
    this.localHosts = Set.copyOf(localHosts);
    this.ollamaUrl = ollamaUrl.isEmpty() ? Api.OLLAMA.defaultUrl() : ollamaUrl;
  }

  /**
   * What the person typed.
   *
   * @param id "provider:name"
   * @param api the wire format, empty if the provider's own
   * @param url the base address, empty if the provider's own
   * @param providerModel the name the provider knows, empty if that of the id
   * @param contextTokens the window, 0 if unknown
   * @param hasKey whether a key came along
   * @param codec the isolated codec that is to speak to it, empty for our own
   * @param pin a key that its host must show, empty if none
   * @param pinBackup another key that will do
   */
  public record Draft(
      String id,
      String api,
      String url,
      String providerModel,
      int contextTokens,
      boolean hasKey,
      String codec,
      String pin,
      String pinBackup) {}

  /**
   * The model that a draft means.
   *
   * @throws IllegalArgumentException with the offending value and what was expected
   */
  public Model model(Draft draft) {
    int colon = draft.id().indexOf(':');
    String provider = colon < 0 ? "" : draft.id().substring(0, colon);
    String name = draft.id().substring(colon + 1);
    if (provider.isEmpty()
        || name.isBlank()
        || draft.id().length() > LONGEST_ID
        || draft
            .id()
            .chars()
            .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "model_id: " + draft.id() + " (expected: PROVIDER:NAME, at most 200 characters)");
    }
    if (provider.equals(LOCAL) && draft.api().isEmpty() && draft.url().isEmpty()) {
      throw new IllegalArgumentException(
          "api: \"\", url: \"\" (expected: both an api and an address, for " + draft.id() + ")");
    }
    Api api = api(provider, draft);
    ModelAddress address = ModelAddress.parse(url(provider, api, draft));
    if (NUMBER.matcher(address.host()).matches() && !ModelAddress.isLiteral(address.host())) {
      throw new IllegalArgumentException(
          "url: " + address.url() + " (expected: a name, or all of an address, as 127.0.0.1)");
    }
    AddressClass addressClass = AddressClass.expected(address.host());
    if (!address.secure() && addressClass == AddressClass.PUBLIC) {
      throw new IllegalArgumentException(
          "url: " + address.url() + " (expected: https, for an address on the internet)");
    }
    if (draft.contextTokens() < 0) {
      throw new IllegalArgumentException(
          "context_tokens: " + draft.contextTokens() + " (expected: 0 or more)");
    }
    String providerModel = draft.providerModel().isEmpty() ? name : draft.providerModel();
    boolean here = addressClass == AddressClass.LOOPBACK || localHosts.contains(address.host());
    boolean cloud = OllamaFacts.isCloud(providerModel);
    return new Model(
        draft.id(),
        api,
        address,
        addressClass,
        here && !cloud ? locality(provider, api) : Locality.REMOTE,
        here && cloud && api == Api.OLLAMA ? OllamaFacts.CLOUD : "",
        providerModel,
        contextTokens(provider, api, draft),
        draft.hasKey(),
        draft.codec(),
        pins(draft, address),
        0);
  }

  private static Api api(String provider, Draft draft) {
    for (Api api : Api.values()) {
      boolean itsProvider = provider.equals(api.id());
      if (itsProvider && !draft.api().isEmpty() && !draft.api().equals(api.id())) {
        throw new IllegalArgumentException(
            "api: " + draft.api() + " (expected: " + api.id() + ", or local:NAME)");
      }
      if (itsProvider || (provider.equals(LOCAL) && draft.api().equals(api.id()))) {
        return api;
      }
    }
    throw new IllegalArgumentException(
        provider.equals(LOCAL)
            ? "api: \"" + draft.api() + "\" (expected: openai, anthropic or ollama)"
            : "model_id: "
                + draft.id()
                + " (expected: ollama:, openai:, anthropic: or local:NAME)");
  }

  private static Pins pins(Draft draft, ModelAddress address) {
    Pins pins = Pins.of(draft.pin(), draft.pinBackup());
    if (!pins.keys().isEmpty() && !address.secure()) {
      throw new IllegalArgumentException(
          "pin: " + draft.pin() + " (expected: none, for " + address.url() + " shows no key)");
    }
    return pins;
  }

  private String url(String provider, Api api, Draft draft) {
    if (!draft.url().isEmpty()) {
      return draft.url();
    }
    if (provider.equals(LOCAL)) {
      throw new IllegalArgumentException(
          "url: \"\" (expected: an address, for " + draft.id() + ")");
    }
    return api == Api.OLLAMA ? ollamaUrl : api.defaultUrl();
  }

  /** What a program on this device is worth. */
  private static Locality locality(String provider, Api api) {
    if (api == Api.OLLAMA) {
      return Locality.PROVED;
    }
    return provider.equals(LOCAL) ? Locality.DECLARED : Locality.REMOTE;
  }

  private static int contextTokens(String provider, Api api, Draft draft) {
    if (draft.contextTokens() > 0) {
      return draft.contextTokens();
    }
    return provider.equals(LOCAL) ? UNKNOWN_CONTEXT : api.usualContextTokens();
  }
}

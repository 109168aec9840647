package pmm.provider.model;

/**
 * A model that the person has added.
 *
 * @param id "provider:name"
 * @param api how it is spoken to
 * @param address where
 * @param addressClass what the address must turn out to be
 * @param locality where it runs, as far as could be told when it was added; {@link Locality#PROVED}
 *     means that it is to be proved before each call
 * @param forwardsTo the host to which its Ollama on this device sends on what it is asked, as far
 *     as was ever said; empty if to nobody
 * @param providerModel the name the provider knows it by
 * @param contextTokens its window
 * @param hasKey whether a key was given
 * @param codec the isolated codec that speaks to it, empty for our own
 * @param pins the keys that its host must show one of
 * @param addEventId the event that added it
 */
public record Model(
    String id,
    Api api,
    ModelAddress address,
    AddressClass addressClass,
    Locality locality,
    String forwardsTo,
    String providerModel,
    int contextTokens,
    boolean hasKey,
    String codec,
    Pins pins,
    long addEventId) {

  /** Whether a server on this device is asked, right before each call, where it runs. */
  public boolean isProvable() {
    return locality == Locality.PROVED || !forwardsTo.isEmpty();
  }

  /** Whether it is at the address of its format's own maker. */
  public boolean isOfficial() {
    return address.origin().equals(ModelAddress.parse(api.defaultUrl()).origin());
  }

  /** Whether both say the same, whenever each was added. */
  public boolean isSameAs(Model other) {
    return equals(
        new Model(
            other.id,
            other.api,
            other.address,
            other.addressClass,
            other.locality,
            other.forwardsTo,
            other.providerModel,
            other.contextTokens,
            other.hasKey,
            other.codec,
            other.pins,
            addEventId));
  }

  /** The same model, whose host must show one of these keys. */
  public Model with(Pins other) {
    return new Model(
        id,
        api,
        address,
        addressClass,
        locality,
        forwardsTo,
        providerModel,
        contextTokens,
        hasKey,
        codec,
        other,
        addEventId);
  }

  /** The same model, somewhere else or not. */
  public Model with(Locality other, String otherForwardsTo, int otherContextTokens) {
    return new Model(
        id,
        api,
        address,
        addressClass,
        other,
        otherForwardsTo,
        providerModel,
        otherContextTokens,
        hasKey,
        codec,
        pins,
        addEventId);
  }
}

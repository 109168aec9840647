package pmm.wayout;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The model servers of the world outside: a name, a wire format, and what the name means. */
enum Place {
  /** Speaks as OpenAI does. */
  OPENAI("openai", "/v1", true, "192.0.2.10"),
  /** Speaks as Anthropic does. */
  ANTHROPIC("anthropic", "", true, "192.0.2.20"),
  /** Speaks as Ollama does, and has an address of each kind. */
  OLLAMA("ollama", "", true, "192.0.2.30", "2001:db8::30"),
  /** Has no address of the older kind. */
  SIX("openai", "/v1", true, "2001:db8::60"),
  /** Allowed and taken back, again and again. */
  FICKLE("openai", "/v1", false, "192.0.2.40"),
  /** Nobody was ever asked. */
  UNASKED("openai", "/v1", false, "192.0.2.50"),
  /** The person said no. */
  DENIED("anthropic", "", false, "192.0.2.51"),
  /** Its name has no address. */
  NOWHERE("openai", "/v1", true),
  /** Its name means the house's own network. */
  ELSEWHERE("openai", "/v1", true, "10.213.7.9");

  private final String provider;
  private final String path;
  private final boolean allowed;
  private final List<InetAddress> addresses;

  Place(String provider, String path, boolean allowed, String... addresses) {
    this.provider = provider;
    this.path = path;
    this.allowed = allowed;
    this.addresses = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
  }

  String host() {
    return name().toLowerCase(Locale.ROOT) + ".proof.test";
  }

  String modelId() {
    return provider + ":" + name().toLowerCase(Locale.ROOT);
  }

  String url() {
    return "https://" + host() + path;
  }

  /** Whether it is allowed from the start to the end. */
  boolean allowed() {
    return allowed;
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  /** Whether a server stands behind its addresses. */
  boolean served() {
    return this != ELSEWHERE;
  }

  static Optional<Place> named(String host) {
    return Arrays.stream(values()).filter(place -> place.host().equals(host)).findFirst();
  }
}

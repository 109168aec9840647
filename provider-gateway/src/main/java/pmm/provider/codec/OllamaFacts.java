package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Ollama says about its models. */
public final class OllamaFacts {

  /** Where a model runs that runs elsewhere and does not say where. */
  public static final String CLOUD = "ollama.com";

  private static final Pattern DIGEST = Pattern.compile("(?:sha256:)?([0-9a-f]{64})");
  private static final String ITS_REGISTRY = "registry.ollama.ai/";
  private static final String ITS_LIBRARY = "library/";

  private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

  private OllamaFacts() {}

  /**
   * What /api/show says.
   *
   * @param remoteHost where the model really runs, empty if here
   * @param contextTokens its window, 0 if not said
   * @param blind whether it is said what the model can do, and seeing is not among it
   */
  public record Shown(String remoteHost, int contextTokens, boolean blind) {}

  /**
   * One model of /api/tags.
   *
   * @param name with its tag
   * @param digest the SHA-256 of its manifest in hexadecimal digits; empty if what is said is none
   * @param sizeBytes on the disk
   * @param quantization such as "Q4_K_M", empty if not said
   * @param parameterSize such as "8.0B", empty if not said
   * @param family such as "llama", empty if not said
   * @param remoteHost where it really runs, empty if here as far as this list says
   */
  public record Listed(
      String name,
      String digest,
      long sizeBytes,
      String quantization,
      String parameterSize,
      String family,
      String remoteHost) {

    /** A model of which no more than its name is known. */
    public static Listed named(String name) {
      return new Listed(name, "", 0, "", "", "", "");
    }
  }

  /** Asks about one model. */
  public static HttpCall show(String model) {
    byte[] body = Json.bytes(Json.newObject().put("model", model));
    return HttpCall.post("/api/show", HEADERS, body, HttpCall.KeyHeader.BEARER);
  }

  /** Asks for all models with their digests. */
  public static HttpCall tags() {
    return new HttpCall("GET", "/api/tags", Map.of(), new byte[0], HttpCall.KeyHeader.BEARER);
  }

  /** Has a model downloaded, as a stream of lines for {@link PullReader}. */
  public static HttpCall pull(String model) {
    byte[] body = Json.bytes(Json.newObject().put("model", model).put("stream", true));
    return HttpCall.post("/api/pull", HEADERS, body, HttpCall.KeyHeader.BEARER);
  }

  /** A name as the list of models has it: with its tag. */
  public static String tagged(String model) {
    return model.lastIndexOf(':') > model.lastIndexOf('/') ? model : model + ":latest";
  }

  /** Whether a name says that Ollama sends what it is asked on to its own cloud. */
  public static boolean isCloud(String model) {
    return model.endsWith(":cloud") || model.endsWith("-cloud");
  }

  /** The host that a model is downloaded from. */
  public static String registry(String model) {
    String[] parts = model.split("/", -1);
    String first = parts[0].replaceFirst(":\\d+$", "");
    return parts.length > 2 ? first.toLowerCase(Locale.ROOT) : "registry.ollama.ai";
  }

  /** Reads the answer to {@link #show}; nothing if it is none. */
  public static Optional<Shown> readShown(byte[] body) {
    return Json.object(new String(body, StandardCharsets.UTF_8))
        .map(node -> {
          return new Shown(remoteHost(node), contextTokens(node), isBlind(node));
        });
  }

  /** Reads the answer to {@link #tags}; nothing if it is none. */
  public static Optional<List<Listed>> readTags(byte[] body) {
    return Json.object(new String(body, StandardCharsets.UTF_8))
        .filter(node -> node.path("models").isArray())
        .map(node -> node.path("models").valueStream().map(OllamaFacts::listed).toList());
  }

  /** One model in the answer to {@link #tags}; nothing if it is not there. */
  public static Optional<Listed> readListed(byte[] body, String model) {
    String name = full(model);
    return Json.object(new String(body, StandardCharsets.UTF_8)).stream()
        .flatMap(node -> node.path("models").valueStream())
        .filter(entry ->
            name.equals(full(Json.string(entry, "model")))
                || name.equals(full(Json.string(entry, "name"))))
        .map(OllamaFacts::listed)
        .findFirst();
  }

  /** A name without what goes without saying: Ollama takes capitals for small letters. */
  private static String full(String model) {
    String name = tagged(model).toLowerCase(Locale.ROOT);
    String here = name.startsWith(ITS_REGISTRY) ? name.substring(ITS_REGISTRY.length()) : name;
    return here.startsWith(ITS_LIBRARY) ? here.substring(ITS_LIBRARY.length()) : here;
  }

  private static String digest(String said) {
    Matcher matcher = DIGEST.matcher(said);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static boolean isBlind(JsonNode node) {
    JsonNode can = node.path("capabilities");
    return can.isArray() && can.valueStream().noneMatch(each -> each.asText().equals("vision"));
  }

  private static Listed listed(JsonNode entry) {
    String model = Json.string(entry, "model");
    String name = model.isEmpty() ? Json.string(entry, "name") : model;
    JsonNode details = entry.path("details");
    String remote = remoteHost(entry);
    return new Listed(
        name,
        digest(Json.string(entry, "digest")),
        Math.max(0, entry.path("size").asLong()),
        Json.string(details, "quantization_level"),
        Json.string(details, "parameter_size"),
        Json.string(details, "family"),
        remote.isEmpty() && isCloud(name) ? CLOUD : remote);
  }

  /** Where a model really runs, as a document says; empty if here. */
  static String remoteHost(JsonNode node) {
    String remote = Json.string(node, "remote_host");
    boolean elsewhere = !remote.isEmpty() || !Json.string(node, "remote_model").isEmpty();
    return elsewhere ? host(remote) : "";
  }

  private static int contextTokens(JsonNode node) {
    JsonNode info = node.path("model_info");
    String architecture = Json.string(info, "general.architecture");
    return Math.max(0, info.path(architecture + ".context_length").asInt());
  }

  /** A forwarding model that does not say where to still runs elsewhere. */
  private static String host(String remote) {
    try {
      String host = URI.create(remote.contains("://") ? remote : "https://" + remote).getHost();
      String plain =
          host == null ? "" : host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
      return plain.isEmpty() || isHere(plain) ? CLOUD : plain;
    } catch (IllegalArgumentException e) {
      return CLOUD;
    }
  }

  /** What was allowed for a program on this device is not to hold for where that sends it on. */
  private static boolean isHere(String host) {
    if (!InetAddresses.isInetAddress(host)) {
      return host.equals("localhost") || host.endsWith(".localhost");
    }
    InetAddress address = InetAddresses.forString(host);
    return address.isLoopbackAddress() || address.isAnyLocalAddress();
  }
}

package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What Ollama says about its models. */
public final class OllamaFacts {

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

  /** Asks about one model. */
  public static HttpCall show(String model) {
    byte[] body = Json.bytes(Json.newObject().put("model", model));
    return HttpCall.post("/api/show", HEADERS, body, HttpCall.KeyHeader.BEARER);
  }

  /** Asks for all models with their digests. */
  public static HttpCall tags() {
    return new HttpCall("GET", "/api/tags", Map.of(), new byte[0], HttpCall.KeyHeader.BEARER);
  }

  /** Reads the answer to {@link #show}; nothing if it is none. */
  public static Optional<Shown> readShown(byte[] body) {
    return Json.object(new String(body, StandardCharsets.UTF_8))
        .map(node -> {
          String remote = Json.string(node, "remote_host");
          boolean elsewhere = !remote.isEmpty() || !Json.string(node, "remote_model").isEmpty();
          return new Shown(elsewhere ? host(remote) : "", contextTokens(node), isBlind(node));
        });
  }

  /** The manifest digest of a model in the answer to {@link #tags}; nothing if it is not there. */
  public static Optional<String> readDigest(byte[] body, String model) {
    String tagged = model.lastIndexOf(':') > model.lastIndexOf('/') ? model : model + ":latest";
    return Json.object(new String(body, StandardCharsets.UTF_8)).stream()
        .flatMap(node -> node.path("models").valueStream())
        .filter(entry ->
            tagged.equals(Json.string(entry, "model")) || tagged.equals(Json.string(entry, "name")))
        .map(entry -> Json.string(entry, "digest"))
        .filter(digest -> !digest.isEmpty())
        .findFirst();
  }

  private static boolean isBlind(JsonNode node) {
    JsonNode can = node.path("capabilities");
    return can.isArray() && can.valueStream().noneMatch(each -> each.asText().equals("vision"));
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
      return host == null ? "ollama.com" : host.toLowerCase(java.util.Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "ollama.com";
    }
  }
}

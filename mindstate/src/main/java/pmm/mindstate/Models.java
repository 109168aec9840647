package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Which models there are, and which one the mind speaks through.
 *
 * @param selected the one it speaks through
 * @param switches how often it went from one model to another; a new digest of the same is none
 * @param added those that were added and not removed: model id to context length in tokens, 0 if
 *     unknown
 * @param counted how far each one's own counts of tokens are from our estimates
 */
public record Models(
    Ref selected, int switches, PersistentMap<String, Integer> added, TokenRatios counted) {
  /** The voice that needs no model. */
  public static final String BUILT_IN = "builtin:voice";

  static final Models EMPTY =
      new Models(new Ref(BUILT_IN, "", "unspecified"), 0, PersistentMap.empty(), TokenRatios.EMPTY);

  /**
   * One model in one version.
   *
   * @param modelId such as {@code ollama:llama3.1}
   * @param digest as last seen; empty if none is known
   * @param hashKind what the digest is worth: "manifest", "declared" or "unspecified"
   */
  public record Ref(String modelId, String digest, String hashKind) {
    static Ref fromJson(JsonNode json) {
      return new Ref(
          json.path("model_id").asText(),
          json.path("digest").asText(),
          json.path("hash_kind").asText("unspecified"));
    }

    /** Returns the form that events hold. */
    public ObjectNode toJson() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("digest", digest)
          .put("hash_kind", hashKind)
          .put("model_id", modelId);
    }
  }

  /** Returns how many tokens a model's window takes, if that is known. */
  public Optional<Integer> window(String modelId) {
    return Optional.ofNullable(added.get(modelId)).filter(tokens -> tokens > 0);
  }

  Models reduce(StateEvent event) {
    return switch (event.kind()) {
      case "model_added" -> {
        String id = event.text("model_id");
        int window = (int) event.number("context_tokens");
        yield new Models(selected, switches, added.put(id, window), counted.without(id));
      }
      case "model_removed" -> {
        String id = event.text("model_id");
        yield new Models(selected, switches, added.remove(id), counted.without(id));
      }
      case "model_selected" -> {
        Ref to = Ref.fromJson(event.meta().path("to"));
        boolean another = !to.modelId().equals(selected.modelId());
        yield to.modelId().isEmpty()
            ? this
            : new Models(to, switches + (another ? 1 : 0), added, counted);
      }
      case "assistant_message" -> new Models(selected, switches, added, counted.reduce(event));
      default -> this;
    };
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("added");
    for (Map.Entry<String, Integer> model : added) {
      list.addArray().add(model.getKey()).add(model.getValue());
    }
    json.set("counted", counted.toJson());
    json.set("selected", selected.toJson());
    return json.put("switches", switches);
  }

  static Models fromJson(JsonNode json) {
    PersistentMap<String, Integer> added = PersistentMap.empty();
    for (JsonNode model : json.path("added")) {
      added = added.put(model.path(0).asText(), model.path(1).asInt());
    }
    return new Models(
        Ref.fromJson(json.path("selected")),
        json.path("switches").asInt(),
        added,
        TokenRatios.fromJson(json.path("counted")));
  }
}

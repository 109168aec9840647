package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * How many tokens each model counted for one that was estimated, in thousandths: a mean over its
 * answers, in which the last one counts a quarter.
 *
 * @param milli model id to thousandths; a model that never counted is not in it
 */
public record TokenRatios(PersistentMap<String, Integer> milli) {
  static final TokenRatios EMPTY = new TokenRatios(PersistentMap.empty());

  private static final int ONE = 1000;

  /** A server that keeps the begin of a prompt may count only the rest: fewer are not believed. */
  private static final int LEAST = 800;

  private static final int MOST = 4000;

  /** Of fewer tokens, what a server puts around a prompt is too large a part. */
  private static final int FEWEST = 100;

  private static final int SHARE_OF_LAST = 4;

  /** Returns what a model counts for a thousand tokens that are estimated. */
  public int of(String modelId) {
    Integer known = milli.get(modelId);
    return known == null ? ONE : known;
  }

  /** Returns whether a model has counted yet. */
  public boolean knows(String modelId) {
    return milli.containsKey(modelId);
  }

  TokenRatios reduce(StateEvent outcome) {
    JsonNode meta = outcome.meta();
    JsonNode usage = meta.path("usage");
    long estimated = meta.path("receipt").path("estimated_tokens").asLong();
    long counted = usage.path("prompt_tokens").asLong();
    boolean tells =
        !usage.path("estimated").asBoolean() && !meta.path("prompt_cut").asBoolean() && counted > 0;
    if (!tells || estimated < FEWEST) {
      return this;
    }
    String modelId = outcome.text("model_id");
    int seen = Math.clamp(counted * ONE / estimated, LEAST, MOST);
    int old = knows(modelId) ? of(modelId) : seen;
    return new TokenRatios(milli.put(modelId, old + (seen - old) / SHARE_OF_LAST));
  }

  TokenRatios without(String modelId) {
    return new TokenRatios(milli.remove(modelId));
  }

  ArrayNode toJson() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, Integer> model : milli) {
      list.addArray().add(model.getKey()).add(model.getValue());
    }
    return list;
  }

  static TokenRatios fromJson(JsonNode json) {
    PersistentMap<String, Integer> milli = PersistentMap.empty();
    for (JsonNode model : json) {
      milli = milli.put(model.path(0).asText(), model.path(1).asInt());
    }
    return new TokenRatios(milli);
  }
}

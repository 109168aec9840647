package pmm.mind.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How full a model's window is, in tokens as the model is thought to count them.
 *
 * @param windowTokens the window
 * @param answerTokens what is kept free for the answer
 * @param used what each section takes
 */
public record Gauge(int windowTokens, int answerTokens, Map<Section, Integer> used) {
  private static final String WINDOW = "window";

  /** Copies the map. */
  public Gauge {
    used = Map.copyOf(used);
  }

  /** Reads it from a receipt, or nothing from one that does not tell. */
  public static Optional<Gauge> read(JsonNode receipt) {
    if (!receipt.has(WINDOW)) {
      return Optional.empty();
    }
    Map<Section, Integer> used = new EnumMap<>(Section.class);
    for (Section section : Section.values()) {
      used.put(section, receipt.path(WINDOW).path(section.id()).asInt());
    }
    JsonNode parameters = receipt.path("parameters");
    return Optional.of(
        new Gauge(
            parameters.path("window_tokens").asInt(), parameters.path("max_tokens").asInt(), used));
  }

  /** Returns what nothing takes. */
  public int freeTokens() {
    int taken = used.values().stream().mapToInt(Integer::intValue).sum();
    return Math.max(0, windowTokens - answerTokens - taken);
  }

  void write(ObjectNode receipt) {
    ObjectNode window = receipt.putObject(WINDOW);
    for (Section section : Section.values()) {
      window.put(section.id(), used.getOrDefault(section, 0));
    }
  }
}

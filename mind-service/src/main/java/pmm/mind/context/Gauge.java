package pmm.mind.context;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * How full a model's window is, in tokens as the model is thought to count them.
 *
 * @param windowTokens the window
 * @param answerTokens what is kept free for the answer
 * @param used what each section takes
 */
public record Gauge(int windowTokens, int answerTokens, Map<Section, Integer> used) {
  /** Copies the map. */
  public Gauge {
    used = Map.copyOf(used);
  }

  void write(ObjectNode receipt) {
    ObjectNode window = receipt.putObject("window");
    for (Section section : Section.values()) {
      window.put(section.id(), used.getOrDefault(section, 0));
    }
  }
}

package pmm.provider.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.Prompt;
import pmm.provider.consent.Occasion;

/**
 * What one generate call asks.
 *
 * @param modelId which model
 * @param turns the prompt
 * @param tools what the model may ask to be called
 * @param maxTokens the most tokens to write, 0 for the provider's default
 * @param temperature null for the provider's default
 * @param seed null for none
 * @param occasion why, and what it belongs to
 */
public record Question(
    String modelId,
    List<Prompt.Turn> turns,
    List<Prompt.Tool> tools,
    int maxTokens,
    @Nullable Double temperature,
    @Nullable Long seed,
    Occasion occasion) {

  /** Copies the collections. */
  public Question {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
  }

  /** The same without tools. */
  Question withoutTools() {
    return new Question(modelId, turns, List.of(), maxTokens, temperature, seed, occasion);
  }
}

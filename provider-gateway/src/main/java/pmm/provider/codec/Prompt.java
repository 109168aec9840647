package pmm.provider.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param model the name the provider knows the model by
 * @param turns the utterances, oldest first
 * @param maxTokens the most tokens to write, 0 for the provider's default
 * @param temperature the sampling temperature, null for the provider's default
 * @param contextTokens the model's window in tokens
 */
public record Prompt(
    String model,
    List<Turn> turns,
    int maxTokens,
    @Nullable Double temperature,
    int contextTokens) {

  /** Copies the turns and drops empty ones, which some providers refuse. */
  public Prompt {
    turns = turns.stream().filter(turn -> !turn.text().isBlank()).toList();
  }

  /** Who speaks. */
  public enum Speaker {
    /** Instructions. */
    SYSTEM,
    /** The person. */
    USER,
    /** The model. */
    ASSISTANT
  }

  /**
   * One utterance.
   *
   * @param speaker who speaks
   * @param text what is said
   */
  public record Turn(Speaker speaker, String text) {}
}

package pmm.provider.generate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.Prompt;

/**
 * What one generate call asks.
 *
 * @param modelId which model
 * @param turns the prompt
 * @param tools what the model may ask to be called
 * @param maxTokens the most tokens to write, 0 for the provider's default
 * @param temperature null for the provider's default
 * @param seed null for none
 * @param attemptId the attempt it belongs to
 * @param conversationId the conversation it belongs to, empty if none
 * @param offRecord whether no event keeps its words
 * @param purpose why
 * @param dataClasses what kinds of words it holds
 * @param sources the events it was made from
 */
public record Question(
    String modelId,
    List<Prompt.Turn> turns,
    List<Prompt.Tool> tools,
    int maxTokens,
    @Nullable Double temperature,
    @Nullable Long seed,
    String attemptId,
    String conversationId,
    boolean offRecord,
    String purpose,
    Set<String> dataClasses,
    List<Long> sources) {

  /** Copies the collections. */
  public Question {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
    dataClasses = Set.copyOf(dataClasses);
    sources = List.copyOf(sources);
  }
}

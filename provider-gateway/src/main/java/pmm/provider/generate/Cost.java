package pmm.provider.generate;

import pmm.provider.codec.AnswerEvent.Usage;
import pmm.provider.egress.Outbound;
import pmm.provider.model.Api;

/**
 * What an answer cost.
 *
 * @param usage the provider's counts; a guess for each that it did not give
 * @param estimated whether one is a guess
 * @param promptCut whether the model read less than the whole prompt
 */
record Cost(Usage usage, boolean estimated, boolean promptCut) {

  /** No tokenizer makes longer tokens of what people write. */
  private static final int MOST_BYTES_A_TOKEN = 16;

  static Cost of(Usage said, Usage guess, Outbound outbound) {
    // A prompt is never of no tokens, nor are words: who says so has not counted.
    boolean promptSaid = said.promptTokens() > 0;
    boolean answerSaid =
        said.answerTokens() > 0 || (said.answerTokens() == 0 && guess.answerTokens() == 0);
    return new Cost(
        new Usage(
            promptSaid ? said.promptTokens() : guess.promptTokens(),
            answerSaid ? said.answerTokens() : guess.answerTokens()),
        !promptSaid || !answerSaid,
        promptSaid && isCut(said.promptTokens(), outbound));
  }

  /** Ollama cuts a prompt that does not fit, and says so by its count only. */
  private static boolean isCut(int promptTokens, Outbound outbound) {
    return outbound.model().api() == Api.OLLAMA
        && (promptTokens >= outbound.model().contextTokens()
            || (long) promptTokens * MOST_BYTES_A_TOKEN < outbound.textBytes());
  }
}

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

  /** A guess has four bytes a token. */
  private static final int MOST_GUESSED_TOO_HIGH = MOST_BYTES_A_TOKEN / 4;

  /**
   * The cost of an answer.
   *
   * @param said the counts that came with it
   * @param guess what else to count with
   * @param bytesRead how long all of the answer was
   */
  static Cost of(Usage said, Usage guess, Outbound outbound, int bytesRead) {
    return outbound.codecEventId() == 0
        ? of(said, guess, outbound)
        : of(credible(said, guess, outbound, bytesRead), guess, outbound);
  }

  /** An isolated codec could count what empties a budget, or next to nothing. */
  private static Usage credible(Usage said, Usage guess, Outbound outbound, int bytesRead) {
    return new Usage(
        credible(said.promptTokens(), guess.promptTokens(), outbound.call().body().length),
        credible(said.answerTokens(), guess.answerTokens(), bytesRead));
  }

  private static int credible(int said, int guess, int bytes) {
    int least = Math.ceilDiv(guess, MOST_GUESSED_TOO_HIGH);
    return said <= 0 ? said : Math.clamp(said, least, Math.max(least, bytes));
  }

  private static Cost of(Usage said, Usage guess, Outbound outbound) {
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

package pmm.mind.generation;

import org.jspecify.annotations.Nullable;

/**
 * How a generation ended and what it cost.
 *
 * @param finishReason "STOP", "LENGTH", "FILTERED" or "ERROR"
 * @param promptTokens tokens read
 * @param answerTokens tokens written
 * @param estimated whether the counts are estimates
 * @param elapsedMs from the first byte sent to the last received; 0 if not known
 * @param firstTokenMs from the first byte sent to the first content; 0 if not known
 * @param failure what went wrong; null if nothing did
 */
public record Ending(
    String finishReason,
    int promptTokens,
    int answerTokens,
    boolean estimated,
    long elapsedMs,
    long firstTokenMs,
    @Nullable Failure failure) {

  /** Returns the end of a generation that broke off before it could say what it cost. */
  public static Ending failed(Failure failure) {
    return new Ending("ERROR", 0, 0, true, 0, 0, failure);
  }

  /** Returns the same end, for an answer that reached the most an answer may have. */
  public Ending cutAtLength() {
    return new Ending(
        "LENGTH", promptTokens, answerTokens, estimated, elapsedMs, firstTokenMs, null);
  }

  /** Returns the end of an answer that was stopped: the counts are estimates. */
  public static Ending stopped(int promptTokens, int answerTokens) {
    return new Ending("", promptTokens, answerTokens, true, 0, 0, null);
  }
}

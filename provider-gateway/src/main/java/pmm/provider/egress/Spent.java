package pmm.provider.egress;

/**
 * What a call cost, as its result records it.
 *
 * @param promptTokens tokens read
 * @param answerTokens tokens written
 * @param estimated whether the provider did not count them
 */
public record Spent(int promptTokens, int answerTokens, boolean estimated) {

  /** Nothing was asked of a model. */
  public static final Spent NOTHING = new Spent(0, 0, false);
}

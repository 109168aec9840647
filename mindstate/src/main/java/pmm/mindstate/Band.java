package pmm.mindstate;

/** How strong a trait is, as far as it can be heard. */
public enum Band {
  WEAK,
  MIDDLING,
  STRONG;

  private static final double LOW = 0.35;
  private static final double HIGH = 0.65;

  /** Returns the band of a score. */
  public static Band of(double score) {
    return score < LOW ? WEAK : score > HIGH ? STRONG : MIDDLING;
  }
}

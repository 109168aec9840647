package pmm.mind.context;

/** Estimates of tokens, for sharing out a window; real counts come from the provider. */
public final class Tokens {
  private static final int CHARACTERS_A_TOKEN = 4;

  private Tokens() {}

  /**
   * Returns about how many tokens a text takes: one for four characters, or for one beyond Latin
   * scripts.
   */
  public static int estimate(String text) {
    int quarters = 0;
    for (int i = 0; i < text.length(); i++) {
      quarters += quarters(text.charAt(i));
    }
    return Math.ceilDiv(quarters, CHARACTERS_A_TOKEN);
  }

  /** Returns the begin of a text that takes no more than so many tokens. */
  static String begin(String text, int most) {
    int quarters = 0;
    for (int i = 0; i < text.length(); i++) {
      quarters += quarters(text.charAt(i));
      if (quarters > most * CHARACTERS_A_TOKEN) {
        boolean split = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        return text.substring(0, split ? i - 1 : i);
      }
    }
    return text;
  }

  private static int quarters(char character) {
    return character < 0x0590 ? 1 : CHARACTERS_A_TOKEN;
  }
}

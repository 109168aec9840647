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
    int narrow = 0;
    int wide = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x0590) {
        narrow++;
      } else {
        wide++;
      }
    }
    return (narrow + CHARACTERS_A_TOKEN - 1) / CHARACTERS_A_TOKEN + wide;
  }
}

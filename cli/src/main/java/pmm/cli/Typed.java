package pmm.cli;

/** Words that were typed after a command. */
final class Typed {
  private static final char LOST_LETTER = '\uFFFD';

  private Typed() {}

  /**
   * The same words, if all of their letters have arrived.
   *
   * @param otherwise another way to say them
   */
  static String words(String given, String otherwise) {
    if (given.indexOf(LOST_LETTER) >= 0) {
      throw Failure.notDone(
          "Some letters were lost on the way: the terminal's character set is "
              + System.getProperty("sun.jnu.encoding")
              + " (expected: UTF-8). Set LC_ALL=C.UTF-8"
              + otherwise);
    }
    return given;
  }
}

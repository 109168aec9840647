package pmm.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer is to be, as words that pass through every gateway.
 *
 * @param chunks how many pieces of text
 * @param paceMs pause after each, in milliseconds; 0 sends them as fast as they are taken
 * @param wordBytes the length of each
 */
record Script(int chunks, int paceMs, int wordBytes) {

  /** A connection on which nothing ever comes, not even a head. */
  static final Script SILENT = new Script(0, 0, 0);

  private static final Pattern WORDS = Pattern.compile("answer (\\d+) (\\d+) (\\d+)");

  static Script paced(int chunks, int paceMs) {
    return new Script(chunks, paceMs, 6);
  }

  static Script burst(int chunks) {
    return new Script(chunks, 0, 6);
  }

  /** More than anybody reads. */
  static Script flood() {
    return new Script(Integer.MAX_VALUE, 0, 1000);
  }

  boolean silent() {
    return chunks == 0;
  }

  String word() {
    return "x".repeat(wordBytes - 1) + " ";
  }

  /** The question that has it. */
  String question() {
    return "answer %d %d %d".formatted(chunks, paceMs, wordBytes);
  }

  /** The last one in a request: those before are what was said earlier. */
  static Script lastIn(String request) {
    Script last = SILENT;
    for (Matcher found = WORDS.matcher(request); found.find(); ) {
      last =
          new Script(
              Integer.parseInt(found.group(1)),
              Integer.parseInt(found.group(2)),
              Integer.parseInt(found.group(3)));
    }
    return last;
  }
}

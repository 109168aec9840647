package pmm.mindstate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads where the person says what is so in the place of something else: "No, my dentist is called
 * Dr. Bellweather, not Dr. Zorvex." English only. It is only ever a proposal: what is believed
 * instead is what the person then keeps.
 */
public final class CorrectionGrammar {
  private static final Pattern OPENING =
      Pattern.compile(
          "^(?:(?:no|nope|wrong|actually|correction|sorry|wait|well|oh|but|not quite|i meant|that(?:'s| is) (?:wrong|not (?:right|true|so)))(?:[,:;!—–-]+\\s*|\\s+))+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_THAT =
      Pattern.compile(
          "(?:,|;| [—–-]) (?:and )?not [^,;]{1,80}$|,? instead of [^,;]{1,80}$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CLOSING = Pattern.compile("[.!\\s]+$");

  private CorrectionGrammar() {}

  /** Returns what is so, in the person's own words, of each sentence that corrects something. */
  public static List<String> corrected(String message) {
    return message
        .lines()
        .flatMap(line -> Sentence.of(line).stream())
        .map(Sentence::text)
        .filter(sentence -> !sentence.endsWith("?"))
        .flatMap(sentence -> isSo(CLOSING.matcher(sentence).replaceFirst("")).stream())
        .toList();
  }

  private static Optional<String> isSo(String sentence) {
    Matcher opening = OPENING.matcher(sentence);
    boolean opens = opening.find();
    String said = opens ? sentence.substring(opening.end()) : sentence;
    Matcher not = NOT_THAT.matcher(said);
    boolean contrasts = not.find();
    String so = contrasts ? said.substring(0, not.start()) : said;
    return opens || contrasts
        ? Optional.of(so.strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}

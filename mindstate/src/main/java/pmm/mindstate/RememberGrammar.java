package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads what the person asks the mind to keep: "Remember that ...", "Don't forget that ..." and the
 * like at the start of a line or a sentence, in English, German and Spanish.
 */
public final class RememberGrammar {
  private static final String ASKING =
      String.join(
          "|",
          "(?:remember|(?:keep|bear) in mind|don['’]t forget|do not forget|make a note|write down)"
              + "(?:,? please,?)?(?:\\s+that\\s+|:\\s*)",
          "note (?:that )?(?=(?:i|i['’]m|i['’]ve|my|we|our)\\b)",
          "(?:merke?|notiere?) dir(?:,? bitte)?(?:,? dass\\s+|:\\s*)",
          "(?:vergiss (?:bitte )?nicht|denk(?:e)? (?:bitte )?daran)(?:,? dass\\s+|:\\s*)",
          "(?:recuerda|no olvides|ten en cuenta|acu[eé]rdate de)(?:,? por favor,?)?(?:\\s+que\\s+|:\\s*)");
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:^|(?<=[.!?;]\\s))(?:(?:please|bitte|por favor)[, ]+)?(?:(?:and|und|y|also|oh|ok)[, ]+)?(?:"
              + ASKING
              + ")",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);
  private static final int LONGEST = 2000;

  private RememberGrammar() {}

  /**
   * Returns what is to be kept, in the person's own words, without a closing point; questions ask
   * for nothing, and quotations neither. What is asked for goes on to the end of its line, or to
   * the sentence that does something else: asks again, gives a name, or is a question.
   */
  public static List<String> asked(String message) {
    OwnWords own = new OwnWords(message);
    List<MatchResult> all = ASKED.matcher(message).results().toList();
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int begin = all.get(i).end();
      int next = i + 1 < all.size() ? all.get(i + 1).start() : message.length();
      String words = message.substring(begin, next).lines().findFirst().orElse("");
      String what = own.areAt(all.get(i).start()) ? ofOneAct(words) : "";
      if (!what.isEmpty() && !what.endsWith("?") && what.length() <= LONGEST) {
        asked.add(what);
      }
    }
    return List.copyOf(asked);
  }

  private static String ofOneAct(String words) {
    int end = 0;
    for (Sentence sentence : Sentence.of(words)) {
      int begin = words.indexOf(sentence.text(), end);
      if (end > 0 && doesElse(sentence.text())) {
        return closed(words.substring(0, begin));
      }
      end = begin + sentence.text().length();
    }
    return closed(words);
  }

  private static boolean doesElse(String sentence) {
    return sentence.endsWith("?")
        || !NameGrammar.namings(sentence).isEmpty()
        || ForgetGrammar.asked(sentence).isPresent();
  }

  private static String closed(String words) {
    String what = words.strip();
    return what.endsWith(".") ? what.substring(0, what.length() - 1).strip() : what;
  }
}

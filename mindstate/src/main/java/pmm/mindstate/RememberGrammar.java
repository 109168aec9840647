package pmm.mindstate;

import java.util.List;
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
          "(?:^|(?<=[.!?;]\\s))(?:(?:please|bitte|por favor)[, ]+)?(?:(?:and|also|oh|ok)[, ]+)?(?:"
              + ASKING
              + ")(?<what>[^\\n]+)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);
  private static final int LONGEST = 2000;

  private RememberGrammar() {}

  /**
   * Returns what is to be kept, in the person's own words, without a closing point; questions ask
   * for nothing, and quotations neither.
   */
  public static List<String> asked(String message) {
    OwnWords own = new OwnWords(message);
    return ASKED
        .matcher(message)
        .results()
        .filter(found -> own.areAt(found.start()))
        .map(found -> found.group("what").strip())
        .filter(what -> !what.endsWith("?"))
        .map(what -> what.endsWith(".") ? what.substring(0, what.length() - 1).strip() : what)
        .filter(what -> !what.isEmpty() && what.length() <= LONGEST)
        .toList();
  }
}

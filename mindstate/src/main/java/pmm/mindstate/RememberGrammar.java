package pmm.mindstate;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what the person asks the mind to keep: "Remember that ..." at the start of a line or a
 * sentence.
 */
public final class RememberGrammar {
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:^|(?<=[.!?;]\\s))(?:please[, ]+)?remember(?:,? please,?)?(?:\\s+that\\s+|:\\s*)(?<what>[^\\n]+)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final int LONGEST = 2000;

  private RememberGrammar() {}

  /**
   * Returns what is to be kept, in the person's own words, without a closing point; questions ask
   * for nothing.
   */
  public static List<String> asked(String message) {
    return ASKED
        .matcher(message)
        .results()
        .map(found -> found.group("what").strip())
        .filter(what -> !what.endsWith("?"))
        .map(what -> what.endsWith(".") ? what.substring(0, what.length() - 1).strip() : what)
        .filter(what -> !what.isEmpty() && what.length() <= LONGEST)
        .toList();
  }
}

package pmm.mindstate;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads whether the person asks the mind to forget something: "Forget that", "Forget what I said
 * about ..." as a whole sentence, in English, German and Spanish. It is only ever a question: what
 * is forgotten is what the person then confirms.
 */
public final class ForgetGrammar {
  private static final String SAID =
      "(?:(?:everything|all|anything|whatever|what)(?: that)? )?(?:i|we)(?:['’]ve| have)?(?: just)?"
          + " (?:said|told you|wrote|mentioned)(?: to you)?";
  private static final String ABOUT =
      String.join(
          "|",
          "forget (?:that|this|all that|" + SAID + ")(?: again)?",
          "forget (?:"
              + SAID
              + " about|about(?! it\\b)|everything about|all about|that|the fact that) (?<en>[^.!?\\n]+?)",
          "vergiss (?:bitte )?(?:das|dies|das alles)(?: wieder)?",
          "vergiss(?: bitte)?(?: alles)?,? was ich (?:dir )?(?:über|zu|von) (?<de>[^.!?\\n]+?) (?:gesagt|erzählt|geschrieben) habe",
          "vergiss(?: bitte)?,? dass (?<dass>[^.!?\\n]+?)",
          "olvida (?:eso|esto|todo eso)",
          "olvida (?:todo )?lo que (?:te )?(?:dije|he dicho|cont[eé]) (?:sobre|de) (?<es>[^.!?\\n]+?)",
          "olvida que (?<que>[^.!?\\n]+?)");
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:^|(?<=[.!?;]\\s))(?:(?:please|bitte|por favor|ok|oh|no|actually|and)[, ]+)*+"
              + "(?:(?:can|could|would|will) you (?:please )?|(?:i want|i['’]d like) you to )?"
              + "(?:"
              + ABOUT
              + ")(?:,? (?:please|bitte|por favor))?\\s*(?:[.!?]|$)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);

  private ForgetGrammar() {}

  /**
   * Returns what is to be forgotten, in the person's words: empty for what was said last. Nothing
   * where the message asks for no such thing.
   */
  public static Optional<String> asked(String message) {
    OwnWords own = new OwnWords(message);
    return ASKED
        .matcher(message)
        .results()
        .filter(found -> own.areAt(found.start()))
        .map(ForgetGrammar::about)
        .findFirst();
  }

  private static String about(MatchResult found) {
    return found.namedGroups().keySet().stream()
        .map(found::group)
        .filter(words -> words != null)
        .findFirst()
        .map(String::strip)
        .orElse("");
  }
}

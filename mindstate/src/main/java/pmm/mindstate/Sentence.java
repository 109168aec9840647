package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One sentence of a line.
 *
 * @param text as it stands, without list marks and emphasis around it
 * @param plain the same in small letters without emphasis, with {@value #GAP} for each quotation,
 *     piece of code and bracket
 */
record Sentence(String text, String plain) {
  /** Stands for words that are not the speaker's own. */
  static final char GAP = '\u25a1';

  private static final Pattern ASIDE =
      Pattern.compile(
          "`[^`]*`|\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|„[^“”]*[“”]|«[^»]*(?:»|$)|»[^«]*«|‹[^›]*›|\\([^()]*\\)|\\[[^\\[\\]]*\\]"
              + "|(?<![\\p{L}\\p{N}])['‘](?!(?:ll|m|re|ve|s|d|t)\\b)[^'’\\n]*(?:['’](?:ll|m|re|ve|s|d|t)\\b[^'’\\n]*)*['’](?![\\p{L}])");

  /**
   * A full stop that ends a sentence, with what closes behind it; or the end of a quotation that
   * ended one, marked by a black square.
   */
  private static final Pattern END =
      Pattern.compile("(?:[.!?…]+|(?<=[.!?…]\\u25a0)(?=\\s+\\p{Lu}))[*_)\\]\"”]*(?=\\s|$)");

  private static final Pattern ABBREVIATION =
      Pattern.compile(
          "(?:^|[^\\p{L}])(?:dr|mr|mrs|ms|prof|st|no|vs|e\\.g|i\\.e|p\\.s|[ap]\\.m|approx|etc|jan|feb|mar|apr|aug|sept?|oct|nov|dec|tel)$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern AROUND =
      Pattern.compile(
          "^(?:[-*+•]\\s+|\\d{1,3}[.)]\\s+|[*_~]+|[^\\p{L}\\p{N}(\\[\"“'‘]+)+|[*_~\\s]+$");

  /** Returns the sentences of a line, in order. */
  static List<Sentence> of(String line) {
    String own = ASIDE.matcher(line).replaceAll(found -> hidden(found.group()));
    List<Sentence> sentences = new ArrayList<>();
    int start = 0;
    Matcher end = END.matcher(own);
    while (end.find()) {
      if (!ABBREVIATION.matcher(own.substring(start, end.start())).find()
          || end.end() == own.length()) {
        add(sentences, line, own, start, end.end());
        start = end.end();
      }
    }
    add(sentences, line, own, start, line.length());
    return sentences;
  }

  /**
   * Returns as many signs: white squares, and a black one at the end if a sentence ended inside.
   */
  private static String hidden(String aside) {
    int length = aside.length();
    boolean ends = length > 1 && ".!?…".indexOf(aside.charAt(length - 2)) >= 0;
    return String.valueOf(GAP).repeat(Math.max(0, length - 2))
        + (ends ? ".\u25a0" : "" + GAP + GAP).substring(0, Math.min(2, length));
  }

  private static void add(List<Sentence> sentences, String line, String own, int from, int to) {
    String text = AROUND.matcher(line.substring(from, to).strip()).replaceAll("").strip();
    if (!text.isEmpty()) {
      String plain =
          own.substring(from, to)
              .replace('’', '\'')
              .replaceAll("[*_~]+", "")
              .replaceAll("[\u25a1\u25a0]+\\.?\u25a0?", String.valueOf(GAP))
              .replaceAll("^[\\s\\-+•]*(?:\\d{1,3}[.)]\\s+)?", "");
      sentences.add(new Sentence(text, Words.normal(plain)));
    }
  }
}

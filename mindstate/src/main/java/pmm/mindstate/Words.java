package pmm.mindstate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How two texts are told apart: case, spaces and a closing point make no difference. */
public final class Words {
  /** What is written without spaces between words: each sign counts as one. */
  private static final String UNSPACED = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}";

  private static final Pattern WORD =
      Pattern.compile("[" + UNSPACED + "]|[^\\s、。：；「」『』！？（），" + UNSPACED + "]+");
  private static final Pattern EDGES =
      Pattern.compile("^[.,;:!?()\\[\\]\"'“”‘’«»…*_`]+|[.,;:!?()\\[\\]\"'“”‘’«»…*_`]+$");
  private static final Set<String> COMMON =
      Set.of(
          "a", "about", "an", "and", "are", "at", "i", "in", "is", "it", "me", "my", "of", "on",
          "our", "that", "the", "to", "was", "were", "with", "you", "your", "das", "der", "die",
          "mein", "meine", "el", "la", "mi");

  /** So much of a word is always looked for. */
  private static final int STEM = 3;

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern TRAILING = Pattern.compile("[\\s.!]+$");

  private Words() {}

  /** Returns the form in which equal statements are equal. */
  public static String normal(String text) {
    String oneLine = SPACES.matcher(text.strip()).replaceAll(" ");
    return TRAILING.matcher(oneLine).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** Returns whether a text holds all words of another one, side by side. */
  public static boolean holds(String text, String part) {
    return (" " + String.join(" ", split(text)) + " ")
        .contains(" " + String.join(" ", split(part)) + " ");
  }

  /**
   * Returns whether a text has each of some words that say something, or one that begins like it:
   * "gardens" tells of the garden.
   */
  public static boolean tellsOf(String text, String words) {
    List<Found> telling = telling(words);
    return !telling.isEmpty() && toldOf(telling, text) == telling.size();
  }

  /** Returns whether a text has a third or more of the words that say something, so read. */
  public static boolean touches(String text, String words) {
    List<Found> telling = telling(words);
    return !telling.isEmpty() && toldOf(telling, text) * 3 >= telling.size();
  }

  private static long toldOf(List<Found> telling, String text) {
    List<String> told = split(text);
    return telling.stream()
        .map(Found::word)
        .map(word -> word.substring(0, Math.max(Math.min(STEM, word.length()), word.length() - 2)))
        .filter(stem -> told.stream().anyMatch(word -> word.startsWith(stem)))
        .count();
  }

  /**
   * One word of a text.
   *
   * @param word in lower case, without the marks around it
   * @param start where it begins in the text, with the marks before it
   */
  record Found(String word, int start) {}

  /** Returns the words of a text that say something, in order. */
  static List<Found> telling(String text) {
    return found(text).filter(found -> !COMMON.contains(found.word())).toList();
  }

  /** Returns the words of a text in lower case, without the marks around them. */
  static List<String> split(String text) {
    return found(text).map(Found::word).toList();
  }

  private static Stream<Found> found(String text) {
    return WORD.matcher(text)
        .results()
        .map(match -> {
          String word = EDGES.matcher(match.group().toLowerCase(Locale.ROOT)).replaceAll("");
          return new Found(word, match.start());
        })
        .filter(found -> !found.word().isEmpty());
  }

  /** Returns the first words of a text on one line, of at most {@code max} characters. */
  public static String first(String text, int max) {
    String line = SPACES.matcher(text.strip()).replaceAll(" ");
    if (line.length() <= max) {
      return line;
    }
    int space = line.lastIndexOf(' ', max - 1);
    int end = space > max / 2 ? space : max - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}

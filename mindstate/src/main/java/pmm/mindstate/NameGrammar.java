package pmm.mindstate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads who gives whom a name. It would rather ask back than take a wrong one: only a whole
 * sentence counts, and only a capitalised or quoted word is a name for sure.
 */
public final class NameGrammar {
  /** Possessive: what backtracks would recurse once a word, and overflow the stack on many. */
  private static final String OPENING =
      "(?:(?:from now on|ok|okay|so|well|hi|hello|hey|yes|no|and|and from now on|please|great|good|actually"
          + "|by the way|btw|sorry|sure|thanks|thank you|oh|wait|correction)[, !:]+)*+";

  private static final String NAME =
      "(?:[\"“”'‘«](?<quoted>[^\"“”‘’«»\\n]{1,40})[\"“”'’»]|(?<word>[\\p{L}][\\p{L}\\p{M}\\p{N}'’-]{0,39}"
          + "(?: \\p{Lu}[\\p{L}\\p{M}'’-]{0,39}){0,2}))";
  private static final String CLOSING =
      "(?=\\s*(?:$|[.!,;:)]|—|–|-\\s|(?:and|from now on|now|because|since|as)\\b))";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final Pattern MIND =
      sentence(
          "(?:your (?:new )?name (?:is|will be|shall be)(?: now)?|i(?:'|’| wi)ll call you|i(?: am|'m|’m) calling you)");
  private static final Pattern PERSON = sentence("my name is");
  private static final Pattern SENTENCE = Pattern.compile("[^.!?\\n]+[.!?]*");
  private static final Set<String> NO_NAMES =
      Set.of(
          "a",
          "an",
          "the",
          "not",
          "too",
          "so",
          "very",
          "what",
          "who",
          "back",
          "later",
          "tomorrow",
          "again",
          "when",
          "if",
          "on",
          "that",
          "this",
          "whatever",
          "something",
          "nothing",
          "never");

  private NameGrammar() {}

  /** Who gives whom a name. */
  public sealed interface Naming {
    /** The person names the mind. */
    record OfMind(String name) implements Naming {}

    /** The person says their own name. */
    record OfPerson(String name) implements Naming {}

    /** It may be a name for the mind: to be asked back. */
    record Unsure(String words) implements Naming {}
  }

  /** Returns what a message of the person says about names, in order. */
  public static List<Naming> namings(String message) {
    return SENTENCE
        .matcher(message)
        .results()
        .map(found -> found.group().strip())
        .filter(sentence -> !sentence.contains("?"))
        .flatMap(sentence -> naming(sentence).stream())
        .toList();
  }

  /**
   * Returns a message with "…" in the place of each sentence that says such a thing about names.
   */
  public static String without(String message, Predicate<Naming> such) {
    return SENTENCE
        .matcher(message)
        .replaceAll(found -> {
          String sentence = found.group();
          boolean cut =
              !sentence.contains("?") && naming(sentence.strip()).filter(such).isPresent();
          String gap = Character.isWhitespace(sentence.charAt(0)) ? " …" : "…";
          return cut ? gap : Matcher.quoteReplacement(sentence);
        });
  }

  /** Returns the name in a sentence like "My name is Scott". */
  public static Optional<String> personName(String text) {
    return namings(text).stream()
        .filter(Naming.OfPerson.class::isInstance)
        .map(naming -> ((Naming.OfPerson) naming).name())
        .findFirst();
  }

  private static Optional<Naming> naming(String sentence) {
    Matcher mind = MIND.matcher(sentence);
    if (mind.find()) {
      return nameOf(mind)
          .<Naming>map(
              name -> isSure(mind, name) ? new Naming.OfMind(name) : new Naming.Unsure(name));
    }
    Matcher person = PERSON.matcher(sentence);
    return person.find()
        ? nameOf(person).filter(name -> isSure(person, name)).map(Naming.OfPerson::new)
        : Optional.empty();
  }

  private static Optional<String> nameOf(Matcher match) {
    String quoted = match.group("quoted");
    String name = quoted == null ? match.group("word") : quoted.strip();
    boolean none = quoted == null && NO_NAMES.contains(firstWord(name).toLowerCase(Locale.ROOT));
    return none || name.isBlank() ? Optional.empty() : Optional.of(name);
  }

  private static String firstWord(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }

  private static boolean isSure(Matcher match, String name) {
    int first = name.codePointAt(0);
    return match.group("quoted") != null
        || Character.isUpperCase(first)
        || !Character.isLowerCase(first);
  }

  private static Pattern sentence(String phrase) {
    return Pattern.compile(
        "^" + OPENING + phrase + "\\s+" + NAME.replace("\\p{Lu}", "(?-i:\\p{Lu})") + CLOSING,
        FLAGS);
  }
}

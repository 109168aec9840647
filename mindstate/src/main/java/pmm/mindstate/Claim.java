package pmm.mindstate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a memory says, in a form that can be compared: whose what is which. Only plain sentences
 * become one; it would rather see no contradiction than a wrong one.
 *
 * @param attribute what it tells
 * @param about whose, and which one of several; empty for the person's only one
 * @param value the words of the value, without those that say nothing
 * @param denied whether it says that this is not so
 */
public record Claim(Attribute attribute, String about, Set<String> value, boolean denied) {

  /** What can be told. */
  public enum Attribute {
    NAME,
    HOME,
    WORK,
    BIRTHDAY,
    PHONE,
    EMAIL,
    FAVOURITE,
    PROPERTY;

    /** How events name it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A way to say it.
   *
   * @param hints of which a sentence of this form holds one: most sentences are told apart by them,
   *     at a fraction of what a pattern costs
   */
  private record Form(Attribute attribute, String which, List<String> hints, Pattern sentence) {
    boolean mayBe(String lowerCase) {
      return hints.stream().anyMatch(lowerCase::contains);
    }
  }

  private static final String WHO =
      "(?:(?<who>\\p{L}[\\p{L}\\p{M}'-]*(?: [\\p{L}\\p{M}'-]+){0,3}?) )";
  private static final String WHO_IS = WHO.replace(" )", " ?)") + "(?:am|is|are|'m|'s|'re)";
  private static final String WHOSE =
      "(?:(?:my|our)|(?<who>your|(?:\\p{L}[\\p{L}\\p{M}-]*)(?: [\\p{L}\\p{M}-]+){0,3}?'s))";
  private static final String NOW = "(?:(?:now|currently|still) )?";
  private static final String NOT = "(?<not>(?:do|does)(?: not|n't) |no longer )?";
  private static final String IS = " is(?<not> not|n't)?(?: now)?(?: on| called| named)? ";
  private static final String VALUE = "(?<value>.+)";

  private static final List<Form> FORMS =
      List.of(
          form(Attribute.NAME, "", "name", WHOSE + " (?:full |first |real )?name" + IS + VALUE),
          form(
              Attribute.NAME,
              "",
              "called|named",
              WHO_IS + "(?<not> not)? (?:called|named) " + VALUE),
          form(
              Attribute.NAME,
              "",
              "ich heiße|mein name|me llamo|mi nombre",
              "(?:ich heiße|mein name ist|me llamo|mi nombre es) " + VALUE),
          form(
              Attribute.HOME,
              "",
              "live|reside",
              WHO + "?" + NOW + NOT + "(?:live|reside)s? " + NOW + "(?:in|at) " + VALUE),
          form(
              Attribute.HOME,
              "",
              "living",
              WHO_IS + "(?<not> not)? (?:now )?living (?:in|at) " + VALUE),
          form(Attribute.HOME, "", "moved to", WHO + "?(?:ha(?:s|ve) )?moved to " + VALUE),
          form(
              Attribute.HOME,
              "",
              "ich wohne|ich lebe|vivo en",
              "(?:ich (?:wohne|lebe) (?:jetzt )?in|(?:yo )?vivo en) " + VALUE),
          form(
              Attribute.WORK,
              "at",
              "work",
              WHO + "?" + NOW + NOT + "works? " + NOW + "(?:at|for) " + VALUE),
          form(
              Attribute.WORK,
              "at",
              "working",
              WHO_IS + "(?<not> not)? working (?:at|for) " + VALUE),
          form(
              Attribute.WORK,
              "at",
              "ich arbeite|trabajo en",
              "(?:ich arbeite (?:jetzt )?bei|(?:yo )?trabajo en) " + VALUE),
          form(
              Attribute.WORK,
              "as",
              "work",
              WHO + "?" + NOW + NOT + "works? " + NOW + "as " + VALUE),
          form(
              Attribute.WORK,
              "as",
              "job|profession|occupation",
              WHOSE + " (?:job|profession|occupation)" + IS + VALUE),
          form(
              Attribute.BIRTHDAY,
              "",
              "birth",
              WHOSE + " (?:birthday|birth date|date of birth)" + IS + VALUE),
          form(
              Attribute.BIRTHDAY,
              "",
              "born",
              WHO + "(?:was|were|am|is)(?<not> not)? born (?:on|in) " + VALUE),
          form(
              Attribute.PHONE,
              "",
              "phone|mobile|cell",
              WHOSE
                  + " (?:new )?(?:(?:tele)?phone|mobile|cell)(?: phone)?(?: number)?"
                  + IS
                  + VALUE),
          form(Attribute.EMAIL, "", "mail", WHOSE + " (?:new )?e-?mail(?: address)?" + IS + VALUE),
          form(
              Attribute.FAVOURITE,
              "",
              "favorite|favourite",
              WHOSE + " favou?rite (?<thing>[\\p{L}\\p{N} -]{1,40}?)" + IS + VALUE),
          form(
              Attribute.PROPERTY,
              "",
              " is",
              WHOSE.replace("my|", "my|the|")
                  + " (?<thing>[\\p{L}\\p{N}][\\p{L}\\p{N} '-]{0,60}?)"
                  + IS
                  + VALUE));

  /** Things of which there is one at a time, whatever the value looks like. */
  private static final Set<String> SINGLE =
      Set.of(
          "password",
          "passphrase",
          "code",
          "pin",
          "size",
          "type",
          "hometown",
          "nationality",
          "religion",
          "diet",
          "height",
          "weight",
          "age",
          "address",
          "username",
          "language",
          "sign");

  private static final Pattern FIRST_SENTENCE =
      Pattern.compile(
          "\\s*(?:that |actually,? |by now,? |now,? )*+(?!(?:if|when|unless|whether|maybe|perhaps) )"
              + "(?<said>.*?)(?:(?<!\\b(?:dr|mr|mrs|ms|prof|st))[.!;](?:\\s.*)?)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REST =
      Pattern.compile(
          "(?:,|\\(|\\b(?:with|since|because|and|but|until|these days|at the moment|any ?more|now|instead|too)\\b).*");
  private static final Pattern SELF =
      Pattern.compile("(?:i|we|me|the person|the user|person|user|they|he|she|ich|yo|)(?:'s)?");
  private static final Set<String> FILLERS = Set.of("a", "an", "the", "of", "in", "on", "at");
  private static final Pattern ORDINAL = Pattern.compile("(\\d+)(?:st|nd|rd|th)");

  /** Copies the set. */
  public Claim {
    value = Set.copyOf(value);
  }

  /** Returns what a sentence claims, if that is plain. */
  public static Optional<Claim> of(String text) {
    String line = text.replace('’', '\'').strip();
    Matcher first = FIRST_SENTENCE.matcher(line);
    if (line.endsWith("?") || !first.matches()) {
      return Optional.empty();
    }
    String said = first.group("said").strip();
    String lowerCase = said.toLowerCase(Locale.ROOT);
    for (Form form : FORMS) {
      if (form.mayBe(lowerCase)) {
        Matcher sentence = form.sentence().matcher(said);
        if (sentence.matches()) {
          return claim(form, sentence);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what two claims must share to contradict each other. */
  String topic() {
    return attribute.id() + " " + about;
  }

  /** Returns whether both cannot be so. What only says more about the same is no contradiction. */
  public boolean contradicts(Claim other) {
    if (!topic().equals(other.topic()) || (denied && other.denied)) {
      return false;
    }
    boolean same = value.containsAll(other.value) || other.value.containsAll(value);
    return denied == other.denied ? !same : same;
  }

  private static Optional<Claim> claim(Form form, Matcher sentence) {
    String told =
        form.attribute() == Attribute.PROPERTY
            ? sentence.group("value")
            : REST.matcher(sentence.group("value")).replaceFirst("");
    String thing = group(sentence, "thing").toLowerCase(Locale.ROOT);
    Set<String> value = value(form.attribute(), told);
    boolean comparable = form.attribute() != Attribute.PROPERTY || isDefinite(thing, told);
    String about =
        String.join(" ", List.of(owner(group(sentence, "who")), form.which(), thing)).strip();
    boolean denied = !group(sentence, "not").isEmpty();
    return value.isEmpty() || !comparable
        ? Optional.empty()
        : Optional.of(new Claim(form.attribute(), about.replaceAll(" +", " "), value, denied));
  }

  private static String owner(String who) {
    String owner = who.strip().toLowerCase(Locale.ROOT);
    if (SELF.matcher(owner).matches()) {
      return "";
    }
    return owner
        .replaceFirst("^(?:my|our|the person's|the user's|their|his|her) ", "")
        .replaceFirst("'s$", "")
        .replaceFirst("^you(?:r)?$", "you");
  }

  private static Set<String> value(Attribute attribute, String told) {
    if (attribute == Attribute.PHONE) {
      String digits = told.replaceAll("\\D", "");
      return digits.isEmpty() ? Set.of() : Set.of(digits);
    }
    Set<String> words = new HashSet<>();
    for (String word : Words.split(told)) {
      words.add(ORDINAL.matcher(word).replaceFirst("$1"));
    }
    words.removeAll(FILLERS);
    return words;
  }

  /** A car can be red and fast; it has one number plate. */
  private static boolean isDefinite(String thing, String value) {
    String last = thing.substring(thing.lastIndexOf(' ') + 1);
    String first = value.strip().replaceFirst("^[\"“'‘]", "");
    return SINGLE.contains(last)
        || (!first.isEmpty() && Character.isUpperCase(first.codePointAt(0)))
        || value.chars().anyMatch(Character::isDigit);
  }

  private static String group(Matcher match, String name) {
    if (!match.namedGroups().containsKey(name)) {
      return "";
    }
    String group = match.group(name);
    return group == null ? "" : group;
  }

  private static Form form(Attribute attribute, String which, String hints, String sentence) {
    return new Form(
        attribute,
        which,
        List.of(hints.split("\\|", -1)),
        Pattern.compile(sentence, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
  }
}

package pmm.mindstate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why the mind does not stand by what a model said of it.
 *
 * @param reason "missing_event", "later_event", "not_given", "earlier_event" or "another_name"
 * @param eventId the event that was wrongly cited; 0 for a name
 */
public record Refusal(String reason, long eventId) {
  private static final String CAPITALISED = "\\p{Lu}[\\p{L}\\p{M}\\p{N}'’-]*";

  /** A capitalised word right after "I am" is taken for a name, also where it is none. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(?i:my name is|i am called|i['’]m called|i am|i['’]m)\\s+(?<name>"
              + CAPITALISED
              + "(?: "
              + CAPITALISED
              + "){0,2})(?=\\s*(?:$|[.,;!]|and\\b))");

  /**
   * Returns why events cannot be cited, if they cannot.
   *
   * @param through the last event that there is
   * @param given what the model knew: nothing else shows anything to it
   */
  static Optional<Refusal> ofEvents(List<Long> cited, long through, Given given) {
    return cited.stream()
        .filter(id -> id > given.seen() || !given.events().contains(id))
        .findFirst()
        .map(id -> new Refusal(reason(id, through, given.seen()), id));
  }

  private static String reason(long id, long through, long seen) {
    if (id > through) {
      return "missing_event";
    }
    return id > seen ? "later_event" : "not_given";
  }

  /** Returns why words cannot be said of the mind: they give it a name that it does not have. */
  static Optional<Refusal> ofWords(String words, Identity identity) {
    return NAMED
        .matcher(words)
        .results()
        .map(found -> found.group("name"))
        .flatMap(name -> ofName(name, identity).stream())
        .findFirst();
  }

  /** Returns why the mind is not called so, if it is not. */
  static Optional<Refusal> ofName(String name, Identity identity) {
    return Words.normal(name).equals(Words.normal(identity.name()))
        ? Optional.empty()
        : Optional.of(new Refusal("another_name", 0));
  }

  /** Returns the first of them. */
  static Optional<Refusal> first(Stream<Optional<Refusal>> refusals) {
    return refusals.flatMap(Optional::stream).findFirst();
  }
}

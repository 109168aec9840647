package pmm.mind.voice;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pmm.mind.context.Source;

/**
 * A question and the answer that followed it, as far as both were recalled.
 *
 * @param question what the person asked; null if it was not recalled, or was no question
 * @param answer what followed it; null if it was not recalled
 */
record Exchange(@Nullable Source question, @Nullable Source answer) {

  /** Returns the exchange to which a recalled question or an answer belongs. */
  static Exchange around(Source past, List<Source> recalled) {
    return isQuestion(past)
        ? new Exchange(past, first(recalled.stream().filter(other -> isAnswer(other, past))))
        : new Exchange(
            first(recalled.stream().filter(other -> isQuestion(other) && isAnswer(past, other))),
            past);
  }

  private static @Nullable Source first(Stream<Source> sources) {
    return sources.findFirst().orElse(null);
  }

  private static boolean isAnswer(Source answer, Source question) {
    return !answer.fromPerson() && answer.follows() == question.eventId();
  }

  static boolean isQuestion(Source source) {
    return source.fromPerson() && source.text().strip().endsWith("?");
  }

  /** Returns the events of both. */
  List<Long> eventIds() {
    return Stream.of(question, answer).filter(Objects::nonNull).map(Source::eventId).toList();
  }
}

package pmm.mindstate;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads when something is due out of plain English, by the time at which it was said. A day without
 * an hour lasts until its last minute, a week until its Sunday.
 */
public final class DueGrammar {
  private static final LocalTime END_OF_DAY = LocalTime.of(23, 59);
  private static final int COUPLE = 2;
  private static final int FEW = 3;

  private static final String WEEKDAY =
      "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
  private static final String MONTH =
      "(january|february|march|april|may|june|july|august|september|october|november|december)";
  private static final String COUNT =
      "(\\d{1,3}|half an|an?|" + String.join("|", Hour.NUMBERS) + "|a couple of|a few)";

  private static final Pattern SPAN =
      word("(?:in|within) (?:about |the next )?" + COUNT + " (minute|hour|day|week|month)s?");
  private static final Pattern PART = word("(morning|afternoon|evening|night)");

  /** What names a day; the one that stands first counts. */
  private static final List<Rule> DAYS =
      List.of(
          new Rule(word("the day after tomorrow"), (m, day) -> day.plusDays(2)),
          new Rule(word("(?<!day after )tomorrow(?!['’]s)"), (m, day) -> day.plusDays(1)),
          new Rule(
              word("today(?!['’]s)|tonight|this (?:morning|afternoon|evening)|end of (?:the )?day"),
              (m, day) -> day),
          new Rule(
              word("next " + WEEKDAY),
              (m, day) -> sunday(day).plusDays(weekday(m.group(1)).getValue())),
          new Rule(
              word(
                  "(?:(?:on|by|before|until|till|this|coming) "
                      + WEEKDAY
                      + "|"
                      + WEEKDAY
                      + "(?=\\s*(?:$|[.,;!)]|at\\b|morning|afternoon|evening)))(?!['’]?s)"),
              (m, day) ->
                  day.with(
                      TemporalAdjusters.next(
                          weekday(m.group(1) == null ? m.group(2) : m.group(1))))),
          new Rule(
              word("next week"),
              (m, day) -> sunday(day).plusDays(1),
              (m, day) -> sunday(day).plusWeeks(1)),
          new Rule(
              word("(?:this|the) weekend"),
              (m, day) -> day.equals(sunday(day)) ? day : sunday(day).minusDays(1),
              (m, day) -> sunday(day)),
          new Rule(word("this week|end of (?:the|this) week"), (m, day) -> sunday(day)),
          new Rule(
              word("next month"),
              (m, day) -> day.with(TemporalAdjusters.firstDayOfNextMonth()),
              (m, day) -> day.plusMonths(1).with(TemporalAdjusters.lastDayOfMonth())),
          new Rule(
              word("this month|end of (?:the|this) month"),
              (m, day) -> day.with(TemporalAdjusters.lastDayOfMonth())),
          new Rule(
              word("(\\d{4})-(\\d\\d)-(\\d\\d)"),
              (m, day) -> LocalDate.of(number(m, 1), number(m, 2), number(m, 3))),
          new Rule(
              word("(?:on|by|before|until) (?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?" + MONTH),
              (m, day) -> yearly(day, m.group(2), number(m, 1))),
          new Rule(
              word("(?:on|by|before|until) " + MONTH + " (\\d{1,2})(?:st|nd|rd|th)?"),
              (m, day) -> yearly(day, m.group(1), number(m, 2))));

  private DueGrammar() {}

  /** How a phrase names a day, or the first and the last of some. */
  private record Rule(Pattern phrase, Reading first, Reading last) {
    Rule(Pattern phrase, Reading day) {
      this(phrase, day, day);
    }
  }

  @FunctionalInterface
  private interface Reading {
    LocalDate day(MatchResult match, LocalDate saidOn);
  }

  private record Found(int at, LocalDate day) {}

  /**
   * Returns when a text says that something is due, in milliseconds; nothing if it names no time
   * that lies ahead.
   *
   * @param saidMs when it was said
   * @param zone where
   */
  public static OptionalLong due(String text, long saidMs, ZoneId zone) {
    return read(text, saidMs, zone, Rule::last);
  }

  /**
   * Returns until when a text puts something off, in milliseconds: what is put off to next week
   * comes back on its Monday, where what is promised for next week may wait until its Sunday.
   *
   * @param saidMs when it was said
   * @param zone where
   */
  public static OptionalLong putOff(String text, long saidMs, ZoneId zone) {
    return read(text, saidMs, zone, Rule::first);
  }

  private static OptionalLong read(
      String text, long saidMs, ZoneId zone, Function<Rule, Reading> which) {
    String words = Words.normal(text);
    ZonedDateTime said = Instant.ofEpochMilli(saidMs).atZone(zone);
    Optional<ZonedDateTime> due =
        span(words, said).or(() -> day(words, said, which)).or(() -> hour(words, said));
    return due.filter(time -> time.isAfter(said)).stream()
        .mapToLong(time -> time.toInstant().toEpochMilli())
        .findFirst();
  }

  private static Optional<ZonedDateTime> span(String words, ZonedDateTime said) {
    Matcher match = SPAN.matcher(words);
    if (!match.find()) {
      return Optional.empty();
    }
    String unit = match.group(2);
    if (match.group(1).equals("half an")) {
      return unit.equals("hour")
          ? Optional.of(said.plus(Duration.ofMinutes(30)))
          : Optional.empty();
    }
    int count = count(match.group(1));
    return Optional.of(
        switch (unit) {
          case "minute" -> said.plusMinutes(count);
          case "hour" -> said.plusHours(count);
          case "day" -> said.plusDays(count);
          case "week" -> said.plusWeeks(count);
          default -> said.plusMonths(count);
        });
  }

  private static Optional<ZonedDateTime> day(
      String words, ZonedDateTime said, Function<Rule, Reading> which) {
    Found first = null;
    for (Rule rule : DAYS) {
      Matcher match = rule.phrase().matcher(words);
      if (match.find() && (first == null || match.start() < first.at())) {
        try {
          first = new Found(match.start(), which.apply(rule).day(match, said.toLocalDate()));
        } catch (DateTimeException e) {
          // "the 31st of June" names no day.
          continue;
        }
      }
    }
    return Optional.ofNullable(first).map(found -> at(found.day(), words, said));
  }

  private static ZonedDateTime at(LocalDate day, String words, ZonedDateTime said) {
    return Hour.in(words)
        .map(hour -> hour.on(day, said))
        .orElseGet(() -> day.atTime(lastOf(words)).atZone(said.getZone()));
  }

  /** An hour alone is the next one of that name. */
  private static Optional<ZonedDateTime> hour(String words, ZonedDateTime said) {
    LocalDate today = said.toLocalDate();
    return Hour.in(words)
        .flatMap(hour ->
            Stream.of(today, today.plusDays(1))
                .map(day -> hour.on(day, said))
                .filter(said::isBefore)
                .findFirst());
  }

  private static LocalTime lastOf(String words) {
    Matcher part = PART.matcher(words);
    if (!part.find()) {
      return END_OF_DAY;
    }
    return switch (part.group(1)) {
      case "morning" -> LocalTime.NOON;
      case "afternoon" -> LocalTime.of(18, 0);
      default -> END_OF_DAY;
    };
  }

  private static LocalDate sunday(LocalDate day) {
    return day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
  }

  private static LocalDate yearly(LocalDate from, String month, int dayOfMonth) {
    LocalDate day =
        LocalDate.of(from.getYear(), Month.valueOf(month.toUpperCase(Locale.ROOT)), dayOfMonth);
    return day.isBefore(from) ? day.plusYears(1) : day;
  }

  private static DayOfWeek weekday(String name) {
    return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static int count(String words) {
    return switch (words) {
      case "a", "an" -> 1;
      case "a couple of" -> COUPLE;
      case "a few" -> FEW;
      default -> {
        int named = Hour.NUMBERS.indexOf(words);
        yield named >= 0 ? named : Integer.parseInt(words);
      }
    };
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static Pattern word(String phrase) {
    return Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + phrase + ")(?![\\p{L}\\p{N}])");
  }
}

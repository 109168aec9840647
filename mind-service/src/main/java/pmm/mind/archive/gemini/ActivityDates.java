package pmm.mind.archive.gemini;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pmm.mind.archive.json.Times;
import pmm.mind.archive.model.ArchivedTime;

/**
 * Dates of an activity page: {@code Nov 23, 2024, 1:23:45 PM CET} in the language of the account.
 */
final class ActivityDates {
  private static final Pattern CLOCK = Pattern.compile(".*\\b\\d{1,2}[:.]\\d{2}[:.]\\d{2}\\b.*");
  private static final int LONGEST = 60;
  private static final List<DateTimeFormatter> SHAPES =
      Stream.of(
              Locale.ENGLISH,
              Locale.UK,
              Locale.GERMAN,
              Locale.FRENCH,
              Locale.of("es"),
              Locale.ITALIAN,
              Locale.of("pt"))
          .flatMap(locale ->
              Stream.of(
                      "MMM d, yyyy, h:mm:ss a z",
                      "d MMM yyyy, HH:mm:ss z",
                      "dd.MM.yyyy, HH:mm:ss z",
                      "d MMM yyyy, h:mm:ss a z")
                  .map(shape -> shape(shape, locale)))
          .toList();

  private ActivityDates() {}

  private static DateTimeFormatter shape(String pattern, Locale locale) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(locale);
  }

  static boolean looksLikeOne(String line) {
    return line.length() <= LONGEST && CLOCK.matcher(line).matches();
  }

  static ArchivedTime of(String line) {
    String plain = line.replaceAll("[\u00a0\u202f\\s]+", " ").strip();
    for (DateTimeFormatter shape : SHAPES) {
      try {
        return Times.of(ZonedDateTime.parse(plain, shape).toInstant(), line);
      } catch (DateTimeException e) {
        // another language, another order
      }
    }
    return ArchivedTime.unreadable(line);
  }
}

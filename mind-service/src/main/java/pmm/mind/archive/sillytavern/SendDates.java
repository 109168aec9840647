package pmm.mind.archive.sillytavern;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.Times;
import pmm.mind.archive.model.ArchivedTime;

/**
 * Dates in the shapes that SillyTavern has written over the years. Those without a zone are taken
 * for UTC.
 */
final class SendDates {
  private static final Pattern AT =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2}) ?@(\\d{1,2})h ?(\\d{1,2})m ?(\\d{1,2})s ?(?:(\\d{1,3})ms)?");
  private static final DateTimeFormatter WORDS =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("MMMM d, yyyy h:mma")
          .toFormatter(Locale.ENGLISH);

  private SendDates() {}

  static ArchivedTime of(JsonNode value) {
    ArchivedTime time = Times.ofMillis(Times.of(value));
    if (time.known() || !value.isTextual()) {
      return time;
    }
    String raw = Json.whole(value.textValue());
    try {
      Matcher at = AT.matcher(raw.strip());
      LocalDateTime read = at.matches() ? at(at) : LocalDateTime.parse(raw.strip(), WORDS);
      return Times.of(read.toInstant(ZoneOffset.UTC), raw);
    } catch (DateTimeException e) {
      return time;
    }
  }

  private static LocalDateTime at(Matcher at) {
    int millis = at.group(7) == null ? 0 : Integer.parseInt(at.group(7));
    return LocalDateTime.of(
        number(at, 1),
        number(at, 2),
        number(at, 3),
        number(at, 4),
        number(at, 5),
        number(at, 6),
        millis * 1_000_000);
  }

  private static int number(Matcher at, int group) {
    return Integer.parseInt(at.group(group));
  }
}

package pmm.mindstate;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An hour as it is named in plain English. One to six are those of the afternoon where nothing else
 * is said: nobody means the night by "at five".
 *
 * @param time of the day
 * @param either whether the same name is that of an hour of the evening too
 */
record Hour(LocalTime time, boolean either) {
  /** The names of the numbers, from zero. */
  static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  private static final int LAST_OF_AFTERNOON = 6;

  /** What follows a number that is an hour, and not one of things. */
  private static final String ALONE =
      "(?=$|[.,;!)](?!\\d)| (?:sharp|on|today|tomorrow|tonight|this|next|in the|and|to|that|when|about|for|so|every|each|before|after|\\w+day)\\b)";

  private static final Pattern NAMED =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?<!\\b(?:look|work|point|aim) )(?:at|by|before|until|around) (?:(?<noon>noon|midday)"
              + "|(?<half>\\d{1,2})(?::(?<halfMinute>\\d\\d))? ?(?<part>[ap])\\.?m"
              + "|(?<hour>\\d{1,2}):(?<minute>\\d\\d)"
              + "|(?<alone>\\d{1,2}(?:\\.\\d\\d)?|"
              + String.join("|", NUMBERS)
              + ")(?: o['’]clock|"
              + ALONE
              + "))(?![\\p{L}\\p{N}])");

  private static final Pattern MORNING = Pattern.compile("\\bmorning\\b");
  private static final Pattern LATE = Pattern.compile("\\b(?:afternoon|evening|night|tonight)\\b");

  /** Returns the first hour that is named in small letters. */
  static Optional<Hour> in(String words) {
    Matcher match = NAMED.matcher(words);
    try {
      return match.find() ? Optional.of(of(match, words)) : Optional.empty();
    } catch (DateTimeException e) {
      // "at 25:61" names no hour.
      return Optional.empty();
    }
  }

  /**
   * Returns when it is on a day; of this day in the evening, if it has passed and may mean that.
   */
  ZonedDateTime on(LocalDate day, ZonedDateTime said) {
    ZonedDateTime first = day.atTime(time).atZone(said.getZone());
    boolean passed = day.equals(said.toLocalDate()) && !first.isAfter(said);
    return either && passed ? first.plusHours(LocalTime.NOON.getHour()) : first;
  }

  private static Hour of(Matcher match, String words) {
    if (match.group("noon") != null) {
      return new Hour(LocalTime.NOON, false);
    }
    if (match.group("part") != null) {
      int hour = Integer.parseInt(match.group("half")) % 12;
      int late = match.group("part").equals("p") ? 12 : 0;
      return new Hour(LocalTime.of(hour + late, minute(match.group("halfMinute"))), false);
    }
    if (match.group("hour") != null) {
      String hour = match.group("hour");
      return hour.startsWith("0")
          ? new Hour(LocalTime.of(Integer.parseInt(hour), minute(match.group("minute"))), false)
          : named(Integer.parseInt(hour), minute(match.group("minute")), words);
    }
    String alone = match.group("alone");
    int name = NUMBERS.indexOf(alone);
    String[] number = alone.split("\\.", 2);
    return named(
        name >= 0 ? name : Integer.parseInt(number[0]),
        minute(number.length > 1 ? number[1] : null),
        words);
  }

  private static Hour named(int hour, int minute, String words) {
    LocalTime time = LocalTime.of(hour, minute);
    boolean morning = MORNING.matcher(words).find();
    boolean late = !morning && LATE.matcher(words).find();
    boolean twice = hour > 0 && hour < LocalTime.NOON.getHour();
    if (twice && (late || (!morning && hour <= LAST_OF_AFTERNOON))) {
      return new Hour(time.plusHours(LocalTime.NOON.getHour()), false);
    }
    return new Hour(time, twice && !morning);
  }

  private static int minute(@Nullable String minute) {
    return minute == null ? 0 : Integer.parseInt(minute);
  }
}

package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueGrammarTest {
  private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");

  /** A Wednesday. */
  private static final long SAID =
      ZonedDateTime.of(2026, 11, 25, 15, 30, 0, 0, LISBON).toInstant().toEpochMilli();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I'll ask tomorrow.                        | 2026-11-26T23:59",
        "I'll ask Tomorrow morning                 | 2026-11-26T12:00",
        "I'll ask tomorrow afternoon at 5 pm       | 2026-11-26T17:00",
        "at 9:15 tomorrow I will ask               | 2026-11-26T09:15",
        "I'll ask the day after tomorrow           | 2026-11-27T23:59",
        "I'll ask tonight                          | 2026-11-25T23:59",
        "I'll ask on Friday                        | 2026-11-27T23:59",
        "I'll ask by Friday at 8 a.m.              | 2026-11-27T08:00",
        "I'll ask on Wednesday                     | 2026-12-02T23:59",
        "I'll ask Sunday.                          | 2026-11-29T23:59",
        "I'll ask next Friday                      | 2026-12-04T23:59",
        "I'll ask next week                        | 2026-12-06T23:59",
        "I'll ask at the weekend                   | 2026-11-29T23:59",
        "I'll ask by the end of the month          | 2026-11-30T23:59",
        "I'll ask next month                       | 2026-12-31T23:59",
        "I'll ask in two hours                     | 2026-11-25T17:30",
        "I'll ask within 20 minutes                | 2026-11-25T15:50",
        "I'll ask in half an hour                  | 2026-11-25T16:00",
        "I'll ask in a couple of days              | 2026-11-27T15:30",
        "I'll ask in a month, on Friday            | 2026-12-25T15:30",
        "I'll ask at 6 pm                          | 2026-11-25T18:00",
        "I'll ask at noon                          | 2026-11-26T12:00",
        "I'll send the list by tomorrow at 9       | 2026-11-26T09:00",
        "I'll ask by tomorrow at nine.             | 2026-11-26T09:00",
        "I'll ask at 9 tomorrow                    | 2026-11-26T09:00",
        "I'll call Ana on Monday at 10             | 2026-11-30T10:00",
        "I'll ask on Friday at 5                   | 2026-11-27T17:00",
        "I'll ask on Friday at 5:30                | 2026-11-27T17:30",
        "I'll ask on Friday at 05:30               | 2026-11-27T05:30",
        "I'll ask tomorrow morning at 5            | 2026-11-26T05:00",
        "I'll ask tomorrow evening at 8            | 2026-11-26T20:00",
        "I'll ask on Friday at 12                  | 2026-11-27T12:00",
        "I'll ask tonight at 9, after dinner       | 2026-11-25T21:00",
        "I'll ask today at 9                       | 2026-11-25T21:00",
        "I'll ask tomorrow by 18.30                | 2026-11-26T18:30",
        "I'll ask at 9                             | 2026-11-25T21:00",
        "I'll ask at 3                             | 2026-11-26T15:00",
        "I'll look at 3 maps tomorrow              | 2026-11-26T23:59",
        "I'll look tomorrow at 3 maps              | 2026-11-26T23:59",
        "I'll ask tomorrow at 3.5 percent          | 2026-11-26T23:59",
        "I'll ask on 3 March                       | 2027-03-03T23:59",
        "I'll ask by December 1st                  | 2026-12-01T23:59",
        "I'll ask on 2026-12-24                    | 2026-12-24T23:59",
        "on Friday, not tomorrow                   | 2026-11-27T23:59"
      })
  void readsWhenSomethingIsDue(String text, String due) {
    OptionalLong millis = DueGrammar.due(text, SAID, LISBON);
    assertEquals(due, millis.isPresent() ? local(millis.getAsLong()) : "nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'll check the map",
        "Friday's train leaves early",
        "I'll ask on Fridays",
        "I wrote it on 2026-11-24",
        "on 31 June",
        "at 25:61",
        "I'll look at 3 maps",
        "the monday report",
        "in 5 chapters"
      })
  void findsNoTimeWhereNoneIsNamed(String text) {
    assertEquals(OptionalLong.empty(), DueGrammar.due(text, SAID, LISBON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "next week          | 2026-11-30T23:59",
        "next month         | 2026-12-01T23:59",
        "the weekend        | 2026-11-28T23:59",
        "this week          | 2026-11-29T23:59",
        "next Friday        | 2026-12-04T23:59",
        "next week at 9     | 2026-11-30T09:00",
        "tomorrow           | 2026-11-26T23:59",
        "in two hours       | 2026-11-25T17:30"
      })
  void whatIsPutOffComesBackWithTheFirstDay(String words, String until) {
    assertEquals(until, local(DueGrammar.putOff(words, SAID, LISBON).orElseThrow()));
  }

  @Test
  void nextWeekOfAMondayBeginsAWeekLater() {
    long monday = ZonedDateTime.of(2026, 11, 23, 9, 0, 0, 0, LISBON).toInstant().toEpochMilli();
    assertEquals(
        "2026-11-30T23:59", local(DueGrammar.putOff("next week", monday, LISBON).orElseThrow()));
    assertEquals(
        "2026-12-06T23:59", local(DueGrammar.due("next week", monday, LISBON).orElseThrow()));
  }

  @Test
  void aWeekendThatHasBegunIsToday() {
    long sunday = ZonedDateTime.of(2026, 11, 29, 9, 0, 0, 0, LISBON).toInstant().toEpochMilli();
    assertEquals(
        "2026-11-29T23:59", local(DueGrammar.putOff("the weekend", sunday, LISBON).orElseThrow()));
  }

  @Test
  void aDayLastsAsTheClocksOfThePlaceSay() {
    long said = Instant.parse("2026-11-25T23:30:00Z").toEpochMilli();
    long inTokyo = DueGrammar.due("tomorrow", said, ZoneId.of("Asia/Tokyo")).orElseThrow();
    assertEquals(Instant.parse("2026-11-27T14:59:00Z"), Instant.ofEpochMilli(inTokyo));
  }

  private static String local(long millis) {
    return Instant.ofEpochMilli(millis).atZone(LISBON).toLocalDateTime().toString();
  }
}

package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneId.of("Europe/Lisbon"));

  @ParameterizedTest
  @CsvSource({
    "2h,2026-11-22T16:00:00Z",
    "30m,2026-11-22T17:30:00Z",
    "30 min,2026-11-22T17:30:00Z",
    "3d,2026-11-19T18:00:00Z",
    "1w,2026-11-15T18:00:00Z",
    "today,2026-11-22T00:00:00Z",
    "Yesterday,2026-11-21T00:00:00Z",
    "2026-07-01,2026-06-30T23:00:00Z",
    "2026-07-01 10:30,2026-07-01T09:30:00Z",
    "2026-07-01T10:30:15,2026-07-01T09:30:15Z",
    "2026-07-01T10:30:15Z,2026-07-01T10:30:15Z",
    "2026-07-01T10:30:15+02:00,2026-07-01T08:30:15Z"
  })
  void readsTimesAsPeopleWriteThem(String text, Instant time) {
    assertEquals(time, When.past(text, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-13-01", "-2h", "99999999h", "2026-11-22T", "1.5h"})
  void refusesWhatIsNoTime(String text) {
    Failure refused = assertThrows(Failure.class, () -> When.past(text, CLOCK));
    assertEquals(ExitCode.NOT_DONE, refused.exitCode());
  }

  @Test
  void looksAheadForWhatIsToCome() {
    assertEquals(Instant.parse("2026-11-29T18:00:00Z"), When.future("7d", CLOCK));
    assertEquals(Instant.parse("2026-11-23T00:00:00Z"), When.future("tomorrow", CLOCK));
    assertThrows(Failure.class, () -> When.future("2026-11-22", CLOCK));
  }

  @Test
  void saysSpansShortly() {
    assertEquals("0 s", When.span(Duration.ofSeconds(-5)));
    assertEquals("59 s", When.span(Duration.ofSeconds(59)));
    assertEquals("59 min", When.span(Duration.ofMinutes(59)));
    assertEquals("3 h 10 min", When.span(Duration.ofMinutes(190)));
    assertEquals("3 h", When.span(Duration.ofHours(3)));
    assertEquals("5 days", When.span(Duration.ofDays(5)));
  }
}

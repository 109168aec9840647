package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The one table of what is said of a mind. */
class SentencesTest {
  private static final List<String> PLACES =
      List.of(
          "closed",
          "compared",
          "ended",
          "enough",
          "expired",
          "health",
          "missing",
          "model",
          "open",
          "opened",
          "overdue",
          "percent",
          "points",
          "rate",
          "stage",
          "way");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          promises.figures       | opened=0 closed=0 expired=0 open=0 rate=NONE percent=0 | none made yet
          promises.figures       | opened=11 closed=8 expired=3 open=0 rate=SAID percent=73 | 11 opened, 8 closed (73 %), 3 expired
          promises.figures       | opened=2 closed=0 expired=0 open=2 rate=NONE percent=0 | 2 opened, 0 closed, 0 expired, 2 open
          promises.figures       | opened=2 closed=1 expired=0 open=1 rate=EARLY percent=0 | 2 opened, 1 closed, 0 expired, 1 open; too early to say how well it keeps its word
          stage.said             | stage=2                                               | Stage S2: reflecting consistently
          promises.health        | health=HEALTHY closed=8 ended=11 percent=73 overdue=0 | Healthy: 8 of 11 were kept (73 %), none is overdue
          promises.health        | health=AT_RISK closed=5 ended=9 percent=56 overdue=1  | At risk: 5 of 9 were kept (56 %), 1 is overdue
          promises.health.early  | ended=1 enough=5                                      | Too early to say: 1 has ended, and it takes 5
          check.score            | percent=100                                           | yes
          check.score            | percent=67                                            | in part (67 %)
          check.change           | points=3 way=less                                     | 3 points less than before
          check.change           | points=1 way=more                                     | 1 point more than before
          check.drift            | compared=4 points=50 way=less model=b                 | Of the 4 questions that both were asked it knows 50 points less of itself than under b.
          check.drift            | compared=1 points=0 way=less model=b                  | Of the one question that both were asked it knows as much of itself as under b, but not the same.
          check.change           | points=0 way=same                                     | as before
          """)
  void aSentenceIsFilledIn(String id, String places, String said) {
    Map<String, Object> values = new TreeMap<>();
    for (String place : places.split(" ")) {
      values.put(place.split("=")[0], place.split("=")[1]);
    }
    assertEquals(said, Sentences.ENGLISH.say(id, values));
  }

  @Test
  void whatIsMissingIsSaid() {
    assertEquals(
        "no sentence nonsense",
        assertThrows(IllegalArgumentException.class, () -> Sentences.ENGLISH.say("nonsense"))
            .getMessage());
    String missing =
        assertThrows(IllegalArgumentException.class, () -> Sentences.ENGLISH.say("stage.said"))
            .toString();
    assertTrue(missing.contains(": nothing for {stage} in: Stage S{stage}"), missing);
  }

  static Set<String> ids() {
    return Sentences.ENGLISH.ids();
  }

  /**
   * An apostrophe quotes in the page's reading of the form, and not here: a typographic one stands.
   */
  @ParameterizedTest
  @MethodSource("ids")
  void everySentenceReadsTheSameHereAndInThePage(String id) {
    Map<String, Object> any = new TreeMap<>();
    PLACES.forEach(place -> any.put(place, "1"));
    String said = Sentences.ENGLISH.say(id, any);
    assertEquals(-1, said.indexOf('\''), said);
    assertEquals(-1, said.indexOf('{'), said);
    assertEquals(-1, said.indexOf('}'), said);
  }
}

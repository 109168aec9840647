package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mind is asked to know of itself, and how answers are scored. */
class IdentityProbeTest {
  private MindState mind = MindState.EMPTY;

  @Test
  void anEmptyMindIsAskedOnlyHowItSounds() {
    assertEquals(List.of("tone"), ids());
  }

  @Test
  void itIsAskedForItsNameThreeMemoriesItsPromisesAndItsTone() {
    event("name_adopted", "Echo", "{}");
    remember("I live in Porto", "person");
    remember("The sky is blue", "other");
    remember("My sister Ana lives in Lisbon", "person");
    remember("I like green tea", "person");
    remember("My dog is called Rex", "person");
    event("commitment_opened", "water the tomatoes", "{}");

    List<IdentityProbe> probes = IdentityProbe.of(mind);
    assertEquals(List.of("name", "memory", "memory", "memory", "promises", "tone"), ids());
    assertEquals(List.of(2L), probes.get(1).eventIds());
    assertEquals(List.of(4L), probes.get(2).eventIds());
    assertEquals(List.of(7L), probes.get(4).eventIds());
    assertEquals(probes, IdentityProbe.of(mind));
  }

  @Test
  void aQuestionDoesNotHoldWhatItAsksFor() {
    remember("I live in Porto", "person");
    remember("My sister Ana lives in Lisbon", "person");
    remember("Coffee", "person");
    List<IdentityProbe> probes = IdentityProbe.of(mind);

    assertTrue(probes.get(0).question().contains("“I live in …”"), probes.get(0).question());
    assertTrue(probes.get(1).question().contains("“My sister Ana …”"), probes.get(1).question());
    assertTrue(probes.get(2).question().contains("“…”"), probes.get(2).question());
    assertFalse(probes.get(1).question().contains("Lisbon"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name     | My name is Echo.                                     | 1000
          name     | I am Echoes.                                         | 0
          memory   | She lives in Lisbon.                                 | 1000
          memory   | In Lisbon, I think.                                  | 500
          memory   | That I do not know.                                  | 0
          promises | I wanted to water your tomatoes and to call Ana.     | 1000
          promises | To water the tomatoes.                               | 500
          promises | Nothing.                                             | 0
          """)
  void anAnswerScoresByWhatItHolds(String id, String answer, int score) {
    event("name_adopted", "Echo", "{}");
    remember("My sister Ana lives in Lisbon", "person");
    event("commitment_opened", "water the tomatoes", "{}");
    event("commitment_opened", "call Ana on Friday", "{}");

    IdentityProbe probe =
        IdentityProbe.of(mind).stream().filter(each -> each.id().equals(id)).findFirst().get();
    assertEquals(score, probe.score(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I am your second memory; I look after what we said and say when I am not sure. | 1000
          As an AI language model I have no friends, but I can help with many things.    | 667
          I am here.                                                                     | 667
          As an AI I serve.                                                              | 333
          The person has a relative who took an airship in Liechtenstein.                | 0
          Recuerdo lo que me dices, y digo cuando no lo sé.                              | 1000
          '   '                                                                          | 0
          """)
  void aToneIsLengthAndSpeakingAsOneself(String answer, int score) {
    assertEquals(score, IdentityProbe.of(mind).getLast().score(answer));
  }

  @Test
  void aMarkerGoneWrongIsNotInTune() {
    String answer = "I am your second memory, and I keep what we said well.\nCLOSE: nothing";
    assertEquals(667, IdentityProbe.of(mind).getLast().score(answer));
  }

  private List<String> ids() {
    return IdentityProbe.of(mind).stream().map(IdentityProbe::id).toList();
  }

  private void remember(String text, String subject) {
    event("memory_kept", text, "{\"subject\":\"" + subject + "\",\"speaker\":\"person\"}");
  }

  private void event(String kind, String content, String meta) {
    long id = mind.through() + 1;
    mind = MindState.reduce(mind, StateEvent.of(id, 1000 * id, kind, content, meta));
  }
}

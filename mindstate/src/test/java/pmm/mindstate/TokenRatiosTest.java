package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokenRatiosTest {
  private long next = 1;

  private MindState answer(MindState mind, int estimated, int counted, String more) {
    String usage = "{\"prompt_tokens\":" + counted + ",\"estimated\":false" + more + "}";
    return reduce(
        mind,
        "assistant_message",
        "{\"model_id\":\"m\",\"usage\":"
            + usage
            + ",\"receipt\":{\"estimated_tokens\":"
            + estimated
            + "}}");
  }

  private MindState reduce(MindState mind, String kind, String meta) {
    long id = next++;
    return MindState.reduce(mind, StateEvent.of(id, id, kind, "words", meta));
  }

  private static int ratio(MindState mind) {
    return mind.models().counted().of("m");
  }

  @Test
  void believesTheFirstCountAndMovesByAQuarterOfEachLater() {
    MindState mind = answer(MindState.EMPTY, 1000, 1200, "");
    assertEquals(1200, ratio(mind));
    mind = answer(mind, 1000, 1600, "");
    assertEquals(1300, ratio(mind));
    assertEquals(1000, mind.models().counted().of("another"));
  }

  @Test
  void believesNoEstimateNoShortPromptAndNothingFarOff() {
    MindState mind = answer(MindState.EMPTY, 99, 500, "");
    mind = answer(mind, 1000, 0, "");
    mind = answer(mind, 1000, 2000, ",\"estimated\":true");
    assertEquals(1000, ratio(mind));
    assertEquals(800, ratio(answer(mind, 1000, 12, "")));
    assertEquals(4000, ratio(answer(mind, 1000, 90_000, "")));
  }

  @Test
  void isForgottenWithItsModelAndKeptInASnapshot() throws Exception {
    MindState mind = answer(MindState.EMPTY, 1000, 1500, "");
    MindState stored = MindState.fromJson(mind.toJson()).orElseThrow();
    assertEquals(1500, ratio(stored));
    assertEquals(mind.toJson(), stored.toJson());
    assertEquals(1000, ratio(reduce(mind, "model_removed", "{\"model_id\":\"m\"}")));
  }
}

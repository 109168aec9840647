package pmm.provider.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pmm.provider.codec.AnswerEvent.Usage;
import pmm.provider.codec.HttpCall;
import pmm.provider.consent.Occasion;
import pmm.provider.egress.Outbound;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;

/** Whose counts are believed, and how far. */
class CostTest {

  private static final Usage GUESS = new Usage(250, 100);

  @Test
  void anIsolatedCodecCountsWithinWhatItsBytesAllow() {
    assertEquals(new Usage(63, 25), counted(new Usage(1, 1), 7));
    assertEquals(new Usage(2000, 900), counted(new Usage(1 << 30, 1 << 30), 7));
    assertEquals(new Usage(240, 120), counted(new Usage(240, 120), 7));
    assertEquals(GUESS, counted(Usage.UNKNOWN, 7));
  }

  @Test
  void ourOwnCodecsSayWhatTheProviderSaid() {
    assertEquals(new Usage(1, 1 << 30), counted(new Usage(1, 1 << 30), 0));
  }

  private static Usage counted(Usage said, long codecEventId) {
    Model model =
        new ModelDrafts(Set.of(), "")
            .model(new ModelDrafts.Draft("openai:m", "", "", "", 0, false, "", "", ""));
    HttpCall call =
        new HttpCall(
            "POST", "/chat/completions", Map.of(), new byte[2000], HttpCall.KeyHeader.BEARER);
    Outbound outbound =
        new Outbound(model, call, Occasion.wordless("test", ""), 1000, false, codecEventId);
    return Cost.of(said, GUESS, outbound, 900).usage();
  }
}

package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import pmm.mind.v1.WindowGauge;
import pmm.mind.v1.WindowGauge.Share;

class WindowWordsTest {
  @Test
  void tellsTheSharesThatWereTaken() {
    WindowGauge gauge =
        WindowGauge.newBuilder()
            .setWindowTokens(8192)
            .setAnswerTokens(2048)
            .addShares(Share.newBuilder().setSection("frame").setTokens(310))
            .addShares(Share.newBuilder().setSection("memory"))
            .addShares(Share.newBuilder().setSection("turn").setTokens(1200))
            .setFreeTokens(4634)
            .build();
    assertEquals(
        "8,192 tokens, about: who it is 310, said before 1,200, kept for the answer 2,048, free"
            + " 4,634",
        WindowWords.of(gauge));
  }
}

package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mind.v1.WindowGauge;
import pmm.mind.v1.WindowGauge.Share;

class WindowWordsTest {
  private static final String SHARES =
      "8,192 tokens, about: who it is 310, said before 1,200, kept for the answer 2,048, free 4,634";

  @Test
  void tellsTheSharesThatWereTaken() {
    assertEquals(SHARES, WindowWords.of(gauge()));
  }

  @Test
  void tellsWhatTheNextMessageWouldLeaveOut() {
    GetGaugeResponse next =
        GetGaugeResponse.newBuilder()
            .setModelId("ollama:tiny")
            .setWindow(gauge())
            .setWindowKnown(true)
            .setMessageCount(9)
            .setVerbatimCount(7)
            .addLeftOut("Left out for want of room: 2 earlier turns of this conversation.")
            .build();
    assertEquals(
        List.of(
            "With your next message the window of ollama:tiny would be 44 % full, the room for the answer counted in.",
            SHARES,
            "Word for word: 7 of 9 messages said before.",
            "Left out for want of room: 2 earlier turns of this conversation."),
        WindowWords.lines(next));
  }

  private static WindowGauge gauge() {
    return WindowGauge.newBuilder()
        .setWindowTokens(8192)
        .setAnswerTokens(2048)
        .addShares(Share.newBuilder().setSection("frame").setTokens(310))
        .addShares(Share.newBuilder().setSection("memory"))
        .addShares(Share.newBuilder().setSection("turn").setTokens(1200))
        .setFreeTokens(4634)
        .build();
  }
}

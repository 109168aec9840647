package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.WindowGauge;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.Usage;

/** What a receipt tells of the window, and how it follows the model's own counts. */
class GaugeTest {
  @TempDir Path folder;

  @Test
  void tellsWhatTookTheWindowAndLearnsHowTheModelCounts() {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      count(mind, 100_000);
      MindFixture.Heard first = mind.say("", "What is a lathe? ".repeat(40));
      String talk = first.started().getConversationId();
      JsonNode receipt =
          MindFixture.meta(mind.events("assistant_message").getFirst()).path("receipt");
      WindowGauge before = gauge(mind, first);
      assertEquals(8192, before.getWindowTokens());
      assertEquals(2048, before.getAnswerTokens());
      assertEquals(6144, before.getFreeTokens() + taken(before));
      assertEquals(170, share(before, "message"));
      assertTrue(receipt.path("estimated_tokens").asInt() >= share(before, "frame") + 170);

      count(mind, 100_000);
      WindowGauge after = gauge(mind, mind.say(talk, "What is a lathe? ".repeat(40)));
      assertEquals(4 * 170, share(after, "message"), "a model that counts four for one");
    }
  }

  private static void count(MindFixture mind, int promptTokens) {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(ScriptedGateway.text("A machine that turns."));
      sender.send(
          GenerateResponse.newBuilder()
              .setFinish(
                  Finish.newBuilder()
                      .setReason(Finish.Reason.REASON_STOP)
                      .setUsage(
                          Usage.newBuilder().setPromptTokens(promptTokens).setAnswerTokens(3)))
              .build());
    });
  }

  private static WindowGauge gauge(MindFixture mind, MindFixture.Heard heard) {
    return mind.talks()
        .getTrace(
            GetTraceRequest.newBuilder().setEventId(heard.finished().getOutcomeEventId()).build())
        .getWindow();
  }

  private static int taken(WindowGauge gauge) {
    return gauge.getSharesList().stream().mapToInt(WindowGauge.Share::getTokens).sum();
  }

  private static int share(WindowGauge gauge, String section) {
    return gauge.getSharesList().stream()
        .filter(share -> share.getSection().equals(section))
        .mapToInt(WindowGauge.Share::getTokens)
        .sum();
  }
}

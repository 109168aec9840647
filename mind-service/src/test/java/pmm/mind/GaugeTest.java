package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ContextServiceGrpc;
import pmm.mind.v1.GetGaugeRequest;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.WindowGauge;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.Usage;
import pmm.rpc.Role;

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

  @Test
  void tellsBeforehandWhatTheNextTurnIsGiven() {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      GetGaugeResponse empty = next(mind, "", "");
      assertEquals(MindFixture.MODEL, empty.getModelId());
      assertTrue(empty.getWindowKnown());
      assertFalse(empty.getCounted());
      assertEquals(0, empty.getMessageCount());
      assertTrue(share(empty.getWindow(), "frame") > 100);
      assertEquals(0, share(empty.getWindow(), "message"));

      mind.gateway.answer("It turns wood. ".repeat(300));
      String talk = mind.say("", "What is a lathe?").started().getConversationId();
      for (int i = 0; i < 8; i++) {
        mind.gateway.answer("It turns wood. ".repeat(300));
        mind.say(talk, "And lathe number " + i + "?");
      }
      List<String> before = mind.kinds();
      GetGaugeResponse told = next(mind, talk, "Once more: what is a lathe?");
      assertEquals(before, mind.kinds(), "a gauge writes nothing");
      assertEquals(18, told.getMessageCount());
      assertTrue(told.getVerbatimCount() > 2 && told.getVerbatimCount() < 18);
      assertTrue(told.getLeftOutList().toString().contains("earlier turns"));

      mind.gateway.answer("A machine.");
      MindFixture.Heard said = mind.say(talk, "Once more: what is a lathe?");
      GetTraceResponse trace = trace(mind, said);
      assertEquals(trace.getWindow(), told.getWindow());
      assertEquals(trace.getLeftOutList(), told.getLeftOutList());
    }
  }

  @Test
  void countsWhatIsLeftOutHoweverLongTheTalkIs() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      String talk = mind.say("", "Hello").started().getConversationId();
      for (int i = 0; i < 34; i++) {
        mind.say(talk, "Hello");
      }
      GetGaugeResponse told = next(mind, talk, "");
      assertEquals(70, told.getMessageCount());
      int missing = 70 - told.getVerbatimCount();
      assertTrue(missing >= 10, "no more than sixty turns are given");
      assertEquals(
          List.of("Left out for want of room: " + missing + " earlier turns of this conversation."),
          told.getLeftOutList());
      assertFalse(told.getWindowKnown());
    }
  }

  @Test
  void refusesWhatIsNotThere() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      String nobody = UUID.randomUUID().toString();
      StatusRuntimeException thrown =
          assertThrows(StatusRuntimeException.class, () -> next(mind, nobody, ""));
      assertTrue(MindFixture.isReason(thrown, "CONVERSATION_NOT_FOUND"));
    }
  }

  private static GetGaugeResponse next(MindFixture mind, String conversationId, String draft) {
    return ContextServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .getGauge(
            GetGaugeRequest.newBuilder().setConversationId(conversationId).setDraft(draft).build());
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
    return trace(mind, heard).getWindow();
  }

  private static GetTraceResponse trace(MindFixture mind, MindFixture.Heard heard) {
    return mind.talks()
        .getTrace(
            GetTraceRequest.newBuilder().setEventId(heard.finished().getOutcomeEventId()).build());
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

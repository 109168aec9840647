package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.MindFixture.Heard;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.ToolCallDelta;
import pmm.provider.v1.Usage;

/** What a model does besides its answer arrives in the receipt. */
@Timeout(60)
class WorkTest {

  @Test
  void reasoningToolCallsAndCountsArriveInTheReceiptAndTheirWordsDoNot(@TempDir Path folder)
      throws Exception {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      mind.gateway.next((request, sender) -> {
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        sender.send(GenerateResponse.newBuilder().setReasoning("Où? ").build());
        sender.send(ScriptedGateway.text("I look."));
        sender.send(call(0, "c1", "look_up", "{\"word\":"));
        sender.send(call(0, "", "", "\"é\"}"));
        sender.send(call(1, "c2", "commit", "{}"));
        sender.send(
            GenerateResponse.newBuilder()
                .setFinish(
                    Finish.newBuilder()
                        .setReason(Finish.Reason.REASON_TOOL_CALLS)
                        .setPromptCut(true)
                        .setUsage(Usage.newBuilder().setPromptTokens(12).setAnswerTokens(3)))
                .build());
      });
      Heard heard = mind.say("", "What is this?");
      assertEquals("TOOL_CALLS", heard.finished().getFinishReason());
      assertEquals("{\"word\":\"é\"}", heard.finished().getToolCalls(0).getArguments());
      assertTrue(heard.finished().getPromptCut());

      Event outcome = mind.events("assistant_message").getFirst();
      assertFalse(outcome.getMetaJson().contains("word"), outcome.getMetaJson());
      GetTraceResponse receipt =
          mind.talks()
              .getTrace(GetTraceRequest.newBuilder().setEventId(outcome.getEventId()).build());
      assertEquals("look_up", receipt.getToolCalls(0).getName());
      assertEquals("c1", receipt.getToolCalls(0).getCallId());
      assertEquals(13, receipt.getToolCalls(0).getArgumentBytes());
      assertEquals("commit", receipt.getToolCalls(1).getName());
      assertEquals(5, receipt.getReasoningBytes());
      assertEquals(12, receipt.getPromptTokens());
      assertEquals(3, receipt.getAnswerTokens());
      assertFalse(receipt.getTokensEstimated());
      assertTrue(receipt.getPromptCut());
      assertEquals("TOOL_CALLS", receipt.getFinishReason());
    }
  }

  private static GenerateResponse call(int index, String id, String name, String arguments) {
    return GenerateResponse.newBuilder()
        .setToolCall(
            ToolCallDelta.newBuilder()
                .setIndex(index)
                .setCallId(id)
                .setName(name)
                .setArguments(arguments))
        .build();
  }
}

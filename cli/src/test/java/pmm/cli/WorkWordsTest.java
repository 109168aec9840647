package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.ToolCall;

class WorkWordsTest {
  @Test
  void aPlainAnswerHasNone() {
    assertEquals(
        List.of(), WorkWords.rows(GetTraceResponse.newBuilder().setFinishReason("STOP").build()));
  }

  @Test
  void whatAModelDidBesidesIsSaidInPlainWords() {
    GetTraceResponse trace =
        GetTraceResponse.newBuilder()
            .setFinishReason("TOOL_CALLS")
            .setPromptCut(true)
            .setReasoningBytes(1234)
            .addToolCalls(
                ToolCall.newBuilder()
                    .setName("look\u001b[2Jup")
                    .setCallId("c1")
                    .setArgumentBytes(13))
            .addToolCalls(ToolCall.newBuilder().setName("commit"))
            .build();
    assertEquals(
        List.of(
            List.of("  ended", "because it wants a tool to be called"),
            List.of(
                "  cut",
                "by its own count the model read less than the whole prompt: its window is smaller"
                    + " than thought"),
            List.of("  reasoning", "1.2 kB before the answer; its words are not kept"),
            List.of(
                "  asked for",
                "the tool "
                    + Text.oneLine("look\u001b[2Jup")
                    + " with 13 bytes of arguments, which are not kept (c1); nothing was called"),
            List.of("  asked for", "the tool commit; it was taken like its marker")),
        WorkWords.rows(trace));
  }

  @Test
  void whyItEndedIsSaidWhereItWasNotDone() {
    GetTraceResponse trace = GetTraceResponse.newBuilder().setFinishReason("LENGTH").build();
    assertEquals(
        List.of(List.of("  ended", "at the most that it may write; there was more to say")),
        WorkWords.rows(trace));
  }
}

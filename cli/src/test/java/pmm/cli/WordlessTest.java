package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Opened;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.ToolCall;

class WordlessTest {

  @ParameterizedTest
  @CsvSource({
    "'', UNKNOWN, , It answered with nothing. Ask again or ask another model: pmm chat --model ID., 1",
    "'\n', STOP, , It answered with nothing. Ask again or ask another model: pmm chat --model ID., 1",
    "'', FILTERED, , Its filter stopped it., 1",
    "'', TOOL_CALLS, look_up, It asked for a tool instead of answering: look_up., 1",
    "'', LENGTH, , It was at its longest before its first word., 1",
    "Words, FILTERED, , Its filter stopped it., 0",
    "Words, LENGTH, , The answer ended at its longest., 0",
    "Words, TOOL_CALLS, look_up, '', 0",
    "Words, STOP, , '', 0",
  })
  void saysWhatBecameOfAnAnswerAndWhetherItIsOne(
      String answer, String reason, String tool, String words, int exit) {
    Finished.Builder finished =
        Finished.newBuilder().setOutcome(Outcome.OUTCOME_ANSWERED).setFinishReason(reason);
    if (tool != null) {
      finished.addToolCalls(ToolCall.newBuilder().setName(tool));
    }
    assertEquals(words, Wordless.why(answer, finished.build()));
    assertEquals(exit, turn(answer, finished).exitCode());
    assertEquals(reason, turn(answer, finished).document().get("finish_reason"));
  }

  @Test
  void whatItDidStandsInPlaceOfWords() {
    Finished.Builder finished =
        Finished.newBuilder()
            .setOutcome(Outcome.OUTCOME_ANSWERED)
            .setFinishReason("TOOL_CALLS")
            .setActsText("It wrote no words, but it promised “x”.")
            .addToolCalls(ToolCall.newBuilder().setName("commit"));
    assertEquals("", Wordless.why("", finished.build()));
    assertEquals(0, turn("", finished).exitCode());
    assertEquals("It wrote no words, but it promised “x”.", turn("", finished).shown());
    assertEquals("Words", turn("Words", finished).shown());
  }

  @Test
  void aToolsNameIsOneLine() {
    Finished finished =
        Finished.newBuilder().addToolCalls(ToolCall.newBuilder().setName("a\u001b[2J\nb")).build();
    String words = Wordless.why("", finished);
    assertEquals(-1, words.indexOf('\n'));
    assertEquals(-1, words.indexOf('\u001b'));
  }

  private static Turn turn(String answer, Finished.Builder finished) {
    return new Turn(
        Started.getDefaultInstance(), Opened.getDefaultInstance(), answer, finished.build());
  }
}

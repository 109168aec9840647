package pmm.cli;

import java.util.stream.Collectors;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ToolCall;

/** What there is to say of an answer that came to its end without being one. */
final class Wordless {
  private Wordless() {}

  /** Why an answer ended with nothing, or where its words end; empty if there is nothing to say. */
  static String why(String answer, Finished finished) {
    boolean silent = answer.isBlank() && finished.getActsText().isEmpty();
    return switch (finished.getFinishReason()) {
      case "FILTERED" -> "Its filter stopped it.";
      case "LENGTH" ->
          silent
              ? "It was at its longest before its first word."
              : "The answer ended at its longest.";
      default -> silent ? nothing(finished) : "";
    };
  }

  private static String nothing(Finished finished) {
    String tools =
        finished.getToolCallsList().stream()
            .map(ToolCall::getName)
            .map(Text::oneLine)
            .distinct()
            .collect(Collectors.joining(", "));
    return tools.isEmpty()
        ? "It answered with nothing. Ask again or ask another model: pmm chat --model ID."
        : "It asked for a tool instead of answering: " + tools + ".";
  }
}

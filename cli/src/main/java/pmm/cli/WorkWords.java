package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.ToolCall;

/** What a model did besides its answer, as rows of a receipt. */
final class WorkWords {
  /** What a mind offers as tools; nothing else is ever called. */
  private static final Set<String> ACTS = Set.of("commit", "close", "remember", "claim", "reflect");

  private WorkWords() {}

  /** The rows, each with its heading; none for what a plain answer has. */
  static List<List<String>> rows(GetTraceResponse trace) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  ended", ended(trace.getFinishReason())));
    if (trace.getPromptCut()) {
      rows.add(
          List.of(
              "  cut",
              "by its own count the model read less than the whole prompt: its window is smaller"
                  + " than thought"));
    }
    if (trace.getReasoningBytes() > 0) {
      rows.add(
          List.of(
              "  reasoning",
              Text.size(trace.getReasoningBytes()) + " before the answer; its words are not kept"));
    }
    for (ToolCall call : trace.getToolCallsList()) {
      rows.add(List.of("  asked for", tool(call)));
    }
    rows.removeIf(row -> row.getLast().isEmpty());
    return rows;
  }

  private static String tool(ToolCall call) {
    boolean act = ACTS.contains(call.getName());
    return "the tool "
        + Text.oneLine(call.getName())
        + (call.getArgumentBytes() == 0
            ? ""
            : " with " + Text.size(call.getArgumentBytes()) + " of arguments")
        + (act || call.getArgumentBytes() == 0 ? "" : ", which are not kept")
        + (call.getCallId().isEmpty() ? "" : " (" + Text.oneLine(call.getCallId()) + ")")
        + (act ? "; it was taken like its marker" : "; nothing was called");
  }

  /** Why the model ended, where that is not because it was done. */
  private static String ended(String reason) {
    return switch (reason) {
      case "LENGTH" -> "at the most that it may write; there was more to say";
      case "FILTERED" -> "because its provider held back the rest";
      case "TOOL_CALLS" -> "because it wants a tool to be called";
      case "ERROR" -> "because it broke off";
      default -> "";
    };
  }
}

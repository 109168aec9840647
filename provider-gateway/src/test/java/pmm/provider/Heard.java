package pmm.provider;

import java.util.ArrayList;
import java.util.List;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.Opened;
import pmm.provider.v1.Phase;
import pmm.provider.v1.ToolCallDelta;

/** What a generate call said. */
final class Heard {

  final List<Phase> phases = new ArrayList<>();
  final StringBuilder text = new StringBuilder();
  final StringBuilder reasoning = new StringBuilder();
  Opened opened = Opened.getDefaultInstance();
  Finish finish = Finish.getDefaultInstance();
  int messages;
  int toolCalls;
  final List<StringBuilder> calls = new ArrayList<>();

  void add(GenerateResponse response) {
    messages++;
    switch (response.getPartCase()) {
      case PHASE -> phases.add(response.getPhase());
      case OPENED -> opened = response.getOpened();
      case TEXT -> text.append(response.getText());
      case REASONING -> reasoning.append(response.getReasoning());
      case TOOL_CALL -> toolCall(response.getToolCall());
      case FINISH -> finish = response.getFinish();
      case PART_NOT_SET -> throw new IllegalStateException("an empty message");
    }
  }

  private void toolCall(ToolCallDelta piece) {
    toolCalls++;
    if (piece.getIndex() == calls.size()) {
      calls.add(new StringBuilder(piece.getName()).append(' '));
    }
    calls.get(piece.getIndex()).append(piece.getArguments());
  }

  String text() {
    return text.toString();
  }
}

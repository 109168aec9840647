package pmm.provider;

import java.util.ArrayList;
import java.util.List;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.Opened;
import pmm.provider.v1.Phase;

/** What a generate call said. */
final class Heard {

  final List<Phase> phases = new ArrayList<>();
  final StringBuilder text = new StringBuilder();
  final StringBuilder reasoning = new StringBuilder();
  Opened opened = Opened.getDefaultInstance();
  Finish finish = Finish.getDefaultInstance();
  int messages;
  int toolCalls;

  void add(GenerateResponse response) {
    messages++;
    switch (response.getPartCase()) {
      case PHASE -> phases.add(response.getPhase());
      case OPENED -> opened = response.getOpened();
      case TEXT -> text.append(response.getText());
      case REASONING -> reasoning.append(response.getReasoning());
      case TOOL_CALL -> toolCalls++;
      case FINISH -> finish = response.getFinish();
      case PART_NOT_SET -> throw new IllegalStateException("an empty message");
    }
  }

  String text() {
    return text.toString();
  }
}

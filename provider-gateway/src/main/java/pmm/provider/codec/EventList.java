package pmm.provider.codec;

import java.util.ArrayList;
import java.util.List;
import pmm.provider.codec.AnswerEvent.Reasoning;
import pmm.provider.codec.AnswerEvent.Text;
import pmm.provider.codec.AnswerEvent.ToolCall;

/**
 * Collects the events of one network read and joins neighbouring pieces, so that one read is one
 * message.
 */
final class EventList {

  private final List<AnswerEvent> events = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();
  private final CleanText text = new CleanText();
  private final CleanText reasoning = new CleanText();
  private boolean runIsReasoning;
  private boolean over;

  void text(String piece) {
    append(text.clean(piece), false);
  }

  void reasoning(String piece) {
    append(reasoning.clean(piece), true);
  }

  void add(AnswerEvent event) {
    if (over) {
      return;
    }
    flush();
    if (event instanceof ToolCall more
        && !events.isEmpty()
        && events.getLast() instanceof ToolCall begun
        && continues(begun, more)) {
      events.removeLast();
      events.add(
          new ToolCall(
              begun.index(), begun.callId(), begun.name(), begun.arguments() + more.arguments()));
    } else {
      events.add(event);
    }
    over = event.last();
  }

  private static boolean continues(ToolCall begun, ToolCall more) {
    return begun.index() == more.index() && more.callId().isEmpty() && more.name().isEmpty();
  }

  boolean over() {
    return over;
  }

  List<AnswerEvent> drain() {
    flush();
    List<AnswerEvent> drained = List.copyOf(events);
    events.clear();
    return drained;
  }

  private void append(String piece, boolean isReasoning) {
    if (over || piece.isEmpty()) {
      return;
    }
    if (isReasoning != runIsReasoning) {
      flush();
      runIsReasoning = isReasoning;
    }
    run.append(piece);
  }

  private void flush() {
    if (!run.isEmpty()) {
      events.add(runIsReasoning ? new Reasoning(run.toString()) : new Text(run.toString()));
      run.setLength(0);
    }
  }
}

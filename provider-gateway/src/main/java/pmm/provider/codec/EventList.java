package pmm.provider.codec;

import java.util.ArrayList;
import java.util.List;
import pmm.provider.codec.AnswerEvent.Reasoning;
import pmm.provider.codec.AnswerEvent.Text;

/**
 * Collects the events of one network read and joins neighbouring text, so that one read is one
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
    events.add(event);
    over = event.last();
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

package pmm.mind.reflection;

import java.util.ArrayList;
import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Novelty;

/**
 * What was said since the mind last looked back.
 *
 * @param recent its messages, newest first
 * @param earlier the messages right before them, newest first
 */
record RecentTalk(List<Event> recent, List<Event> earlier) {
  /** Talk of more exchanges is looked back on as far as this. */
  private static final int MOST_EXCHANGES = 20;

  private static final int MOST_MESSAGES = 500;
  private static final String ANSWER = "assistant_message";
  private static final List<String> SAID = List.of("user_message", ANSWER);

  /** Reads the talk of so many exchanges, and what was said before. */
  static RecentTalk read(Ledger ledger, long exchanges) {
    long wanted = Math.min(exchanges, MOST_EXCHANGES);
    List<Event> recent = new ArrayList<>();
    List<Event> earlier = new ArrayList<>();
    long answers = 0;
    for (Event event : ledger.latest(SAID, MOST_MESSAGES)) {
      if (!isSaidHere(event)) {
        continue;
      }
      answers += event.getKind().equals(ANSWER) ? 1 : 0;
      if (answers <= wanted) {
        recent.add(event);
      } else if (earlier.size() < Novelty.EARLIER_MESSAGES) {
        earlier.add(event);
      }
    }
    return new RecentTalk(recent, earlier);
  }

  /** What was imported was said long ago, to somebody else. */
  private static boolean isSaidHere(Event event) {
    return event.hasContent() && !Events.meta(event).has("source");
  }

  /** Returns how much of it was not said before. */
  double novelty() {
    return Novelty.of(texts(recent), texts(earlier));
  }

  /** Returns the events that completed its exchanges, oldest first. */
  List<Long> answers() {
    return recent.reversed().stream()
        .filter(event -> event.getKind().equals(ANSWER))
        .map(Event::getEventId)
        .toList();
  }

  private static List<String> texts(List<Event> events) {
    return events.stream().map(event -> MarkerParser.visible(event.getContent())).toList();
  }
}

package pmm.mind.reflection;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Novelty;
import pmm.mindstate.Reflections;

/**
 * What was said since the mind last looked back, read by the exchanges that the mind knows: what
 * was imported was said long ago, to somebody else, however much of it there is.
 *
 * @param answers the events that completed its exchanges, oldest first
 * @param recent its messages, newest first
 * @param earlier the messages right before them, newest first
 */
record RecentTalk(List<Long> answers, List<Event> recent, List<Event> earlier) {
  /** Talk of more exchanges is looked back on as far as this. */
  private static final int MOST_EXCHANGES = 20;

  /** Reads the talk of so many exchanges, and what was said before. */
  static RecentTalk read(EventReader reader, Reflections past, int exchanges) {
    List<Long> all = past.talk();
    int from = Math.max(0, all.size() - Math.min(exchanges, MOST_EXCHANGES));
    List<Long> answers = all.subList(from, all.size());
    List<Event> recent = messages(reader, answers);
    List<Event> earlier =
        messages(reader, all.subList(0, from)).stream()
            .filter(event -> !recent.contains(event))
            .limit(Novelty.EARLIER_MESSAGES)
            .toList();
    return new RecentTalk(answers, recent, earlier);
  }

  /** Answers and what they answer, newest first, without what was forgotten. */
  private static List<Event> messages(EventReader reader, List<Long> ids) {
    List<Event> answers = reader.all(ids);
    List<Long> answered =
        answers.stream()
            .map(answer -> Events.meta(answer).path("parent_event_id").asLong())
            .filter(id -> id > 0)
            .distinct()
            .toList();
    return Stream.concat(answers.stream(), reader.all(answered).stream())
        .filter(Event::hasContent)
        .sorted(Comparator.comparingLong(Event::getEventId).reversed())
        .toList();
  }

  /** Returns how much of it was not said before. */
  double novelty() {
    return Novelty.of(texts(recent), texts(earlier));
  }

  private static List<String> texts(List<Event> events) {
    return events.stream().map(event -> MarkerParser.visible(event.getContent())).toList();
  }
}

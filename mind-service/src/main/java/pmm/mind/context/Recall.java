package pmm.mind.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.SearchHit;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;
import pmm.mindstate.Words;

/** Finds what was said before. Its cost is bounded, however long the past is. */
final class Recall {
  private static final List<String> TALK =
      List.of("user_message", "assistant_message", "generation_stopped");
  private static final List<String> MEMORY = List.of("memory_kept", "memory_corrected");
  private static final int HITS = 40;
  private static final int WITH_NEIGHBOURS = 12;
  private static final int LONGEST_QUERY = 2000;
  private static final double NEIGHBOUR_WEIGHT = 0.5;
  private static final double RECENCY_WEIGHT = 0.25;
  private static final double RECENCY_DAYS = 30;
  private static final double MS_A_DAY = 86_400_000;

  private final Ledger ledger;
  private final EventReader reader;

  Recall(Ledger ledger, EventReader reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  /** Returns the kept memories that match, best first; one that was replaced finds what did it. */
  List<Source> memories(MindState mind, String message) {
    if (mind.memories().kept().isEmpty()) {
      return List.of();
    }
    Map<Long, Double> scores = new LinkedHashMap<>();
    for (SearchHit hit : search(message, MEMORY)) {
      mind.memories()
          .today(hit.getEvent().getEventId())
          .ifPresent(memory -> scores.putIfAbsent(memory.id(), hit.getScore()));
    }
    return reader.all(List.copyOf(scores.keySet())).stream()
        .map(
            event -> Source.of(Section.MEMORY, event, scores.getOrDefault(event.getEventId(), 0.0)))
        .toList();
  }

  /**
   * Returns what was said before and matches, best first, without what holds the words of a memory
   * that the person has corrected or called untrue.
   *
   * @param shown events that the prompt holds anyway
   * @param nowMs the time of the message: recent talk counts more
   */
  List<Source> past(MindState mind, String message, Set<Long> shown, long nowMs) {
    Map<Long, Double> own = new HashMap<>();
    Map<Long, Event> events = new HashMap<>();
    Map<Long, List<Long>> neighbours = new HashMap<>();
    Set<Long> asked = new LinkedHashSet<>();
    for (SearchHit hit : search(message, TALK)) {
      Event event = hit.getEvent();
      if (event.getEventId() <= mind.through() && !shown.contains(event.getEventId())) {
        own.put(event.getEventId(), hit.getScore());
        events.put(event.getEventId(), event);
        if (neighbours.size() < WITH_NEIGHBOURS) {
          neighbours.put(event.getEventId(), neighbours(mind, event));
          asked.addAll(neighbours.get(event.getEventId()));
        }
      }
    }
    asked.removeAll(own.keySet());
    asked.removeAll(shown);
    reader.all(List.copyOf(asked)).forEach(event -> events.put(event.getEventId(), event));
    events.values().removeIf(event -> mind.memories().isOutdated(event.getContent()));
    Map<Long, Double> scores = withNeighbours(own, neighbours, events.keySet());
    return ranked(events, scores, nowMs);
  }

  private List<SearchHit> search(String message, List<String> kinds) {
    String query = message.length() > LONGEST_QUERY ? message.substring(0, LONGEST_QUERY) : message;
    return ledger.search(query, kinds, HITS).getHitsList();
  }

  /** A question and its answer belong together. */
  private static List<Long> neighbours(MindState mind, Event event) {
    String id = Events.meta(event).path("conversation_id").asText();
    Conversation talk = mind.conversations().find(id).orElse(null);
    Node node = talk == null ? null : talk.node(event.getEventId());
    if (talk == null || node == null) {
      return List.of();
    }
    List<Long> neighbours = new ArrayList<>();
    Node parent = talk.node(node.parent());
    if (parent != null && parent.worded()) {
      neighbours.add(parent.id());
    }
    List<Long> children = node.children();
    for (int i = children.size() - 1; i >= 0; i--) {
      Node child = talk.node(children.get(i));
      if (child != null && child.worded()) {
        neighbours.add(child.id());
        break;
      }
    }
    return neighbours;
  }

  private static Map<Long, Double> withNeighbours(
      Map<Long, Double> own, Map<Long, List<Long>> neighbours, Set<Long> candidates) {
    Map<Long, Double> better = new HashMap<>();
    neighbours.forEach((id, beside) -> {
      for (long other : beside) {
        better.merge(other, own.getOrDefault(id, 0.0), Math::max);
        better.merge(id, own.getOrDefault(other, 0.0), Math::max);
      }
    });
    Map<Long, Double> scores = new HashMap<>();
    for (long id : candidates) {
      double alone = own.getOrDefault(id, 0.0);
      scores.put(id, alone + NEIGHBOUR_WEIGHT * better.getOrDefault(id, 0.0));
    }
    return scores;
  }

  private static List<Source> ranked(
      Map<Long, Event> events, Map<Long, Double> scores, long nowMs) {
    List<Source> ranked = new ArrayList<>();
    events.forEach((id, event) -> {
      double days = Math.max(0, nowMs - Events.millis(event)) / MS_A_DAY;
      double boost = 1 + RECENCY_WEIGHT * Math.pow(2, -days / RECENCY_DAYS);
      ranked.add(Source.of(Section.RECALL, event, scores.getOrDefault(id, 0.0) * boost));
    });
    ranked.sort(
        Comparator.comparingLong(Source::scoreMilli).thenComparingLong(Source::eventId).reversed());
    Set<String> said = new HashSet<>();
    ranked.removeIf(source -> source.text().isBlank() || !said.add(Words.normal(source.text())));
    return ranked;
  }
}

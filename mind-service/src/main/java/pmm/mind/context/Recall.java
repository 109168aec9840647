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
import pmm.mindstate.MindState;
import pmm.mindstate.Words;

/** Finds what was said before. Its cost is bounded, however long the past is. */
final class Recall {
  private static final List<String> TALK =
      List.of("user_message", "assistant_message", "generation_stopped");
  private static final List<String> MEMORY = List.of("memory_kept", "memory_corrected");
  private static final int HITS = 100;
  private static final int WITH_NEIGHBOURS = 24;
  private static final int LONGEST_QUERY = 2000;
  private static final double BESIDE_WEIGHT = 0.5;
  private static final double NEAR_WEIGHT = 0.2;

  /** What the person said holds what the person asks for, unless they ask what the mind said. */
  private static final double MIND_OTHERWISE = 0.7;

  private static final double MIND_ADDRESSED = 1.3;
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
    Map<Long, Neighbours> neighbours = new HashMap<>();
    Set<Long> asked = new LinkedHashSet<>();
    for (SearchHit hit : search(message, TALK)) {
      Event event = hit.getEvent();
      if (event.getEventId() <= mind.through() && !shown.contains(event.getEventId())) {
        Neighbours around = Neighbours.of(mind, event);
        own.put(event.getEventId(), hit.getScore());
        events.put(event.getEventId(), event);
        neighbours.put(event.getEventId(), around);
        if (neighbours.size() <= WITH_NEIGHBOURS) {
          asked.addAll(around.beside());
        }
      }
    }
    asked.removeAll(own.keySet());
    asked.removeAll(shown);
    for (Event event : reader.all(List.copyOf(asked))) {
      events.put(event.getEventId(), event);
      neighbours.put(event.getEventId(), Neighbours.of(mind, event));
    }
    events.values().removeIf(event -> mind.memories().isOutdated(event.getContent()));
    Map<Long, Double> scores = new HashMap<>();
    neighbours.forEach((id, around) -> scores.put(id, score(id, around, own)));
    return ranked(events, scores, Addressed.isBy(message), nowMs);
  }

  /** A question and its answer belong together, and so does what was said around them. */
  private static double score(long id, Neighbours around, Map<Long, Double> own) {
    return own.getOrDefault(id, 0.0)
        + BESIDE_WEIGHT * best(around.beside(), own)
        + NEAR_WEIGHT * best(around.near(), own);
  }

  private static double best(List<Long> ids, Map<Long, Double> own) {
    return ids.stream().mapToDouble(id -> own.getOrDefault(id, 0.0)).max().orElse(0);
  }

  private List<SearchHit> search(String message, List<String> kinds) {
    if (message.isBlank()) {
      return List.of();
    }
    String query = message.length() > LONGEST_QUERY ? message.substring(0, LONGEST_QUERY) : message;
    return ledger.search(query, kinds, HITS).getHitsList();
  }

  private static List<Source> ranked(
      Map<Long, Event> events, Map<Long, Double> scores, boolean addressed, long nowMs) {
    List<Source> ranked = new ArrayList<>();
    events.forEach((id, event) -> {
      double days = Math.max(0, nowMs - (double) Events.saidMillis(event)) / MS_A_DAY;
      double boost = 1 + RECENCY_WEIGHT * Math.pow(2, -days / RECENCY_DAYS);
      if (!event.getKind().equals("user_message")) {
        boost *= addressed ? MIND_ADDRESSED : MIND_OTHERWISE;
      }
      ranked.add(Source.of(Section.RECALL, event, scores.getOrDefault(id, 0.0) * boost));
    });
    ranked.sort(
        Comparator.comparingLong(Source::scoreMilli).thenComparingLong(Source::eventId).reversed());
    Set<String> said = new HashSet<>();
    ranked.removeIf(source -> source.text().isBlank() || !said.add(Words.normal(source.text())));
    return ranked;
  }
}

package pmm.mind.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;

/**
 * One question of a check with its answer, as an identity_checked event holds it.
 *
 * @param probe what it is about, in one word
 * @param question the question
 * @param answer the answer; both are empty once they were forgotten
 * @param score how much of what was expected it holds, in thousandths
 * @param eventIds the events that hold what was expected
 * @param attemptId the id under which the model was asked
 * @param networkAttemptEventId the network_attempt event; 0 if nothing used the network
 * @param receipt what the model was given
 */
record Answered(
    String probe,
    String question,
    String answer,
    int score,
    List<Long> eventIds,
    String attemptId,
    long networkAttemptEventId,
    JsonNode receipt) {
  private static final String BETWEEN = "\n\n";

  Answered {
    eventIds = List.copyOf(eventIds);
  }

  /** Whether it is the same question as another one: about the same, of the same events. */
  boolean asksLike(Answered other) {
    return probe.equals(other.probe)
        && (!probe.equals("memory") || eventIds.equals(other.eventIds));
  }

  /** Returns how much better it is answered than the same question among others was. */
  Optional<Integer> changeFrom(List<Answered> others) {
    return others.stream().filter(this::asksLike).findFirst().map(then -> score - then.score);
  }

  /** Returns the mean score, in thousandths. */
  static int score(List<Answered> all) {
    return (int) Math.round(all.stream().mapToInt(Answered::score).average().orElse(0));
  }

  /** Returns the words of an event: each question on a line, and its answer beneath. */
  static String content(List<Answered> all) {
    List<String> blocks = all.stream().map(each -> each.question + "\n" + each.answer).toList();
    return String.join(BETWEEN, blocks);
  }

  /** Writes all but the words. */
  void write(ArrayNode rows, Optional<Integer> change) {
    ObjectNode row = rows.addObject().put("probe", probe).put("score_milli", score);
    change.ifPresent(milli -> row.put("change_milli", milli));
    eventIds.forEach(row.putArray("cited_event_ids")::add);
    row.put("answer_length", answer.length()).put("attempt_id", attemptId);
    if (networkAttemptEventId > 0) {
      row.put("network_attempt_event_id", networkAttemptEventId);
    }
    row.set("receipt", receipt);
  }

  /** Reads the questions of an event. */
  static List<Answered> read(Event event) {
    List<Answered> all = new ArrayList<>();
    String rest = event.getContent();
    for (JsonNode row : Events.meta(event).path("probes")) {
      int answerAt = rest.indexOf('\n') + 1;
      int end = Math.min(rest.length(), answerAt + row.path("answer_length").asInt());
      List<Long> ids = new ArrayList<>();
      row.path("cited_event_ids").forEach(id -> ids.add(id.asLong()));
      all.add(
          new Answered(
              row.path("probe").asText(),
              rest.substring(0, Math.max(0, answerAt - 1)),
              rest.substring(answerAt, end),
              row.path("score_milli").asInt(),
              ids,
              row.path("attempt_id").asText(),
              row.path("network_attempt_event_id").asLong(),
              row.path("receipt")));
      rest = rest.substring(Math.min(rest.length(), end + BETWEEN.length()));
    }
    return all;
  }
}

package pmm.mind.growth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.derivation.PersonActs;
import pmm.mind.derivation.PersonActs.Written;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Events;
import pmm.mind.v1.GiveFeedbackResponse;
import pmm.mindstate.Feedback;
import pmm.mindstate.MindState;

/**
 * What the person thinks of an answer: kept once each, and moving the mind by its rules, until they
 * take it back or say the opposite.
 */
final class FeedbackActs {
  private static final String GIVEN = "feedback_given";
  private static final String NAMELESS =
      "It is kept. Nothing moves before the mind has a name of its own.";
  private static final String TOO_SOON =
      "It is kept. The same feedback moved the mind less than five exchanges ago, and does so once"
          + " in five.";
  private static final String BOUND = "It is kept. The trait stands at its bound already.";
  private static final String KNOWN = "It is kept already, and moved nothing lately.";
  private static final String MOVED_NOTHING = "It is taken back. It had moved nothing.";
  private static final String NEVER_GIVEN = "There is no such word to take back.";

  private final PersonActs acts;

  FeedbackActs(PersonActs acts) {
    this.acts = acts;
  }

  GiveFeedbackResponse give(Event answer, String word, PersonActs.By by) {
    long answerId = answer.getEventId();
    Written written =
        acts.append(
            by,
            mind -> {
              List<Draft> drafts = new ArrayList<>();
              if (mind.feedback().find(answerId, word).isEmpty()) {
                String opposite = Feedback.opposite(word);
                if (mind.feedback().find(answerId, opposite).isPresent()) {
                  drafts.add(draft(facts(answer, opposite, by).put("withdrawn", true)));
                }
                drafts.add(draft(facts(answer, word, by)));
              }
              return drafts;
            });
    long eventId =
        written.mind().feedback().find(answerId, word).map(Feedback.Word::eventId).orElse(0L);
    return response(written, eventId, whyUnmoved(written, word));
  }

  GiveFeedbackResponse takeBack(Event answer, String word, PersonActs.By by) {
    Written written =
        acts.append(
            by,
            mind ->
                mind.feedback().find(answer.getEventId(), word).isEmpty()
                    ? List.of()
                    : List.of(draft(facts(answer, word, by).put("withdrawn", true))));
    long eventId = written.mind().feedback().withdrawnBy(answer.getEventId(), word);
    boolean done = !written.stored().isEmpty() || (eventId > 0 && acts.wrote(eventId, by));
    return done
        ? response(written, eventId, MOVED_NOTHING)
        : GiveFeedbackResponse.newBuilder().setWhyUnmoved(NEVER_GIVEN).build();
  }

  private static Draft draft(ObjectNode facts) {
    return new Draft(GIVEN, null, facts);
  }

  private static ObjectNode facts(Event answer, String word, PersonActs.By by) {
    return by.facts()
        .put("answer_event_id", answer.getEventId())
        .put("conversation_id", Events.meta(answer).path("conversation_id").asText())
        .put("feedback", word);
  }

  private static GiveFeedbackResponse response(Written written, long eventId, String whyUnmoved) {
    GiveFeedbackResponse.Builder response = GiveFeedbackResponse.newBuilder().setEventId(eventId);
    List<Long> words = new ArrayList<>(List.of(eventId));
    written.stored().stream()
        .filter(event -> event.getKind().equals(GIVEN) && event.getEventId() != eventId)
        .forEach(event -> words.addFirst(event.getEventId()));
    for (long word : words) {
      written
          .mind()
          .steps()
          .causedBy(word)
          .forEach(step -> response.addSteps(StepViews.step(step)));
    }
    return response.getStepsCount() > 0
        ? response.build()
        : response.setWhyUnmoved(whyUnmoved).build();
  }

  private static String whyUnmoved(Written written, String word) {
    MindState mind = written.mind();
    if (written.stored().isEmpty()) {
      return KNOWN;
    }
    if (!mind.identity().isNamed()) {
      return NAMELESS;
    }
    boolean ruled =
        written.stored().stream()
            .anyMatch(event -> Events.meta(event).path("reason").asText().equals(word));
    return ruled ? BOUND : TOO_SOON;
  }
}

package pmm.mind.growth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.Event;
import pmm.mind.derivation.PersonActs;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.History;
import pmm.mind.v1.GiveFeedbackResponse;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.mindstate.Step;

/** What the person thinks of an answer: kept once each, and moving the mind by its rules. */
final class FeedbackActs {
  private static final String NAMELESS =
      "It is kept. Nothing moves before the mind has a name of its own.";
  private static final String TOO_SOON =
      "It is kept. The same feedback moved the mind less than five exchanges ago, and does so once"
          + " in five.";

  private final History history;
  private final EventReader reader;
  private final PersonActs acts;

  FeedbackActs(History history, EventReader reader, PersonActs acts) {
    this.history = history;
    this.reader = reader;
    this.acts = acts;
  }

  GiveFeedbackResponse give(Event answer, String word, PersonActs.By by) {
    long answerId = answer.getEventId();
    MindState after =
        acts.write(
            by,
            mind ->
                mind.feedback().find(answerId, word).isPresent()
                    ? List.of()
                    : List.of(new Draft("feedback_given", null, facts(answer, word, by))));
    return response(after.feedback().find(answerId, word).orElseThrow());
  }

  private static ObjectNode facts(Event answer, String word, PersonActs.By by) {
    return by.facts()
        .put("answer_event_id", answer.getEventId())
        .put("conversation_id", Events.meta(answer).path("conversation_id").asText())
        .put("feedback", word);
  }

  /** What followed stands right after it, in the same append. */
  private GiveFeedbackResponse response(long eventId) {
    GiveFeedbackResponse.Builder response = GiveFeedbackResponse.newBuilder().setEventId(eventId);
    MindState mind = history.at(eventId);
    boolean nameless = !mind.identity().isNamed();
    Optional<StateEvent> next = step(eventId + 1);
    while (next.isPresent()) {
      MindState moved = MindState.reduce(mind, next.get());
      Step.of(mind, next.get(), moved).forEach(step -> response.addSteps(StepViews.step(step)));
      mind = moved;
      next = step(next.get().id() + 1);
    }
    if (response.getStepsCount() == 0) {
      response.setWhyUnmoved(nameless ? NAMELESS : TOO_SOON);
    }
    return response.build();
  }

  private Optional<StateEvent> step(long eventId) {
    return reader
        .find(eventId)
        .filter(event -> event.getKind().equals("trait_changed"))
        .map(Events::toState);
  }
}

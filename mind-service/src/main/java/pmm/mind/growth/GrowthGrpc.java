package pmm.mind.growth;

import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.Optional;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.derivation.PersonActs;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.History;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.Feedback;
import pmm.mind.v1.GiveFeedbackRequest;
import pmm.mind.v1.GiveFeedbackResponse;
import pmm.mind.v1.GrowthServiceGrpc.GrowthServiceImplBase;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mindstate.MindState;
import pmm.rpc.Caller;
import pmm.rpc.Problem;

/** GrowthService: checks a request, has it done, answers. */
public final class GrowthGrpc extends GrowthServiceImplBase {
  private final MindKeeper keeper;
  private final History history;
  private final EventReader reader;
  private final FeedbackActs feedback;

  /** A service over this mind. */
  public GrowthGrpc(MindKeeper keeper, History history, EventReader reader, PersonActs acts) {
    this.keeper = keeper;
    this.history = history;
    this.reader = reader;
    this.feedback = new FeedbackActs(acts);
  }

  @Override
  public void giveFeedback(
      GiveFeedbackRequest request, StreamObserver<GiveFeedbackResponse> responses) {
    ready();
    Event answer = answer(request.getAnswerEventId());
    PersonActs.By by =
        new PersonActs.By(Requests.requestId(request.getRequestId()), Caller.current().actor());
    String word = word(request.getFeedback());
    responses.onNext(
        request.getWithdraw()
            ? feedback.takeBack(answer, word, by)
            : feedback.give(answer, word, by));
    responses.onCompleted();
  }

  @Override
  public void listSteps(ListStepsRequest request, StreamObserver<ListStepsResponse> responses) {
    responses.onNext(new StepPage(request).of(ready().steps(), history));
    responses.onCompleted();
  }

  private Event answer(long eventId) {
    Optional<Event> answer = eventId < 1 ? Optional.empty() : reader.find(eventId);
    return answer
        .filter(GrowthGrpc::isAnswer)
        .orElseThrow(() ->
            new Problem(
                    MindReason.ANSWER_NOT_FOUND,
                    "answer_event_id: " + eventId + " is no answer that was given here")
                .inField("answer_event_id"));
  }

  /** Imported talk has no attempt, and moves nothing. */
  private static boolean isAnswer(Event event) {
    boolean outcome =
        event.getKind().equals("assistant_message") || event.getKind().equals("generation_stopped");
    return outcome && Events.meta(event).has("attempt_id");
  }

  private static String word(Feedback feedback) {
    if (feedback == Feedback.FEEDBACK_UNSPECIFIED || feedback == Feedback.UNRECOGNIZED) {
      throw Requests.bad("feedback", "nothing known", "KIND, HARSH, MORE or SHORTER");
    }
    return feedback.name().replace("FEEDBACK_", "").toLowerCase(Locale.ROOT);
  }

  private MindState ready() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    return keeper.state();
  }
}

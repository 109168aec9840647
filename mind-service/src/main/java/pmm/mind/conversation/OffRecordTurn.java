package pmm.mind.conversation;

import java.util.ArrayList;
import java.util.List;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ContextBuilder;
import pmm.mind.context.Section;
import pmm.mind.context.Source;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.LiveAttempts.LiveAttempt;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.RequestIds;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.Phase;
import pmm.mindstate.MindState;

/** One message of a talk that leaves nothing but the fact that it happened. */
final class OffRecordTurn {
  private final Ledger ledger;
  private final MindKeeper keeper;
  private final ContextBuilder contexts;
  private final Generations generations;

  OffRecordTurn(
      Ledger ledger, MindKeeper keeper, ContextBuilder contexts, Generations generations) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.contexts = contexts;
    this.generations = generations;
  }

  void run(ConverseRequest request, LiveAttempt attempt, AnswerStream stream) {
    String text = Requests.words("say.text", request.getSay().getText());
    if (request.getOffRecordTurnsCount() == 0) {
      // Who asks again after a consent gives the same time: it is the same talk.
      String talk =
          request.hasAskTime()
              ? Long.toString(Requests.millis(request.getAskTime()))
              : attempt.id();
      String id = RequestIds.derive(talk, "off-record");
      keeper.take(
          ledger.append(id, List.of(new Draft("off_record", null, Draft.facts())), List.of()));
    }
    MindState mind = keeper.state();
    String asked = request.getModelId();
    String modelId = asked.isEmpty() ? mind.models().selected().modelId() : asked;
    stream.started(Started.newBuilder().setModelId(modelId).setAttemptId(attempt.id()).build());
    stream.phase(Phase.Step.STEP_READING, 0);
    long saidMs =
        request.hasAskTime() ? Requests.millis(request.getAskTime()) : System.currentTimeMillis();
    BuiltContext context =
        contexts.buildUnrecorded(mind, earlier(request, saidMs), text, saidMs, modelId);
    Answer answer = new Answer("");
    Answering answering = new Answering(answer, stream, attempt, modelId);
    Ending ending =
        answering.run(
            generations.of(modelId), new Generation.Request(context, modelId, attempt.id(), ""));
    stream.finished(finished(attempt.end(), ending, context));
  }

  private static List<Source> earlier(ConverseRequest request, long saidMs) {
    List<Source> turns = new ArrayList<>();
    for (ConverseRequest.OffRecordTurn turn : request.getOffRecordTurnsList()) {
      turns.add(Source.unrecorded(Section.TURN, turn.getFromPerson(), turn.getText(), saidMs));
    }
    return turns;
  }

  private static Finished finished(boolean stopped, Ending ending, BuiltContext context) {
    Finished.Builder finished =
        Finished.newBuilder()
            .setPromptTokens(ending.promptTokens())
            .setAnswerTokens(ending.answerTokens())
            .setTokensEstimated(ending.estimated())
            .setFinishReason(ending.finishReason());
    if (stopped) {
      return finished.setOutcome(Outcome.OUTCOME_STOPPED).build();
    }
    if (ending.failure() != null) {
      return finished
          .setOutcome(Outcome.OUTCOME_FAILED)
          .setFailure(Prompts.toProto(ending.failure(), context))
          .build();
    }
    return finished.setOutcome(Outcome.OUTCOME_ANSWERED).build();
  }
}

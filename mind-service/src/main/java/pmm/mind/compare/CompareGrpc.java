package pmm.mind.compare;

import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ContextBuilder;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.Prompts;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.CompareRequest;
import pmm.mind.v1.CompareResponse;
import pmm.mind.v1.CompareServiceGrpc.CompareServiceImplBase;
import pmm.mind.v1.ComparedEnd;
import pmm.mind.v1.ComparedModel;
import pmm.mindstate.MindState;
import pmm.rpc.StreamSender;

/** CompareService: checks a request and asks one model after the other. It has no way to write. */
public final class CompareGrpc extends CompareServiceImplBase {
  private static final String PURPOSE = "compare";
  private static final int MOST_MODELS = 2;

  /** Off the record: no conversation, so that the gateway keeps no digest of the words either. */
  private static final String NO_CONVERSATION = "";

  private final MindKeeper keeper;
  private final ContextBuilder contexts;
  private final Generations generations;
  private final InstantSource clock;

  /** A service over this mind. */
  public CompareGrpc(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      Generations generations,
      InstantSource clock) {
    this.keeper = keeper;
    this.contexts = new ContextBuilder(ledger, reader);
    this.generations = generations;
    this.clock = clock;
  }

  @Override
  public void compare(CompareRequest request, StreamObserver<CompareResponse> responses) {
    StreamSender.serve(responses, sender -> compare(request, sender));
  }

  private void compare(CompareRequest request, StreamSender<CompareResponse> sender) {
    MindState mind = keeper.levelState();
    String question = Requests.words("question", request.getQuestion());
    List<Asked> models = models(request, mind);
    long askedMs = request.hasAskTime() ? Requests.millis(request.getAskTime()) : clock.millis();
    for (int index = 0; index < models.size(); index++) {
      ask(mind, question, askedMs, models.get(index), new ComparedAnswer(index, sender));
    }
  }

  private record Asked(String modelId, String attemptId) {}

  private static List<Asked> models(CompareRequest request, MindState mind) {
    int count = request.getModelsCount();
    if (count == 0 || count > MOST_MODELS) {
      throw Requests.bad("models", count + " models", "one or two");
    }
    List<Asked> models = new ArrayList<>();
    for (ComparedModel model : request.getModelsList()) {
      if (model.getModelId().isEmpty()) {
        throw Requests.bad("models.model_id", "nothing", "builtin:voice or an added model");
      }
      models.add(
          new Asked(
              Requests.modelId(model.getModelId(), mind.models()),
              Requests.uuid("models.attempt_id", model.getAttemptId())));
    }
    return models;
  }

  private void ask(
      MindState mind, String question, long askedMs, Asked asked, ComparedAnswer answer) {
    String modelId = asked.modelId();
    BuiltContext context = contexts.buildUnrecorded(mind, List.of(), question, askedMs, modelId);
    Ending ending =
        generations
            .of(modelId)
            .run(
                new Generation.Request(
                    context, modelId, asked.attemptId(), NO_CONVERSATION, PURPOSE),
                answer);
    answer.end(end(ending, context));
  }

  private static ComparedEnd end(Ending ending, BuiltContext context) {
    ComparedEnd.Builder end =
        ComparedEnd.newBuilder()
            .setPromptTokens(ending.promptTokens())
            .setAnswerTokens(ending.answerTokens())
            .setTokensEstimated(ending.estimated())
            .setElapsedMs(ending.elapsedMs())
            .setFirstTokenMs(ending.firstTokenMs())
            .setFinishReason(ending.finishReason());
    Failure failure = ending.failure();
    if (failure != null) {
      end.setFailure(Prompts.toProto(failure, context));
    }
    return end.build();
  }
}

package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.consent.Occasion;
import pmm.provider.generate.Answer;
import pmm.provider.generate.Generator;
import pmm.provider.generate.Question;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.ProviderServiceGrpc;
import pmm.rpc.StreamSender;

/** Generate, as the contract has it. */
public final class ProviderRpc extends ProviderServiceGrpc.ProviderServiceImplBase {

  private final Generator generator;

  /** The service over a generator. */
  public ProviderRpc(Generator generator) {
    this.generator = generator;
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
    Question question = question(request);
    UntilLeft.serve(
        responses,
        (sender, cancellation) -> generator.run(question, new ToSender(sender), cancellation));
  }

  private static Question question(GenerateRequest request) {
    if (request.getTurnsCount() == 0) {
      throw Checks.invalid("turns", "[]", "at least one");
    }
    if (request.getMaxTokens() < 0) {
      throw Checks.invalid("max_tokens", Integer.toString(request.getMaxTokens()), "0 or more");
    }
    boolean offRecord = request.getOffRecord();
    if (offRecord != request.getConversationId().isEmpty()) {
      throw Checks.invalid(
          "conversation_id",
          '"' + request.getConversationId() + '"',
          offRecord ? "none, off the record" : "the conversation, unless off_record");
    }
    return new Question(
        Checks.required("model_id", request.getModelId()),
        AskedPrompt.turns(request),
        AskedPrompt.tools(request),
        request.getMaxTokens(),
        temperature(request),
        request.hasSeed() ? request.getSeed() : null,
        new Occasion(
            Checks.promptPurpose(request.getPurpose()),
            Checks.dataClasses(request.getDataClassesList()),
            Checks.uuid("attempt_id", request.getAttemptId()),
            request.getConversationId(),
            offRecord,
            request.getSourceEventIdsList()));
  }

  private static @Nullable Double temperature(GenerateRequest request) {
    if (!request.hasTemperature()) {
      return null;
    }
    double temperature = request.getTemperature();
    if (!(temperature >= 0 && temperature <= 2)) {
      throw Checks.invalid("temperature", Double.toString(temperature), "0 to 2");
    }
    return temperature;
  }

  private record ToSender(StreamSender<GenerateResponse> sender) implements Answer {

    @Override
    public void phase(Phase phase) {
      if (sender.isReady() && !sender.isCancelled()) {
        send(GenerateResponse.newBuilder().setPhase(ProviderProto.phase(phase)));
      }
    }

    @Override
    public void opened(Opened opened) {
      send(GenerateResponse.newBuilder().setOpened(ProviderProto.opened(opened)));
    }

    @Override
    public void content(AnswerEvent piece) {
      sender.send(ProviderProto.content(piece));
    }

    @Override
    public void finished(Finished finished) {
      send(GenerateResponse.newBuilder().setFinish(ProviderProto.finish(finished)));
    }

    private void send(GenerateResponse.Builder response) {
      sender.send(response.build());
    }
  }
}

package pmm.mind.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Locale;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.Prompts;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;
import pmm.mind.v1.CheckIdentityRequest;
import pmm.mind.v1.CheckIdentityResponse;
import pmm.mind.v1.IdentityCheck;
import pmm.mind.v1.IdentityDrift;
import pmm.mind.v1.IdentityProbe;
import pmm.mind.v1.IdentityProgress;
import pmm.mind.v1.IdentityServiceGrpc.IdentityServiceImplBase;
import pmm.mind.v1.Phase;
import pmm.rpc.Caller;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** IdentityService: checks a request, has it done, answers. */
public final class IdentityGrpc extends IdentityServiceImplBase {
  private final MindKeeper keeper;
  private final Checking checking;

  /** A service over this mind. */
  public IdentityGrpc(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Generations generations,
      InstantSource clock) {
    this.keeper = keeper;
    this.checking = new Checking(ledger, reader, keeper, order, generations, clock);
  }

  @Override
  public void checkIdentity(
      CheckIdentityRequest request, StreamObserver<CheckIdentityResponse> responses) {
    StreamSender.serve(responses, sender -> check(request, sender));
  }

  private void check(CheckIdentityRequest request, StreamSender<CheckIdentityResponse> sender) {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    String requestId = Requests.uuid("request_id", request.getRequestId());
    PersonActs.By by = new PersonActs.By(requestId, Caller.current().actor());
    Checking.Done done =
        checking.check(
            request.getModelId(),
            by,
            (question, questions, step) -> sender.send(progress(question, questions, step)));
    sender.send(CheckIdentityResponse.newBuilder().setCheck(view(done)).build());
  }

  private static CheckIdentityResponse progress(int question, int questions, Generation.Step step) {
    Phase.Step shown =
        switch (step) {
          case CHECKING -> Phase.Step.STEP_CHECKING;
          case CONNECTING -> Phase.Step.STEP_CONNECTING;
          case THINKING -> Phase.Step.STEP_THINKING;
        };
    return CheckIdentityResponse.newBuilder()
        .setProgress(
            IdentityProgress.newBuilder()
                .setQuestion(question)
                .setQuestions(questions)
                .setPhase(Phase.newBuilder().setStep(shown)))
        .build();
  }

  private static IdentityCheck view(Checking.Done done) {
    return switch (done) {
      case Checking.Done.Failed failed ->
          IdentityCheck.newBuilder()
              .setModelId(failed.modelId())
              .setFailure(Prompts.toProto(failed.failure(), null))
              .build();
      case Checking.Done.Written written -> view(written.check());
    };
  }

  private static IdentityCheck view(Event event) {
    JsonNode meta = Events.meta(event);
    IdentityCheck.Builder check =
        IdentityCheck.newBuilder()
            .setEventId(event.getEventId())
            .setModelId(meta.path("model_id").asText())
            .setModelDigest(meta.path("model_digest").asText())
            .setScoreMilli(meta.path("score_milli").asInt());
    Iterator<JsonNode> rows = meta.path("probes").iterator();
    for (Answered answered : Answered.read(event)) {
      check.addProbes(probe(answered, rows.next().path("change_milli")));
    }
    Drift.read(meta)
        .ifPresent(drift ->
            check.setDrift(
                IdentityDrift.newBuilder()
                    .setEventId(drift.eventId())
                    .setModelId(drift.modelId())
                    .setModelDigest(drift.digest())
                    .setChangeMilli(drift.change())));
    return check.build();
  }

  private static IdentityProbe probe(Answered answered, JsonNode change) {
    IdentityProbe.Builder probe =
        IdentityProbe.newBuilder()
            .setKind(
                IdentityProbe.Kind.valueOf("KIND_" + answered.probe().toUpperCase(Locale.ROOT)))
            .setQuestion(answered.question())
            .setAnswer(answered.answer())
            .setScoreMilli(answered.score())
            .addAllEventIds(answered.eventIds());
    if (change.isInt()) {
      probe.setChangeMilli(change.asInt());
    }
    return probe.build();
  }
}

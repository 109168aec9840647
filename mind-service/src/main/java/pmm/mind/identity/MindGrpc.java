package pmm.mind.identity;

import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import pmm.mind.commitment.CommitmentViews;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.History;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Past;
import pmm.mind.memory.MemoryViews;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.FindMentionsResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetMindResponse;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListCommitmentsResponse;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.ListMemoriesResponse;
import pmm.mind.v1.Mind;
import pmm.mind.v1.MindServiceGrpc.MindServiceImplBase;
import pmm.mind.v1.RebuildRequest;
import pmm.mind.v1.RebuildResponse;
import pmm.mind.v1.SelectModelRequest;
import pmm.mind.v1.SelectModelResponse;
import pmm.mindstate.MindState;
import pmm.rpc.Caller;

/** MindService: checks a request, has it done, answers. */
public final class MindGrpc extends MindServiceImplBase {
  private final MindKeeper keeper;
  private final Past past;
  private final ModelSelection models;
  private final MentionSearch mentions;
  private final InstantSource clock;

  /** A service over this mind. */
  public MindGrpc(
      MindKeeper keeper,
      History history,
      EventReader reader,
      ModelSelection models,
      InstantSource clock) {
    this.keeper = keeper;
    this.past = new Past(keeper, history, reader);
    this.models = models;
    this.mentions = new MentionSearch(history, reader);
    this.clock = clock;
  }

  @Override
  public void getMind(GetMindRequest request, StreamObserver<GetMindResponse> responses) {
    MindState mind = past.at(request.getAtEventId());
    Mind.Builder view = MindViews.mind(mind).toBuilder();
    if (request.getWithProjectionHash()) {
      view.setProjectionHash(mind.projectionHash());
    }
    responses.onNext(GetMindResponse.newBuilder().setMind(view).build());
    responses.onCompleted();
  }

  @Override
  public void listCommitments(
      ListCommitmentsRequest request, StreamObserver<ListCommitmentsResponse> responses) {
    responses.onNext(
        CommitmentViews.page(
            past.at(request.getAtEventId()),
            request,
            past.millis(request.getAtEventId(), clock::millis)));
    responses.onCompleted();
  }

  @Override
  public void listMemories(
      ListMemoriesRequest request, StreamObserver<ListMemoriesResponse> responses) {
    responses.onNext(MemoryViews.page(past.at(request.getAtEventId()).memories(), request));
    responses.onCompleted();
  }

  @Override
  public void selectModel(
      SelectModelRequest request, StreamObserver<SelectModelResponse> responses) {
    past.now();
    ModelSelection.Switch done =
        models.select(
            request.getModelId(),
            Requests.requestId(request.getRequestId()),
            Caller.current().actor());
    String before = done.before().projectionHash();
    boolean same = done.before().isSameAs(done.after());
    responses.onNext(
        SelectModelResponse.newBuilder()
            .setEventId(done.eventId())
            .setProjectionHashBefore(before)
            .setProjectionHashAfter(same ? before : done.after().projectionHash())
            .build());
    responses.onCompleted();
  }

  @Override
  public void findMentions(
      FindMentionsRequest request, StreamObserver<FindMentionsResponse> responses) {
    past.now();
    responses.onNext(mentions.find(request.getEventIdsList()));
    responses.onCompleted();
  }

  @Override
  public void rebuild(RebuildRequest request, StreamObserver<RebuildResponse> responses) {
    past.now();
    MindKeeper.Rebuilt rebuilt = keeper.rebuild();
    responses.onNext(
        RebuildResponse.newBuilder()
            .setThroughEventId(rebuilt.through())
            .setProjectionHashBefore(rebuilt.hashBefore())
            .setProjectionHashAfter(rebuilt.hashAfter())
            .setElapsedMs(rebuilt.folding().toMillis())
            .build());
    responses.onCompleted();
  }
}

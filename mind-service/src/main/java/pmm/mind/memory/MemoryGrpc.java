package pmm.mind.memory;

import io.grpc.stub.StreamObserver;
import java.util.List;
import pmm.ledger.v1.SearchHit;
import pmm.mind.contract.Requests;
import pmm.mind.derivation.PersonActs;
import pmm.mind.derivation.PersonActs.By;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Past;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.AddMemoryResponse;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.CorrectMemoryResponse;
import pmm.mind.v1.FindForgettableRequest;
import pmm.mind.v1.FindForgettableResponse;
import pmm.mind.v1.GetMemoryRequest;
import pmm.mind.v1.GetMemoryResponse;
import pmm.mind.v1.KeepMemoryRequest;
import pmm.mind.v1.KeepMemoryResponse;
import pmm.mind.v1.MemoryServiceGrpc.MemoryServiceImplBase;
import pmm.mind.v1.RejectMemoryRequest;
import pmm.mind.v1.RejectMemoryResponse;
import pmm.mind.v1.SearchMemoriesRequest;
import pmm.mind.v1.SearchMemoriesResponse;
import pmm.mindstate.Memories;
import pmm.mindstate.Memory;
import pmm.rpc.Caller;

/** MemoryService: checks a request, has it done, answers. */
public final class MemoryGrpc extends MemoryServiceImplBase {
  private static final List<String> KINDS =
      List.of("memory_proposed", "memory_kept", "memory_corrected");
  private static final int HITS = 100;

  private final Ledger ledger;
  private final MindKeeper keeper;
  private final MemoryActs acts;
  private final MemoryTimeline timeline;
  private final Forgettables forgettables;
  private final Past past;

  /** A service over this mind. */
  public MemoryGrpc(Ledger ledger, EventReader reader, MindKeeper keeper, PersonActs acts) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.acts = new MemoryActs(acts);
    this.past = new Past(keeper, new History(ledger), reader);
    this.timeline = new MemoryTimeline(reader);
    this.forgettables = new Forgettables(ledger, reader, timeline);
  }

  @Override
  public void addMemory(AddMemoryRequest request, StreamObserver<AddMemoryResponse> responses) {
    ready();
    By by = by(request.getRequestId());
    Memory kept = acts.add(request.getText(), request.getSubject(), by);
    responses.onNext(AddMemoryResponse.newBuilder().setMemory(view(kept)).build());
    responses.onCompleted();
  }

  @Override
  public void keepMemory(KeepMemoryRequest request, StreamObserver<KeepMemoryResponse> responses) {
    ready();
    By by = by(request.getRequestId());
    Memory kept = acts.keep(request.getMemoryId(), request.getText(), by);
    responses.onNext(KeepMemoryResponse.newBuilder().setMemory(view(kept)).build());
    responses.onCompleted();
  }

  @Override
  public void correctMemory(
      CorrectMemoryRequest request, StreamObserver<CorrectMemoryResponse> responses) {
    ready();
    By by = by(request.getRequestId());
    Memory kept = correct(request, by);
    responses.onNext(CorrectMemoryResponse.newBuilder().setMemory(view(kept)).build());
    responses.onCompleted();
  }

  private Memory correct(CorrectMemoryRequest request, By by) {
    return switch (request.getTruthCase()) {
      case TEXT -> acts.correct(request.getMemoryId(), request.getText(), by);
      case TRUE_MEMORY_ID -> acts.replace(request.getMemoryId(), request.getTrueMemoryId(), by);
      case TRUTH_NOT_SET -> throw Requests.bad("truth", "nothing", "what is true instead");
    };
  }

  @Override
  public void rejectMemory(
      RejectMemoryRequest request, StreamObserver<RejectMemoryResponse> responses) {
    ready();
    By by = by(request.getRequestId());
    long event = acts.reject(request.getMemoryId(), by);
    responses.onNext(RejectMemoryResponse.newBuilder().setEventId(event).build());
    responses.onCompleted();
  }

  @Override
  public void getMemory(GetMemoryRequest request, StreamObserver<GetMemoryResponse> responses) {
    Memories memories = ready();
    Memory memory = MemoryActs.find(memories, request.getMemoryId());
    responses.onNext(
        GetMemoryResponse.newBuilder()
            .setMemory(view(memory))
            .addAllTimeline(timeline.steps(memories, memory.id()))
            .addAllContradictions(MemoryViews.all(memories, memories.contradicting(memory)))
            .build());
    responses.onCompleted();
  }

  /** What a hit was replaced by stands for it. */
  @Override
  public void searchMemories(
      SearchMemoriesRequest request, StreamObserver<SearchMemoriesResponse> responses) {
    Memories memories = past.at(request.getAtEventId()).memories();
    String query = Requests.words("query", request.getQuery());
    List<Memory> found =
        ledger.search(query, KINDS, HITS).getHitsList().stream()
            .map(SearchHit::getEvent)
            .flatMap(event -> memories.today(event.getEventId()).stream())
            .distinct()
            .limit(Requests.pageSize(request.getPageSize()))
            .toList();
    responses.onNext(
        SearchMemoriesResponse.newBuilder()
            .addAllMemories(MemoryViews.all(memories, found))
            .build());
    responses.onCompleted();
  }

  @Override
  public void findForgettable(
      FindForgettableRequest request, StreamObserver<FindForgettableResponse> responses) {
    ready();
    responses.onNext(forgettables.find(keeper.state(), request));
    responses.onCompleted();
  }

  private pmm.mind.v1.Memory view(Memory memory) {
    return MemoryViews.memory(keeper.state().memories(), memory);
  }

  private static By by(String requestId) {
    return new By(Requests.requestId(requestId), Caller.current().actor());
  }

  private Memories ready() {
    return past.now().memories();
  }
}

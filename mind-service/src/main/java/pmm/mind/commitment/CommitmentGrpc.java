package pmm.mind.commitment;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.derivation.DueTimes;
import pmm.mind.derivation.PersonActs;
import pmm.mind.derivation.PersonActs.By;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.CloseCommitmentRequest;
import pmm.mind.v1.CloseCommitmentResponse;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.CommitmentServiceGrpc.CommitmentServiceImplBase;
import pmm.mind.v1.ConfirmCommitmentRequest;
import pmm.mind.v1.ConfirmCommitmentResponse;
import pmm.mind.v1.GetCommitmentFiguresRequest;
import pmm.mind.v1.GetCommitmentFiguresResponse;
import pmm.mind.v1.GetCommitmentRequest;
import pmm.mind.v1.GetCommitmentResponse;
import pmm.mind.v1.RejectCommitmentRequest;
import pmm.mind.v1.RejectCommitmentResponse;
import pmm.mind.v1.SnoozeCommitmentRequest;
import pmm.mind.v1.SnoozeCommitmentResponse;
import pmm.mindstate.MindState;
import pmm.mindstate.PromiseFigures;
import pmm.rpc.Caller;
import pmm.rpc.Problem;

/** CommitmentService: checks a request, has it done, answers. */
public final class CommitmentGrpc extends CommitmentServiceImplBase {
  private static final int LONGEST_TEXT = 2000;

  private final MindKeeper keeper;
  private final CommitmentActs acts;
  private final InstantSource clock;

  /** A service over this mind. */
  public CommitmentGrpc(
      MindKeeper keeper, PersonActs acts, DueTimes dueTimes, InstantSource clock) {
    this.keeper = keeper;
    this.acts = new CommitmentActs(acts, dueTimes);
    this.clock = clock;
  }

  @Override
  public void getCommitment(
      GetCommitmentRequest request, StreamObserver<GetCommitmentResponse> responses) {
    Commitment found = view(ready(), id(request.getCommitmentId()));
    responses.onNext(GetCommitmentResponse.newBuilder().setCommitment(found).build());
    responses.onCompleted();
  }

  @Override
  public void getCommitmentFigures(
      GetCommitmentFiguresRequest request, StreamObserver<GetCommitmentFiguresResponse> responses) {
    responses.onNext(FigureViews.of(PromiseFigures.of(ready(), clock.millis())));
    responses.onCompleted();
  }

  @Override
  public void confirmCommitment(
      ConfirmCommitmentRequest request, StreamObserver<ConfirmCommitmentResponse> responses) {
    long id = id(request.getCommitmentId());
    String text = request.getText().strip();
    if (text.length() > LONGEST_TEXT) {
      throw Requests.bad("text", text.length() + " characters", "at most " + LONGEST_TEXT);
    }
    MindState after = acts.confirm(id, text, by(request.getRequestId()));
    responses.onNext(ConfirmCommitmentResponse.newBuilder().setCommitment(view(after, id)).build());
    responses.onCompleted();
  }

  @Override
  public void rejectCommitment(
      RejectCommitmentRequest request, StreamObserver<RejectCommitmentResponse> responses) {
    long id = id(request.getCommitmentId());
    MindState after = acts.reject(id, by(request.getRequestId()));
    responses.onNext(RejectCommitmentResponse.newBuilder().setCommitment(view(after, id)).build());
    responses.onCompleted();
  }

  @Override
  public void closeCommitment(
      CloseCommitmentRequest request, StreamObserver<CloseCommitmentResponse> responses) {
    long id = id(request.getCommitmentId());
    MindState after = acts.close(id, request.getEvidenceEventId(), by(request.getRequestId()));
    responses.onNext(CloseCommitmentResponse.newBuilder().setCommitment(view(after, id)).build());
    responses.onCompleted();
  }

  @Override
  public void snoozeCommitment(
      SnoozeCommitmentRequest request, StreamObserver<SnoozeCommitmentResponse> responses) {
    long id = id(request.getCommitmentId());
    long until = Requests.millis(request.getUntilTime());
    if (until <= clock.millis()) {
      String given = request.hasUntilTime() ? Instant.ofEpochMilli(until).toString() : "nothing";
      throw Requests.bad("until_time", given, "a time later than now");
    }
    MindState after = acts.snooze(id, until, by(request.getRequestId()));
    responses.onNext(SnoozeCommitmentResponse.newBuilder().setCommitment(view(after, id)).build());
    responses.onCompleted();
  }

  private Commitment view(MindState mind, long id) {
    return CommitmentViews.find(mind, id, clock.millis())
        .orElseThrow(() -> CommitmentActs.notFound(id));
  }

  private By by(String requestId) {
    ready();
    return new By(Requests.requestId(requestId), Caller.current().actor());
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Requests.bad("commitment_id", text.isEmpty() ? "nothing" : text, "a whole number");
    }
  }

  private MindState ready() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    return keeper.state();
  }
}

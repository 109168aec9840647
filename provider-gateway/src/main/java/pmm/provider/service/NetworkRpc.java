package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.LocalDate;
import pmm.provider.control.Books;
import pmm.provider.generate.Budgets;
import pmm.provider.generate.Guards;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.provider.network.Mode;
import pmm.provider.v1.GetLimitsRequest;
import pmm.provider.v1.GetLimitsResponse;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.GetTotalsRequest;
import pmm.provider.v1.GetTotalsResponse;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.GoOfflineResponse;
import pmm.provider.v1.LeaveOfflineRequest;
import pmm.provider.v1.LeaveOfflineResponse;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ListAttemptsResponse;
import pmm.provider.v1.NetworkServiceGrpc;
import pmm.rpc.Caller;

/** The switch and the account, as the contract has them. */
public final class NetworkRpc extends NetworkServiceGrpc.NetworkServiceImplBase {

  private final Watched<Books> books;
  private final Journal journal;
  private final ActiveCalls active;
  private final Guards guards;
  private final Budgets budgets;
  private final Clock clock;

  /** The service over these parts. */
  public NetworkRpc(
      Watched<Books> books,
      Journal journal,
      ActiveCalls active,
      Guards guards,
      Budgets budgets,
      Clock clock) {
    this.books = books;
    this.journal = journal;
    this.active = active;
    this.guards = guards;
    this.budgets = budgets;
    this.clock = clock;
  }

  @Override
  public void getNetwork(GetNetworkRequest request, StreamObserver<GetNetworkResponse> responses) {
    responses.onNext(
        books.read((now, _) -> NetworkProto.network(now.network(), LocalDate.now(clock))));
    responses.onCompleted();
  }

  @Override
  public void getTotals(GetTotalsRequest request, StreamObserver<GetTotalsResponse> responses) {
    LocalDate first =
        request.hasSince()
            ? LocalDate.ofInstant(ProviderProto.instant(request.getSince()), clock.getZone())
            : LocalDate.EPOCH;
    GetTotalsResponse.Builder response = GetTotalsResponse.newBuilder();
    books
        .read((now, _) -> now.network().since(first))
        .forEach(total -> response.addTotals(NetworkProto.total(total)));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getLimits(GetLimitsRequest request, StreamObserver<GetLimitsResponse> responses) {
    GetLimitsResponse.Builder response = GetLimitsResponse.newBuilder();
    guards
        .states(books.read((now, _) -> now.models().after("")))
        .forEach(state -> response.addProviders(NetworkProto.provider(state)));
    guards
        .cap()
        .ifPresent(
            cap -> response.setRequestsPerMinute(cap.perMinute()).setRequestsLeft(cap.left()));
    budgets.all().forEach(budget -> response.addBudgets(NetworkProto.budget(budget)));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void goOffline(GoOfflineRequest request, StreamObserver<GoOfflineResponse> responses) {
    int ended =
        active.end(
            ActiveCalls.Registration::endsOffline,
            Cancellation.Cause.OFFLINE,
            () -> change(Mode.OFFLINE, request.getRequestId()));
    responses.onNext(GoOfflineResponse.newBuilder().setEndedCalls(ended).build());
    responses.onCompleted();
  }

  @Override
  public void leaveOffline(
      LeaveOfflineRequest request, StreamObserver<LeaveOfflineResponse> responses) {
    change(Mode.ASK, request.getRequestId());
    responses.onNext(LeaveOfflineResponse.getDefaultInstance());
    responses.onCompleted();
  }

  @Override
  public void listAttempts(
      ListAttemptsRequest request, StreamObserver<ListAttemptsResponse> responses) {
    // What has ended by now is not to be listed as running.
    books.awaitThrough(journal.lastEventId(Books.KINDS));
    var running = books.read((now, _) -> now.network().open());
    responses.onNext(new AttemptPages(journal, running.keySet()).page(request));
    responses.onCompleted();
  }

  /** A switch that stands there already is left alone. */
  private void change(Mode mode, String requestId) {
    if (books.read((now, _) -> now.network().mode()) != mode) {
      Draft draft =
          Draft.of("network_mode_changed")
              .with("mode", mode.id())
              .with("actor", Caller.current().actor());
      Entry entry = journal.append(draft, Checks.requestId(requestId));
      books.awaitThrough(entry.id());
    }
  }
}

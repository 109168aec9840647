package pmm.ui;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.AppendEventsResponse;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetEventResponse;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceImplBase;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetMindResponse;
import pmm.mind.v1.Mind;
import pmm.mind.v1.MindServiceGrpc.MindServiceImplBase;
import pmm.provider.v1.LeaveOfflineRequest;
import pmm.provider.v1.LeaveOfflineResponse;
import pmm.provider.v1.NetworkServiceGrpc.NetworkServiceImplBase;
import pmm.rpc.Access;
import pmm.rpc.Caller;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.Problem;
import pmm.rpc.Reason;
import pmm.rpc.Role;
import pmm.rpc.ServiceHost;
import pmm.rpc.StreamSender;

/** Services behind the gateway: real servers whose answers say who asked. */
final class TestMesh implements AutoCloseable {
  static final int BIG_PARTS = 1000;
  private static final int BIG_PART = 256 << 10;

  final BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
  final BlockingQueue<Optional<Deadline>> deadlines = new LinkedBlockingQueue<>();
  final Semaphore watchesCancelled = new Semaphore(0);
  final AtomicInteger exported = new AtomicInteger();
  final CountDownLatch exportedAll = new CountDownLatch(1);
  private final List<ServiceHost> hosts;

  TestMesh(Home home) {
    hosts =
        List.of(
            host(home, "ledger", new Ledger(), "pmm.ledger.v1.LedgerService/*"),
            host(home, "mind", new Minds(), "pmm.mind.v1.MindService/*"),
            host(home, "provider", new Network(), "pmm.provider.v1.NetworkService/*"));
  }

  private static ServiceHost host(Home home, String name, BindableService service, String all) {
    ServiceHost host =
        ServiceHost.builder(name, home, Config.of(Map.of(name + ".port", "0")))
            .port(0, "PMM_TEST_PORT")
            .access(
                new Access(
                    Map.of(
                        Role.UI, Set.of(all),
                        Role.CLI, Set.of(all),
                        Role.OTHER, Set.of(all))))
            .service(service)
            .build()
            .start();
    host.setReady(true);
    return host;
  }

  @Override
  public void close() {
    hosts.forEach(ServiceHost::close);
  }

  private void note() {
    callers.add(Caller.current());
    deadlines.add(Optional.ofNullable(Context.current().getDeadline()));
  }

  private enum TestReason implements Reason {
    EVENT_NOT_FOUND;

    @Override
    public Status.Code code() {
      return Status.Code.NOT_FOUND;
    }

    @Override
    public String domain() {
      return "ledger.pmm";
    }
  }

  private final class Ledger extends LedgerServiceImplBase {
    @Override
    public void getEvent(GetEventRequest request, StreamObserver<GetEventResponse> answer) {
      note();
      if (request.getEventId() == 404) {
        throw new Problem(TestReason.EVENT_NOT_FOUND, "event 404", Map.of("event_id", "404"));
      }
      answer.onNext(GetEventResponse.newBuilder().setEvent(event(request.getEventId())).build());
      answer.onCompleted();
    }

    @Override
    public void appendEvents(
        AppendEventsRequest request, StreamObserver<AppendEventsResponse> answer) {
      note();
      answer.onNext(AppendEventsResponse.newBuilder().addEvents(event(1)).build());
      answer.onCompleted();
    }

    @Override
    public void watchEvents(
        WatchEventsRequest request, StreamObserver<WatchEventsResponse> answer) {
      note();
      ((ServerCallStreamObserver<WatchEventsResponse>) answer)
          .setOnCancelHandler(watchesCancelled::release);
      for (int i = 1; i <= 3; i++) {
        answer.onNext(WatchEventsResponse.newBuilder().setEvent(event(i)).build());
      }
    }

    @Override
    public void exportLedger(
        ExportLedgerRequest request, StreamObserver<ExportLedgerResponse> answer) {
      ExportLedgerResponse part =
          ExportLedgerResponse.newBuilder()
              .setJsonl(ByteString.copyFrom(new byte[BIG_PART]))
              .build();
      StreamSender.serve(
          answer,
          sender -> {
            for (int i = 0; i < BIG_PARTS; i++) {
              sender.send(part);
              exported.incrementAndGet();
            }
            exportedAll.countDown();
          });
    }

    private Event event(long id) {
      return Event.newBuilder().setEventId(id).setKind("note").build();
    }
  }

  private final class Minds extends MindServiceImplBase {
    @Override
    public void getMind(GetMindRequest request, StreamObserver<GetMindResponse> answer) {
      note();
      answer.onNext(
          GetMindResponse.newBuilder().setMind(Mind.newBuilder().setName("Echo")).build());
      answer.onCompleted();
    }
  }

  private final class Network extends NetworkServiceImplBase {
    @Override
    public void leaveOffline(
        LeaveOfflineRequest request, StreamObserver<LeaveOfflineResponse> answer) {
      note();
      answer.onNext(LeaveOfflineResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}

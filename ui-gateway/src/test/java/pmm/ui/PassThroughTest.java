package pmm.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.ProviderServiceGrpc.ProviderServiceBlockingStub;
import pmm.rpc.Caller;
import pmm.rpc.RemoteProblem;
import pmm.rpc.Role;
import pmm.ui.v1.GetMeshRequest;
import pmm.ui.v1.RevokeSessionRequest;
import pmm.ui.v1.SessionServiceGrpc.SessionServiceBlockingStub;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassThroughTest {
  private static final GetEventRequest EVENT = GetEventRequest.newBuilder().setEventId(7).build();

  private final Fixture fixture;

  PassThroughTest(@TempDir Path folder) {
    fixture = new Fixture(folder);
  }

  @BeforeEach
  void forgetTheCallsBefore() {
    fixture.mesh.callers.clear();
    fixture.mesh.deadlines.clear();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void passesAUnaryCallWithTheSessionAsActor() throws Exception {
    String token = fixture.comeIn();
    assertEquals(7, ledger(token).getEvent(EVENT).getEvent().getEventId());
    Caller caller = fixture.mesh.callers.take();
    assertEquals(Role.UI, caller.role());
    assertEquals(sessionId(token), caller.actor());
  }

  @Test
  void aBrowserCannotSayWhoItIs() throws Exception {
    String token = fixture.comeIn();
    fixture
        .web(LedgerServiceBlockingStub.class, token, "pmm-actor", "someone else")
        .getEvent(EVENT);
    assertEquals(sessionId(token), fixture.mesh.callers.take().actor());
  }

  @Test
  void errorsArriveWithTheirDetails() throws Exception {
    GetEventRequest missing = GetEventRequest.newBuilder().setEventId(404).build();
    String token = fixture.comeIn();
    StatusRuntimeException failure =
        assertThrows(StatusRuntimeException.class, () -> ledger(token).getEvent(missing));
    RemoteProblem problem = RemoteProblem.from(failure).orElseThrow();
    assertEquals(Code.NOT_FOUND, problem.code());
    assertEquals("EVENT_NOT_FOUND", problem.reason());
    assertEquals("404", problem.metadata().get("event_id"));
  }

  @Test
  void deadlinesTravel() throws Exception {
    LedgerServiceBlockingStub program = program("other");
    program.withDeadlineAfter(3, TimeUnit.SECONDS).getEvent(EVENT);
    long left = fixture.mesh.deadlines.take().orElseThrow().timeRemaining(TimeUnit.MILLISECONDS);
    assertTrue(left > 0 && left <= 3000, () -> left + " ms");
  }

  @Test
  void aStreamArrivesAsItIsSentAndACancelTravels() throws Exception {
    String token = fixture.comeIn();
    ClientCall<WatchEventsRequest, WatchEventsResponse> call =
        ledger(token)
            .getChannel()
            .newCall(LedgerServiceGrpc.getWatchEventsMethod(), CallOptions.DEFAULT);
    BlockingQueue<Long> ids = new LinkedBlockingQueue<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(WatchEventsResponse message) {
            ids.add(message.getEvent().getEventId());
          }
        },
        new Metadata());
    call.request(10);
    call.sendMessage(WatchEventsRequest.getDefaultInstance());
    call.halfClose();
    for (long i = 1; i <= 3; i++) {
      assertEquals(i, ids.poll(5, TimeUnit.SECONDS));
    }
    assertTrue(fixture.mesh.deadlines.take().isEmpty());
    assertEquals(0, fixture.mesh.watchesCancelled.availablePermits());
    call.cancel("seen enough", null);
    assertTrue(fixture.mesh.watchesCancelled.tryAcquire(5, TimeUnit.SECONDS));
  }

  @Test
  void aRevokedSessionLosesItsStreams() throws Exception {
    String token = fixture.comeIn();
    Iterator<WatchEventsResponse> events =
        ledger(token).watchEvents(WatchEventsRequest.getDefaultInstance());
    events.next();
    fixture
        .web(SessionServiceBlockingStub.class, fixture.comeIn())
        .revokeSession(RevokeSessionRequest.newBuilder().setSessionId(sessionId(token)).build());
    assertTrue(fixture.mesh.watchesCancelled.tryAcquire(5, TimeUnit.SECONDS));
    StatusRuntimeException end =
        assertThrows(
            StatusRuntimeException.class,
            () -> {
              while (events.hasNext()) {
                events.next();
              }
            });
    assertEquals(Code.UNAUTHENTICATED, end.getStatus().getCode());
  }

  @Test
  void aSlowReaderStopsTheWriter() throws Exception {
    ClientCall<ExportLedgerRequest, ExportLedgerResponse> call =
        program("cli")
            .getChannel()
            .newCall(LedgerServiceGrpc.getExportLedgerMethod(), CallOptions.DEFAULT);
    CountDownLatch first = new CountDownLatch(1);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(ExportLedgerResponse message) {
            first.countDown();
          }
        },
        new Metadata());
    call.sendMessage(ExportLedgerRequest.getDefaultInstance());
    call.halfClose();
    call.request(1);
    assertTrue(first.await(10, TimeUnit.SECONDS));
    assertFalse(fixture.mesh.exportedAll.await(1, TimeUnit.SECONDS));
    assertTrue(fixture.mesh.exported.get() < 100, () -> fixture.mesh.exported + " messages");
    call.request(TestMesh.BIG_PARTS);
    assertTrue(fixture.mesh.exportedAll.await(30, TimeUnit.SECONDS));
    call.cancel("enough", null);
  }

  @Test
  void whatTheListDoesNotNameDoesNotPass() throws Exception {
    String token = fixture.comeIn();
    StatusRuntimeException generate =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                fixture
                    .web(ProviderServiceBlockingStub.class, token)
                    .generate(GenerateRequest.getDefaultInstance())
                    .hasNext());
    assertEquals(Code.UNIMPLEMENTED, generate.getStatus().getCode());
    StatusRuntimeException append =
        assertThrows(
            StatusRuntimeException.class,
            () -> ledger(token).appendEvents(AppendEventsRequest.getDefaultInstance()));
    assertEquals("METHOD_NOT_ALLOWED", RemoteProblem.from(append).orElseThrow().reason());
    assertNull(fixture.mesh.callers.poll());
  }

  @Test
  void aProgramsRoleIsHeldBehindTheGatewayToo() throws Exception {
    program("other").appendEvents(AppendEventsRequest.getDefaultInstance());
    assertEquals(new Caller(Role.OTHER, "other"), fixture.mesh.callers.take());
    program("cli").getEvent(EVENT);
    assertEquals(new Caller(Role.CLI, "cli"), fixture.mesh.callers.take());
    StatusRuntimeException export =
        assertThrows(
            StatusRuntimeException.class,
            () -> program("other").exportLedger(ExportLedgerRequest.getDefaultInstance()).next());
    assertEquals("ROLE_NOT_ALLOWED", RemoteProblem.from(export).orElseThrow().reason());
    StatusRuntimeException append =
        assertThrows(
            StatusRuntimeException.class,
            () -> program("cli").appendEvents(AppendEventsRequest.getDefaultInstance()));
    assertEquals("ROLE_NOT_ALLOWED", RemoteProblem.from(append).orElseThrow().reason());
  }

  @Test
  void sessionTokensAreForBrowsersAndRoleTokensForPrograms() throws Exception {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + fixture.comeIn());
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                LedgerServiceGrpc.newBlockingStub(fixture.program())
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .getEvent(EVENT));
    assertEquals(Code.UNAUTHENTICATED, refused.getStatus().getCode());
  }

  @Test
  void aServiceThatIsAwayIsUnavailable(@TempDir Path folder) throws Exception {
    try (Fixture alone = new Fixture(folder)) {
      String token = alone.comeIn();
      alone.mesh.close();
      LedgerServiceBlockingStub ledger = alone.web(LedgerServiceBlockingStub.class, token);
      StatusRuntimeException away =
          assertThrows(StatusRuntimeException.class, () -> ledger.getEvent(EVENT));
      assertEquals(Code.UNAVAILABLE, away.getStatus().getCode());
      assertFalse(
          alone
              .web(SessionServiceBlockingStub.class, token)
              .getMesh(GetMeshRequest.getDefaultInstance())
              .getServices(0)
              .getServing());
    }
  }

  @Test
  void healthNeedsNoTokenAndReflectionNamesTheContracts() throws Exception {
    assertEquals(
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(fixture.program())
            .check(HealthCheckRequest.newBuilder().setService("ui").build())
            .getStatus());
    List<String> names = reflected();
    assertTrue(
        names.containsAll(
            List.of(
                "pmm.ui.v1.DoorService", "pmm.ledger.v1.LedgerService", "grpc.health.v1.Health")),
        names::toString);
    assertFalse(names.contains("pmm.provider.v1.ProviderService"), names::toString);
  }

  private List<String> reflected() throws Exception {
    CompletableFuture<List<String>> found = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> ask =
        fixture
            .withToken("other", ServerReflectionGrpc.newStub(fixture.program()))
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    List<String> names = new ArrayList<>();
                    answer
                        .getListServicesResponse()
                        .getServiceList()
                        .forEach(service -> names.add(service.getName()));
                    found.complete(names);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    found.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> names = found.get(5, TimeUnit.SECONDS);
    ask.onCompleted();
    return names;
  }

  private String sessionId(String token) {
    return fixture
        .web(SessionServiceBlockingStub.class, token)
        .getMesh(GetMeshRequest.getDefaultInstance())
        .getSessionId();
  }

  private LedgerServiceBlockingStub ledger(String token) {
    return fixture.web(LedgerServiceBlockingStub.class, token);
  }

  private LedgerServiceBlockingStub program(String role) throws Exception {
    return fixture.withToken(role, LedgerServiceGrpc.newBlockingStub(fixture.program()));
  }
}

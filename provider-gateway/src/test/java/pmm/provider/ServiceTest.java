package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.provider.v1.Api;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GrantConsentRequest;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ListModelsRequest;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.ProviderServiceGrpc;
import pmm.rpc.RemoteProblem;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

class ServiceTest {

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  @Test
  void letsEachRoleDoItsOwnOnly() {
    String model = mesh.declared("scripted", Api.API_OPENAI);
    for (Role role : List.of(Role.UI, Role.CLI, Role.OTHER)) {
      notAllowed(() ->
          mesh.as(role, ProviderServiceGrpc::newBlockingStub)
              .generate(ask(model, "Hi").build())
              .next());
    }
    for (Role role : List.of(Role.MIND, Role.OTHER)) {
      notAllowed(() ->
          mesh.as(role, ConsentServiceGrpc::newBlockingStub)
              .grantConsent(GrantConsentRequest.getDefaultInstance()));
    }
    assertEquals(
        1,
        mesh.as(Role.MIND, ModelServiceGrpc::newBlockingStub)
            .listModels(ListModelsRequest.getDefaultInstance())
            .getModelsCount());
  }

  @Test
  void answersToItsOwnNamesAndToTokensOnly() throws IOException {
    String address = Files.readString(mesh.home().runDir("provider").resolve("address"));
    ManagedChannel bare = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    ManagedChannel foreign =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .overrideAuthority("evil.example")
            .build();
    try {
      assertEquals(
          ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(bare)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus());
      assertEquals(
          Status.Code.UNAUTHENTICATED,
          assertThrows(
                  StatusRuntimeException.class,
                  () ->
                      ModelServiceGrpc.newBlockingStub(bare)
                          .listModels(ListModelsRequest.getDefaultInstance()))
              .getStatus()
              .getCode());
      assertThrows(
          StatusRuntimeException.class,
          () -> HealthGrpc.newBlockingStub(foreign).check(HealthCheckRequest.getDefaultInstance()));
    } finally {
      bare.shutdownNow();
      foreign.shutdownNow();
    }
  }

  @Test
  void waitsForTheLedgerAndLetsNothingOutWithoutIt() {
    String model = mesh.declared("scripted", Api.API_OPENAI);
    eventually(() -> health("provider") == ServingStatus.SERVING);
    mesh.stopLedger();
    eventually(() -> health("provider") == ServingStatus.NOT_SERVING);
    assertEquals(ServingStatus.SERVING, health(""));
    StatusRuntimeException thrown =
        assertThrows(StatusRuntimeException.class, () -> mesh.hear(ask(model, "Hi")));
    assertEquals(Status.Code.UNAVAILABLE, thrown.getStatus().getCode());
    assertEquals(List.of(), mesh.model().requests("/v1/chat/completions"));
    mesh.startLedger();
    eventually(() -> health("provider") == ServingStatus.SERVING);
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
  }

  @Test
  void closesTheAttemptsOfAnEarlierRunAsUnknown() {
    mesh.stopGateway();
    var attempt =
        mesh.ledger(Role.PROVIDER)
            .appendEvents(
                AppendEventsRequest.newBuilder()
                    .addEvents(
                        EventDraft.newBuilder()
                            .setKind("network_attempt")
                            .setMetaJson(
                                "{\"network_id\":\"n1\",\"locality\":\"remote\",\"host\":\"h\"}"))
                    .build());
    mesh.startGateway();
    eventually(() -> !mesh.events("network_result").isEmpty());
    var result = mesh.events("network_result").getFirst();
    assertEquals("unknown", result.text("outcome"));
    assertEquals(attempt.getEvents(0).getEventId(), result.number("attempt_event_id"));
    // Whoever lists waits for the last event that the gateway follows, not for what others say.
    mesh.say("and then");
    var listed = mesh.network().listAttempts(ListAttemptsRequest.getDefaultInstance());
    assertEquals("unknown", listed.getAttempts(0).getOutcome());
    var network = mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance());
    assertEquals(1, network.getRemoteCallsToday());
    assertEquals(List.of("h"), network.getHostsTodayList());
  }

  private ServingStatus health(String service) {
    return mesh.as(Role.CLI, HealthGrpc::newBlockingStub)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static void notAllowed(org.junit.jupiter.api.function.Executable call) {
    RemoteProblem problem =
        RemoteProblem.from(assertThrows(StatusRuntimeException.class, call)).orElseThrow();
    assertTrue(problem.is(RpcReason.ROLE_NOT_ALLOWED), problem::toString);
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it did not happen in 10 s");
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}

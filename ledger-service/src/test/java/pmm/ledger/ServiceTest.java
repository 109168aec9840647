package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.LedgerExtension.request;
import static pmm.ledger.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.rpc.Deadlines;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

@Timeout(60)
class ServiceTest {
  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  @Test
  void saysThatItLivesWithoutAToken() {
    onPlainChannel(channel -> {
      for (String name : List.of("", "ledger", "pmm.ledger.v1.LedgerService")) {
        assertEquals(
            ServingStatus.SERVING,
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(name).build())
                .getStatus());
      }
    });
  }

  @Test
  void refusesCallsWithoutOrWithAnUnknownToken() {
    onPlainChannel(channel ->
        assertRefused(
            RpcReason.TOKEN_MISSING,
            () ->
                LedgerServiceGrpc.newBlockingStub(channel)
                    .getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance())));
  }

  @Test
  void describesItselfInBothVersionsOfReflection() throws Exception {
    var v1 = new CompletableFuture<List<String>>();
    StreamObserver<ServerReflectionRequest> asked =
        ServerReflectionGrpc.newStub(ledger.channel(Role.OTHER).channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    v1.complete(
                        answer.getListServicesResponse().getServiceList().stream()
                            .map(service -> service.getName())
                            .toList());
                  }

                  @Override
                  public void onError(Throwable failed) {
                    v1.completeExceptionally(failed);
                  }

                  @Override
                  public void onCompleted() {}
                });
    asked.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertTrue(
        v1.get()
            .containsAll(
                List.of(
                    "pmm.ledger.v1.LedgerService",
                    "grpc.health.v1.Health",
                    "grpc.reflection.v1.ServerReflection",
                    "grpc.reflection.v1alpha.ServerReflection")));
    asked.onCompleted();

    var alpha = new CompletableFuture<Integer>();
    var askedAlpha =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(
                ledger.channel(Role.OTHER).channel())
            .serverReflectionInfo(
                new StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionResponse>() {
                  @Override
                  public void onNext(io.grpc.reflection.v1alpha.ServerReflectionResponse answer) {
                    alpha.complete(
                        answer.getFileDescriptorResponse().getFileDescriptorProtoCount());
                  }

                  @Override
                  public void onError(Throwable failed) {
                    alpha.completeExceptionally(failed);
                  }

                  @Override
                  public void onCompleted() {}
                });
    askedAlpha.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("pmm.ledger.v1.LedgerService")
            .build());
    assertTrue(alpha.get() >= 1);
    askedAlpha.onCompleted();
  }

  @Test
  void honoursDeadlines() {
    StatusRuntimeException late =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                Deadlines.within(Duration.ofNanos(1), ledger.as(Role.MIND))
                    .getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()));
    assertEquals(Code.DEADLINE_EXCEEDED, late.getStatus().getCode());
  }

  @Test
  void refusesAMessageThatIsTooLargeAndServesOn() {
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                ledger
                    .as(Role.MIND)
                    .appendEvents(
                        request(draft("user_message", "x")).toBuilder()
                            .addBlobs(ByteString.copyFrom(new byte[5 << 20]))
                            .build()));
    assertEquals(Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode(), refused::getMessage);
    assertEquals("still here", ledger.say("still here").getContent());
  }

  @Test
  void keepsItsTokensToThePerson() throws Exception {
    for (String name : List.of("token.mind", "token.cli", "address", "pid")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(ledger.home().runDir("ledger").resolve(name))));
    }
  }

  @Test
  void isReachedAgainAfterARestartWithoutAFailedCall() throws Exception {
    ledger.say("one");
    ledger.stop();
    StatusRuntimeException away =
        assertThrows(StatusRuntimeException.class, () -> ledger.say("into the void"));
    assertEquals(Code.UNAVAILABLE, away.getStatus().getCode());
    ledger.start();
    assertEquals(3, ledger.say("two").getEventId());
  }

  private void onPlainChannel(java.util.function.Consumer<ManagedChannel> test) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", ledger.port()).usePlaintext().build();
    try {
      test.accept(channel);
    } finally {
      channel.shutdownNow();
    }
  }
}

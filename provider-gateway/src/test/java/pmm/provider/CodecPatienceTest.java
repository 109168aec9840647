package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.provider.isolated.HostileCodec;
import pmm.provider.v1.CodecServiceGrpc;
import pmm.provider.v1.CodecSwitchServiceGrpc;
import pmm.provider.v1.DescribeRequest;
import pmm.provider.v1.DescribeResponse;
import pmm.provider.v1.UseCodecRequest;
import pmm.provider.v1.UseCodecResponse;
import pmm.rpc.SocketServer;

/** A codec that takes its time takes nobody else's. */
class CodecPatienceTest {

  @RegisterExtension
  final GatewayExtension mesh = new GatewayExtension().with("provider.codec_ms", "30000");

  @Test
  void whileOneIsTriedOutAnotherCanBeUsed() throws Exception {
    Path folder = mesh.home().file("codecs");
    Files.createDirectories(folder);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    HostileCodec behaved = new HostileCodec();
    CodecServiceGrpc.CodecServiceImplBase slow =
        new CodecServiceGrpc.CodecServiceImplBase() {
          @Override
          public void describe(
              DescribeRequest request, StreamObserver<DescribeResponse> responses) {
            Thread.startVirtualThread(() -> {
              asked.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                return;
              }
              behaved.describe(request, responses);
            });
          }
        };
    try (SocketServer _ = serve(folder, "slow.sock", slow);
        SocketServer _ = serve(folder, "quick.sock", behaved)) {
      CompletableFuture<Boolean> under =
          CompletableFuture.supplyAsync(() -> isKnown("slow", "slow.sock"));
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      assertTrue(use("quick", "quick.sock").getSwitched());
      assertFalse(under.isDone());
      goOn.countDown();
      assertFalse(under.get(30, TimeUnit.SECONDS));
    }
  }

  private static SocketServer serve(Path folder, String socket, io.grpc.BindableService codec) {
    return SocketServer.start(folder.resolve(socket), codec, 1 << 20);
  }

  /** It knows no more than to describe itself, and so will not do. */
  private boolean isKnown(String name, String socket) {
    try {
      return use(name, socket).getSwitched();
    } catch (io.grpc.StatusRuntimeException e) {
      return false;
    }
  }

  private UseCodecResponse use(String name, String socket) {
    return mesh.as(pmm.rpc.Role.CLI, CodecSwitchServiceGrpc::newBlockingStub)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .useCodec(UseCodecRequest.newBuilder().setCodecName(name).setSocket(socket).build());
  }
}

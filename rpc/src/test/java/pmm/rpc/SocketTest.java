package pmm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTest {
  private static final int LONGEST = 1 << 20;

  @TempDir Path folder;

  @Test
  void aConnectionThatWasLostIsNotMadeAgainBehindTheCallersBack() {
    Path socket = folder.resolve("program.sock");
    try (SocketChannel channel = new SocketChannel(socket, LONGEST)) {
      assertFalse(channel.isConnected());
      try (SocketServer _ = serve(socket)) {
        assertEquals(ServingStatus.SERVING, check(channel));
      }
      assertFalse(Files.exists(socket));
      try (SocketServer _ = serve(socket);
          SocketChannel another = new SocketChannel(socket, LONGEST)) {
        StatusRuntimeException e = assertThrows(StatusRuntimeException.class, () -> check(channel));
        assertEquals(Status.Code.UNAVAILABLE, e.getStatus().getCode());
        assertFalse(channel.isConnected());
        assertEquals(ServingStatus.SERVING, check(another));
      }
    }
  }

  private static SocketServer serve(Path socket) {
    Readiness readiness = new Readiness("program");
    readiness.setReady(true);
    return SocketServer.start(socket, readiness.service(), LONGEST);
  }

  @Test
  void saysWhereItCannotListen() {
    Path socket = folder.resolve("nowhere").resolve("program.sock");
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> SocketServer.start(socket, new Readiness("program").service(), LONGEST));
    assertEquals(true, String.valueOf(e.getMessage()).contains(socket.toString()));
  }

  private static ServingStatus check(SocketChannel channel) {
    return HealthGrpc.newBlockingStub(channel.channel())
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }
}

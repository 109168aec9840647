package pmm.bench;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Waits until a service says by itself that it is ready. */
final class Ready {
  private Ready() {}

  static void await(String service, Channel channel, Child child, Path home) throws Exception {
    HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(service).build();
    while (!isServing(channel, request)) {
      if (!child.isAlive()) {
        throw new IOException(
            service + " did not start: " + Files.readString(home.resolve(service + ".log")));
      }
      Thread.sleep(2);
    }
  }

  private static boolean isServing(Channel channel, HealthCheckRequest request) {
    try {
      return HealthGrpc.newBlockingStub(channel).check(request).getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }
}

package pmm.rpc;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Asks a service of this machine whether it is alive, for a container's health check. */
public final class HealthProbe {
  private static final int DEADLINE_SECONDS = 3;

  private HealthProbe() {}

  /**
   * Exits with 0 if the service is alive, else with 1.
   *
   * @param args the service's name
   */
  public static void main(String[] args) {
    System.exit(args.length == 1 && alive(Home.fromEnvironment(), args[0]) ? 0 : 1);
  }

  static boolean alive(Home home, String service) {
    ManagedChannel channel = null;
    try {
      String address = Files.readString(home.runDir(service).resolve(RunFolder.ADDRESS)).strip();
      channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
      return HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus()
          == ServingStatus.SERVING;
    } catch (IOException | StatusRuntimeException notAlive) {
      return false;
    } finally {
      if (channel != null) {
        channel.shutdownNow();
      }
    }
  }
}

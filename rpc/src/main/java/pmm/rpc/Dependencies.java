package pmm.rpc;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the services that this one needs how they are, and says in its readiness who is missing. */
public final class Dependencies implements AutoCloseable {
  private static final Duration WHILE_MISSING = Duration.ofMillis(100);
  private static final Duration WHILE_READY = Duration.ofSeconds(1);

  private final Readiness readiness;
  private final List<Thread> watchers = new ArrayList<>();

  /** Starts to watch. Until each has answered, it counts as missing. */
  public Dependencies(Readiness readiness, MeshChannel... needed) {
    this.readiness = readiness;
    for (MeshChannel channel : needed) {
      readiness.set(channel.service(), false);
      watchers.add(
          Thread.ofVirtual().name("needs-" + channel.service()).start(() -> watch(channel)));
    }
  }

  @Override
  public void close() {
    watchers.forEach(Thread::interrupt);
  }

  private void watch(MeshChannel channel) {
    try {
      while (true) {
        boolean serving = serves(channel);
        readiness.set(channel.service(), serving);
        Thread.sleep(serving ? WHILE_READY : WHILE_MISSING);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean serves(MeshChannel channel) {
    try {
      return Deadlines.within(Deadlines.PROBE, HealthGrpc.newBlockingStub(channel.channel()))
              .check(HealthCheckRequest.newBuilder().setService(channel.service()).build())
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException unreachable) {
      return false;
    }
  }
}

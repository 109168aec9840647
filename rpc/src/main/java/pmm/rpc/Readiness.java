package pmm.rpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard health of a service: "" serves as soon as the process lives, its names once nothing
 * that it waits for is missing.
 */
public final class Readiness {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final String START = "its own start";

  private final HealthStatusManager health = new HealthStatusManager();
  private final List<String> names;
  private final SortedSet<String> missing = new TreeSet<>(List.of(START));

  /** A service that is not ready, under these names (its short one and those of its contracts). */
  public Readiness(String... names) {
    this.names = List.of(names);
    publish();
  }

  /** The health service to serve. */
  public BindableService service() {
    return health.getHealthService();
  }

  /** Says whether the service itself has started. */
  public void setReady(boolean ready) {
    set(START, ready);
  }

  /** Says whether something that the service needs is there. */
  public synchronized void set(String condition, boolean holds) {
    boolean changed = holds ? missing.remove(condition) : missing.add(condition);
    if (changed) {
      if (!missing.isEmpty() && !missing.contains(START)) {
        log.info("Waiting for {}", missing);
      }
      publish();
      notifyAll();
    }
  }

  /** What is missing, by name; empty when ready. */
  public synchronized List<String> missing() {
    return List.copyOf(missing);
  }

  /** Waits until nothing is missing. */
  public synchronized void await() throws InterruptedException {
    while (!missing.isEmpty()) {
      wait();
    }
  }

  /** Answers "not serving" to everything from now on. */
  public void stop() {
    health.enterTerminalState();
  }

  private void publish() {
    ServingStatus status = missing.isEmpty() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    names.forEach(name -> health.setStatus(name, status));
  }
}

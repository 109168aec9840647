package pmm.ui.mesh;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import pmm.rpc.RemoteProblem;
import pmm.ui.v1.ServiceHealth;

/** Asks the other services how they are, all at once, for a second. */
public final class MeshHealth {
  private static final long SECONDS = 1;

  private final Mesh mesh;

  /** Asks the services of this mesh. */
  public MeshHealth(Mesh mesh) {
    this.mesh = mesh;
  }

  /** How they are, and that the gateway itself answers. */
  public List<ServiceHealth> check() {
    List<ListenableFuture<HealthCheckResponse>> answers =
        Mesh.SERVICES.stream().map(this::ask).toList();
    List<ServiceHealth> found = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      found.add(health(Mesh.SERVICES.get(i), answers.get(i)));
    }
    found.add(ServiceHealth.newBuilder().setService("ui").setServing(true).build());
    return found;
  }

  private ListenableFuture<HealthCheckResponse> ask(String service) {
    return HealthGrpc.newFutureStub(mesh.asGateway(service))
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build());
  }

  private static ServiceHealth health(String service, ListenableFuture<HealthCheckResponse> asked) {
    String problem;
    try {
      boolean serving = asked.get().getStatus() == ServingStatus.SERVING;
      problem = serving ? "" : "is not ready yet";
    } catch (ExecutionException e) {
      problem = RemoteProblem.from(e).map(RemoteProblem::message).orElse("does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "was not asked to the end";
    }
    return ServiceHealth.newBuilder()
        .setService(service)
        .setServing(problem.isEmpty())
        .setProblem(problem)
        .build();
  }
}

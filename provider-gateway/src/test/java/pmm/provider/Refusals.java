package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.function.Executable;
import pmm.provider.failure.ProviderReason;
import pmm.rpc.RemoteProblem;

/** Expects calls to fail as the contract says. */
final class Refusals {

  private Refusals() {}

  static RemoteProblem refused(ProviderReason reason, Executable call) {
    StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call);
    RemoteProblem problem = RemoteProblem.from(thrown).orElseThrow();
    assertEquals(reason.name(), problem.reason(), thrown::toString);
    assertEquals(reason.code(), problem.code());
    assertEquals("provider.pmm", problem.domain());
    return problem;
  }
}

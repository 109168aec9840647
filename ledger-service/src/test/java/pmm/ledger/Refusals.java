package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.function.Executable;
import pmm.rpc.Reason;
import pmm.rpc.RemoteProblem;

/** What a refused call looks like to its caller. */
final class Refusals {
  private Refusals() {}

  static RemoteProblem assertRefused(Reason reason, Executable call) {
    StatusRuntimeException failed = assertThrows(StatusRuntimeException.class, call);
    RemoteProblem problem = RemoteProblem.from(failed).orElseThrow();
    assertEquals(reason.name(), problem.reason(), problem.message());
    assertEquals(reason.domain(), problem.domain());
    assertEquals(reason.code(), problem.code());
    return problem;
  }
}

package pmm.mind.contract;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import pmm.rpc.Problem;
import pmm.rpc.Reason;
import pmm.rpc.RemoteProblem;

/** What the ledger's failures mean to a caller of the mind: its own words where it has some. */
public final class LedgerFailures {
  private LedgerFailures() {}

  /** A failed call as a {@link Problem}; anything else as it is. */
  public static Throwable translate(Throwable thrown) {
    return thrown instanceof StatusRuntimeException failed
        ? RemoteProblem.from(failed).<Throwable>map(LedgerFailures::problem).orElse(thrown)
        : thrown;
  }

  private static Problem problem(RemoteProblem remote) {
    if (remote.reason().isEmpty()) {
      return new Problem(
          MindReason.LEDGER_AWAY,
          "The ledger cannot be reached, so nothing can be kept; `pmm status` says why.");
    }
    return new Problem(
        new Passed(remote.reason(), remote.code(), remote.domain()),
        remote.message(),
        remote.metadata());
  }

  private record Passed(String name, Code code, String domain) implements Reason {}
}

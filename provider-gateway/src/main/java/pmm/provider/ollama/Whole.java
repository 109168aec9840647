package pmm.provider.ollama;

import java.time.Duration;
import pmm.provider.egress.EgressCall;
import pmm.provider.egress.Outcome;
import pmm.provider.egress.Spent;
import pmm.provider.egress.WholeAnswer;
import pmm.provider.failure.ProviderReason;
import pmm.rpc.Problem;

/** Reads the short answers of calls that are recorded. */
final class Whole {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Whole() {}

  /** The body of an answer; closes the call. */
  static byte[] body(EgressCall call) throws InterruptedException {
    Outcome outcome = Outcome.CANCELLED;
    try {
      byte[] body = WholeAnswer.read(call::next, PATIENCE);
      outcome = Outcome.DONE;
      return body;
    } catch (Problem e) {
      outcome = Outcome.failed((ProviderReason) e.reason());
      throw e;
    } finally {
      call.close(outcome, Spent.NOTHING);
    }
  }
}

package pmm.provider.ollama;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import pmm.provider.egress.EgressCall;
import pmm.provider.egress.Outcome;
import pmm.provider.egress.Signal;
import pmm.provider.egress.Spent;
import pmm.provider.failure.ProviderReason;
import pmm.rpc.Problem;

/** Reads short answers to their end. */
final class Whole {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 8 << 20;

  private Whole() {}

  /** The body of an answer; closes the call. */
  static byte[] body(EgressCall call) throws InterruptedException {
    Outcome outcome = Outcome.CANCELLED;
    try {
      byte[] body = read(call);
      outcome = Outcome.DONE;
      return body;
    } catch (Problem e) {
      outcome = Outcome.failed((ProviderReason) e.reason());
      throw e;
    } finally {
      call.close(outcome, Spent.NOTHING);
    }
  }

  private static byte[] read(EgressCall call) throws InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < MOST_BYTES) {
      switch (call.next(PATIENCE.minus(call.elapsed())).orElse(null)) {
        case Signal.Head head when !head.head().ok() ->
            throw new Problem(
                ProviderReason.PROVIDER_FAILED,
                "It answered with status " + head.head().status() + ".");
        case Signal.Head _ -> {}
        case Signal.Data data -> body.writeBytes(data.bytes());
        case Signal.End _ -> {
          return body.toByteArray();
        }
        case Signal.Broken broken -> throw broken.failure().toProblem();
        case null -> throw new Problem(ProviderReason.TIMED_OUT, "It does not answer in time.");
      }
    }
    throw new Problem(ProviderReason.MALFORMED, "It answers without end.");
  }
}

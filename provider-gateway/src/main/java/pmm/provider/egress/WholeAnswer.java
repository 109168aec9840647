package pmm.provider.egress;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import pmm.provider.failure.ProviderReason;
import pmm.rpc.Problem;

/** Reads short answers to their end. */
public final class WholeAnswer {

  private static final int MOST_BYTES = 8 << 20;

  private WholeAnswer() {}

  /** Where an answer comes from. */
  @FunctionalInterface
  public interface Source {
    /** What comes next, within this time; nothing if nothing does. */
    Optional<Signal> next(Duration patience) throws InterruptedException;
  }

  /**
   * The body of an answer.
   *
   * @param patience for all of it
   * @throws Problem if it is none of success, or does not come whole and in time
   */
  public static byte[] read(Source source, Duration patience) throws InterruptedException {
    return read(source, patience, WholeAnswer::refused);
  }

  /** The body of an answer, where a status that tells of no success may mean more than that. */
  static byte[] read(Source source, Duration patience, IntFunction<Problem> refusal)
      throws InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + patience.toNanos();
    while (body.size() < MOST_BYTES) {
      switch (source.next(Duration.ofNanos(deadline - System.nanoTime())).orElse(null)) {
        case Signal.Head head when !head.head().ok() -> throw refusal.apply(head.head().status());
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

  static Problem refused(int status) {
    return new Problem(ProviderReason.PROVIDER_FAILED, "It answered with status " + status + ".");
  }
}

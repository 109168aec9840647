package pmm.rpc;

import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long calls may take. */
public final class Deadlines {
  /** What a unary call gets that sets none itself. */
  public static final Duration UNARY = Duration.ofSeconds(10);

  /** For a question about life signs. */
  public static final Duration PROBE = Duration.ofSeconds(2);

  private Deadlines() {}

  /** The stub, whose next call must end within this time. */
  public static <S extends AbstractStub<S>> S within(Duration time, S stub) {
    return stub.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}

package pmm.mind;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Holds single calls to the ledger until they may go on. */
final class LedgerGate implements ClientInterceptor {
  /**
   * A call that is held.
   *
   * @param reached it came to the gate
   * @param goOn it may pass
   */
  record Halt(String method, CountDownLatch reached, CountDownLatch goOn) {}

  private final Queue<Halt> next = new ConcurrentLinkedQueue<>();

  /** Holds the next call of a method. */
  Halt haltNext(String method) {
    Halt halt = new Halt(method, new CountDownLatch(1), new CountDownLatch(1));
    next.add(halt);
    return halt;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel channel) {
    Halt halt = next.peek();
    if (halt != null && halt.method().equals(method.getBareMethodName()) && next.remove(halt)) {
      halt.reached().countDown();
      try {
        halt.goOn().await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return channel.newCall(method, options);
  }
}

package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import pmm.provider.network.Cancellation;
import pmm.rpc.StreamSender;

/** Work for a caller that ends once the caller has left. */
final class UntilLeft {

  private UntilLeft() {}

  /** What is done for the caller. */
  @FunctionalInterface
  interface Work<T> {
    void run(StreamSender<T> sender, Cancellation cancellation) throws InterruptedException;
  }

  /** Does it, and completes the call. */
  static <T> void serve(StreamObserver<T> responses, Work<T> work) {
    Cancellation cancellation = new Cancellation();
    StreamSender.serve(
        responses,
        sender -> {
          sender.onCancel(() -> cancellation.cancel(Cancellation.Cause.CALLER));
          work.run(sender, cancellation);
        });
  }
}

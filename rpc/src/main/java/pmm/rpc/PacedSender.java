package pmm.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The caller's end of a client-streaming call: sends requests no faster than they are taken.
 *
 * @param <Q> the requests
 * @param <A> the one answer
 */
public final class PacedSender<Q, A> implements ClientResponseObserver<Q, A> {
  private final CompletableFuture<A> answer = new CompletableFuture<>();
  private final Semaphore ready = new Semaphore(0);
  private @Nullable ClientCallStreamObserver<Q> call;

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    call = stream;
    stream.setOnReadyHandler(ready::release);
  }

  /**
   * Sends one request, when there is room for it.
   *
   * @return false once the answer is there, so that nothing more needs to be sent
   */
  public boolean send(Q request) throws InterruptedException {
    ClientCallStreamObserver<Q> stream = requireNonNull(call);
    while (!stream.isReady() && !answer.isDone()) {
      ready.acquire();
    }
    if (answer.isDone()) {
      return false;
    }
    stream.onNext(request);
    return true;
  }

  /** Ends the requests and waits for the answer. */
  public A finish() throws InterruptedException, ExecutionException {
    if (!answer.isDone()) {
      requireNonNull(call).onCompleted();
    }
    return answer.get();
  }

  @Override
  public void onNext(A value) {
    answer.complete(value);
  }

  @Override
  public void onError(Throwable problem) {
    answer.completeExceptionally(problem);
    ready.release();
  }

  @Override
  public void onCompleted() {
    ready.release();
  }
}

package pmm.rpc;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of a server stream, written by blocking code: a slow reader slows the writer down,
 * and a reader that leaves ends it.
 */
public final class StreamSender<T> {

  /** What fills a stream. It ends by returning, or by throwing what the client shall see. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs on a virtual thread of its own, in the gRPC context of the call. */
    void run(StreamSender<T> sender) throws Exception;
  }

  private final ServerCallStreamObserver<T> observer;
  private final Object lock = new Object();
  private final List<Runnable> onCancel = new ArrayList<>();
  private boolean cancelled;

  private StreamSender(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
  }

  /** Answers a call by this work; returns at once, as gRPC wants for its callbacks to arrive. */
  public static <T> void serve(StreamObserver<T> responses, Work<T> work) {
    var observer = (ServerCallStreamObserver<T>) responses;
    var sender = new StreamSender<>(observer);
    observer.setOnReadyHandler(sender::wake);
    observer.setOnCancelHandler(sender::cancel);
    Thread.ofVirtual().name("stream").start(Context.current().wrap(() -> sender.run(work)));
  }

  /**
   * Sends one message, after the client has taken enough of those before.
   *
   * @throws CancelledException once the client has cancelled
   */
  public void send(T message) {
    synchronized (lock) {
      while (!cancelled && !observer.isReady()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CancelledException();
        }
      }
      if (cancelled) {
        throw new CancelledException();
      }
      observer.onNext(message);
    }
  }

  /** Whether the client has taken what it was sent, so that {@link #send} would not wait. */
  public boolean isReady() {
    return observer.isReady();
  }

  /** Whether the client has cancelled. */
  public boolean isCancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }

  /** Has this run once the client cancels; at once if it already has. */
  public void onCancel(Runnable action) {
    synchronized (lock) {
      if (!cancelled) {
        onCancel.add(action);
        return;
      }
    }
    action.run();
  }

  private void run(Work<T> work) {
    try {
      work.run(this);
      finish(observer::onCompleted);
    } catch (Throwable thrown) { // An error too: nobody else would end the stream.
      if (!isCancelled()) {
        // As an unknown error, so that the interceptor decides about it, as about every other.
        finish(() -> observer.onError(Status.UNKNOWN.withCause(thrown).asRuntimeException()));
      }
    }
  }

  private void finish(Runnable last) {
    synchronized (lock) {
      if (!cancelled) {
        last.run();
      }
    }
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  private void cancel() {
    List<Runnable> actions;
    synchronized (lock) {
      cancelled = true;
      lock.notifyAll();
      actions = List.copyOf(onCancel);
    }
    actions.forEach(Runnable::run);
  }
}

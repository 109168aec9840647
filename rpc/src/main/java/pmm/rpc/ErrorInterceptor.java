package pmm.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns whatever a method throws, or hands to its observer, into a status with details. */
public final class ErrorInterceptor implements ServerInterceptor {
  private final UnaryOperator<Throwable> translation;

  /** Knows {@link Problem}s only; everything else is internal. */
  public ErrorInterceptor() {
    this(UnaryOperator.identity());
  }

  /** Also knows what {@code translation} makes {@link Problem}s of. */
  public ErrorInterceptor(UnaryOperator<Throwable> translation) {
    this.translation = requireNonNull(translation, "translation");
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var guarded = new GuardedCall<>(call, translation);
    try {
      return new GuardedListener<>(guarded, next.startCall(guarded, headers));
    } catch (RuntimeException thrown) {
      guarded.fail(thrown);
      return new ServerCall.Listener<>() {};
    }
  }

  private static final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final UnaryOperator<Throwable> translation;
    private boolean closed;

    GuardedCall(ServerCall<Q, A> call, UnaryOperator<Throwable> translation) {
      super(call);
      this.translation = translation;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      Throwable cause = status.getCause();
      if (status.getCode() == Status.Code.UNKNOWN && cause != null) {
        fail(cause);
      } else if (first()) {
        super.close(status, trailers);
      }
    }

    void fail(Throwable thrown) {
      StatusRuntimeException failure = Statuses.of(thrown, translation);
      if (first()) {
        @Nullable Metadata trailers = failure.getTrailers();
        super.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
      }
    }

    private synchronized boolean first() {
      boolean first = !closed;
      closed = true;
      return first;
    }
  }

  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final GuardedCall<Q, ?> call;

    GuardedListener(GuardedCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException thrown) {
        call.fail(thrown);
      }
    }
  }
}

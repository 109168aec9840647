package pmm.ui.session;

import io.grpc.ServerCall;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A unary call that begins only once its request has been checked. */
final class ConfirmedCall<Q> extends ServerCall.Listener<Q> {
  private final Consumer<Q> check;
  private final Supplier<ServerCall.Listener<Q>> begin;
  private ServerCall.@Nullable Listener<Q> begun;

  /** Asks for the request. */
  ConfirmedCall(ServerCall<Q, ?> call, Consumer<Q> check, Supplier<ServerCall.Listener<Q>> begin) {
    this.check = check;
    this.begin = begin;
    call.request(1);
  }

  @Override
  public void onMessage(Q request) {
    check.accept(request);
    begun = begin.get();
    begun.onMessage(request);
  }

  @Override
  public void onHalfClose() {
    if (begun != null) {
      begun.onHalfClose();
    }
  }

  @Override
  public void onCancel() {
    if (begun != null) {
      begun.onCancel();
    }
  }

  @Override
  public void onComplete() {
    if (begun != null) {
      begun.onComplete();
    }
  }

  @Override
  public void onReady() {
    if (begun != null) {
      begun.onReady();
    }
  }
}

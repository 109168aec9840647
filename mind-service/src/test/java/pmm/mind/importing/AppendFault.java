package pmm.mind.importing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.AppendEventsRequest;

/** Lets appends fail on their way to the ledger. */
final class AppendFault implements ClientInterceptor {
  private Function<AppendEventsRequest, Status> fault = append -> Status.OK;

  /** What each append ends with; one that is OK goes on to the ledger. */
  void set(Function<AppendEventsRequest, Status> newFault) {
    fault = newFault;
  }

  /** The append of this number, from 1, and all after it fail. */
  void failFrom(int number) {
    int[] left = {number};
    set(append -> --left[0] <= 0 ? Status.ABORTED : Status.OK);
  }

  /** All is well. */
  void clear() {
    set(append -> Status.OK);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      private ClientCall.@Nullable Listener<A> listener;
      private boolean failed;

      @Override
      public void start(ClientCall.Listener<A> answers, Metadata headers) {
        listener = answers;
        super.start(answers, headers);
      }

      @Override
      public void sendMessage(Q message) {
        Status status =
            message instanceof AppendEventsRequest append ? fault.apply(append) : Status.OK;
        if (status.isOk()) {
          super.sendMessage(message);
        } else if (listener != null) {
          failed = true;
          listener.onClose(status, new Metadata());
        }
      }

      @Override
      public void halfClose() {
        if (!failed) {
          super.halfClose();
        }
      }
    };
  }
}

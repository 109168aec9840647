package pmm.ui.pass;

import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * Two calls joined: messages, errors and cancels of one reach the other. Each side is asked for its
 * next message only when the other can take it, so that a slow reader slows the writer.
 */
final class Relay {
  private final ServerCall<byte[], byte[]> front;
  private final ClientCall<byte[], byte[]> behind;
  private final Context caller = Context.current();
  private boolean owedToFront;
  private boolean owedToBehind;

  Relay(ServerCall<byte[], byte[]> front, ClientCall<byte[], byte[]> behind) {
    this.front = front;
    this.behind = behind;
  }

  ServerCall.Listener<byte[]> start(Metadata headers) {
    behind.start(new Answers(), headers);
    front.request(1);
    behind.request(1);
    return new Requests();
  }

  private synchronized void frontTook() {
    owedToBehind = !front.isReady();
    if (!owedToBehind) {
      behind.request(1);
    }
  }

  private synchronized void behindTook() {
    owedToFront = !behind.isReady();
    if (!owedToFront) {
      front.request(1);
    }
  }

  private synchronized void frontReady() {
    if (owedToBehind) {
      owedToBehind = false;
      behind.request(1);
    }
  }

  private synchronized void behindReady() {
    if (owedToFront) {
      owedToFront = false;
      front.request(1);
    }
  }

  private final class Requests extends ServerCall.Listener<byte[]> {
    @Override
    public void onMessage(byte[] message) {
      behind.sendMessage(message);
      behindTook();
    }

    @Override
    public void onHalfClose() {
      behind.halfClose();
    }

    @Override
    public void onCancel() {
      behind.cancel("the caller has left", null);
    }

    @Override
    public void onReady() {
      frontReady();
    }
  }

  private final class Answers extends ClientCall.Listener<byte[]> {
    @Override
    public void onHeaders(Metadata headers) {
      front.sendHeaders(PassedMetadata.answer(headers));
    }

    @Override
    public void onMessage(byte[] message) {
      front.sendMessage(message);
      frontTook();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      // A token between services that has just become old is not the caller's to renew; a session
      // that has ended is.
      boolean between = status.getCode() == Status.Code.UNAUTHENTICATED && !caller.isCancelled();
      front.close(
          between
              ? Status.UNAVAILABLE.withDescription("the service behind has just started again")
              : status,
          between ? new Metadata() : PassedMetadata.answer(trailers));
    }

    @Override
    public void onReady() {
      behindReady();
    }
  }
}

package pmm.cli;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;

/** Sends parts no faster than the ledger takes them. */
final class ImportSender
    implements ClientResponseObserver<ImportLedgerRequest, ImportLedgerResponse> {
  private final CompletableFuture<ImportLedgerResponse> answer = new CompletableFuture<>();
  private final Semaphore ready = new Semaphore(0);
  private @Nullable ClientCallStreamObserver<ImportLedgerRequest> call;

  @Override
  public void beforeStart(ClientCallStreamObserver<ImportLedgerRequest> stream) {
    call = stream;
    stream.setOnReadyHandler(ready::release);
  }

  /** False once the ledger has answered, so that nothing more needs to be sent. */
  boolean send(byte[] part, boolean replace, String left) throws InterruptedException {
    ClientCallStreamObserver<ImportLedgerRequest> stream = requireNonNull(call);
    while (!stream.isReady() && !answer.isDone()) {
      ready.acquire();
    }
    if (answer.isDone()) {
      return false;
    }
    stream.onNext(
        ImportLedgerRequest.newBuilder()
            .setJsonl(ByteString.copyFrom(part))
            .setReplace(replace)
            .setExpectedHeadHash(left)
            .build());
    return true;
  }

  ImportLedgerResponse finish() throws InterruptedException, ExecutionException {
    if (!answer.isDone()) {
      requireNonNull(call).onCompleted();
    }
    return answer.get();
  }

  @Override
  public void onNext(ImportLedgerResponse value) {
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

package pmm.cli;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.mindfile.JsonlImporter;
import pmm.rpc.PrivateFiles;
import pmm.rpc.RemoteProblem;

/** Reads an export into an empty home: every line is checked, and all are stored or none. */
@Command(footer = {"  pmm import my-mind.jsonl", "  pmm --home ~/second-mind import my-mind.jsonl"})
final class ImportCommand implements Callable<Integer> {
  private static final String WHAT = "Importing";
  private static final int PART = 256 << 10;

  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "What pmm export --jsonl wrote.")
  Path file = Path.of("");

  ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw Failure.notDone(
          "There is no file " + file + " (expected: what pmm export --jsonl wrote)");
    }
    recognise();
    Path living = shell.home().file("mind.db");
    boolean runs = shell.supervision().anyRuns();
    long events;
    if (!runs && Files.exists(living)) {
      throw lives();
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), PART)) {
      events = runs ? send(in) : importHere(living, in);
    }
    shell.screen().clearProgress();
    shell
        .screen()
        .result("Imported " + Text.count(events, "event") + " into " + shell.homeFolder());
    return ExitCode.DONE;
  }

  /** By content, never by name. */
  private void recognise() throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(16);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (start.length == 0) {
      throw Failure.notDone(file + " is empty (expected: what pmm export --jsonl wrote)");
    }
    if (text.startsWith("SQLite format 3")) {
      throw Failure.notDone(
          file
              + " is a database, not an export. If it is a mind.db, put it into a folder of its own and export it there first: pmm --home FOLDER export --jsonl --out my-mind.jsonl");
    }
    if (!text.startsWith("{")) {
      throw Failure.notDone(
          file + " holds no JSON lines (expected: what pmm export --jsonl wrote)");
    }
  }

  private long importHere(Path fresh, InputStream in) throws IOException {
    PrivateFiles.createFolder(shell.homeFolder());
    return JsonlImporter.importInto(
            fresh, in, (done, total) -> shell.screen().progress(WHAT, done, total))
        .head()
        .id();
  }

  private long send(InputStream in) throws IOException, InterruptedException {
    Sender sender = new Sender();
    shell.mesh().ledgerStreams().importLedger(sender);
    long total = Files.size(file);
    long sent = 0;
    for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
      if (!sender.send(part)) {
        break;
      }
      sent += part.length;
      shell.screen().progress(WHAT + " (" + Text.size(sent) + ")", sent, total);
    }
    try {
      return sender.finish().getEventCount();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (RemoteProblem.from(cause)
          .filter(p -> p.reason().equals("LEDGER_NOT_EMPTY"))
          .isPresent()) {
        throw lives();
      }
      throw Problems.explain(cause, shell);
    }
  }

  private Failure lives() {
    return Failure.notDone(
        "A mind lives in "
            + shell.homeFolder()
            + " already, and two are never mixed. Nothing was changed. Give the other one a home of its own: pmm --home DIR import "
            + file);
  }

  /** Sends parts no faster than the ledger takes them. */
  private static final class Sender
      implements ClientResponseObserver<ImportLedgerRequest, ImportLedgerResponse> {
    private final CompletableFuture<ImportLedgerResponse> answer = new CompletableFuture<>();
    private final Semaphore ready = new Semaphore(0);
    @org.jspecify.annotations.Nullable private ClientCallStreamObserver<ImportLedgerRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<ImportLedgerRequest> stream) {
      call = stream;
      stream.setOnReadyHandler(ready::release);
    }

    /** False once the ledger has answered, so that nothing more needs to be sent. */
    boolean send(byte[] part) throws InterruptedException {
      ClientCallStreamObserver<ImportLedgerRequest> stream = java.util.Objects.requireNonNull(call);
      while (!stream.isReady() && !answer.isDone()) {
        ready.acquire();
      }
      if (answer.isDone()) {
        return false;
      }
      stream.onNext(ImportLedgerRequest.newBuilder().setJsonl(ByteString.copyFrom(part)).build());
      return true;
    }

    ImportLedgerResponse finish() throws InterruptedException, ExecutionException {
      if (!answer.isDone()) {
        java.util.Objects.requireNonNull(call).onCompleted();
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
}

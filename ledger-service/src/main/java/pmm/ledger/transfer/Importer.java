package pmm.ledger.transfer;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.mindfile.Incoming;
import pmm.mindfile.MindFileException;
import pmm.mindfile.Options;
import pmm.mindfile.Progress;
import pmm.mindfile.RestoreReport;
import pmm.mindfile.Restorer;
import pmm.mindfile.Unfinished;
import pmm.rpc.Caller;
import pmm.rpc.Home;
import pmm.rpc.PrivateFiles;
import pmm.rpc.Problem;

/** Takes an export, or another mind file, into the ledger, all or none. */
public final class Importer {
  private static final Logger log = LoggerFactory.getLogger(Importer.class);

  private static final String PREFIX = "import-";

  private final Ledger ledger;
  private final Path folder;

  /** Imports into this ledger; what arrives is kept in the home's cache until it is complete. */
  public Importer(Ledger ledger, Home home) {
    this.ledger = ledger;
    this.folder = home.file("cache");
  }

  /** Receives an export and answers when it is stored. */
  public StreamObserver<ImportLedgerRequest> receive(
      StreamObserver<ImportLedgerResponse> response, Caller caller) {
    return new Upload(response, caller.actor());
  }

  private ImportLedgerResponse store(Path upload, String actor) {
    Incoming incoming = recognise(upload);
    return answer(ledger.fill(home -> restorer(home).bringIn(incoming, actor)));
  }

  private ImportLedgerResponse replace(Path upload, String expectedHead, String actor) {
    Incoming incoming = recognise(upload);
    try {
      return answer(
          ledger.replace(home -> restorer(home).expecting(expectedHead).replace(incoming, actor)));
    } catch (MindFileException e) {
      throw e.reason() == MindFileException.Reason.BROKEN
          ? new Problem(LedgerReason.IMPORT_BROKEN, e.getMessage())
          : e;
    }
  }

  private static Restorer restorer(Home home) {
    return new Restorer(home.root(), Options.defaults());
  }

  private static Incoming recognise(Path upload) {
    try {
      return Incoming.of(upload, Progress.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImportLedgerResponse answer(RestoreReport report) {
    log.info("Imported {} events", report.head().id());
    return ImportLedgerResponse.newBuilder()
        .setEventCount(report.head().id())
        .setHeadHash(report.head().hash())
        .setKeptPath(report.kept().map(Path::toString).orElse(""))
        .setForgottenAgainCount(report.forgottenAgain())
        .setForgottenUnknown(report.forgottenUnknown())
        .build();
  }

  /** The upload is written aside first, so that a slow sender keeps nobody from the ledger. */
  private final class Upload implements StreamObserver<ImportLedgerRequest> {
    private final StreamObserver<ImportLedgerResponse> response;
    private final Path file;
    private final String actor;
    private @Nullable OutputStream out;
    private boolean begun;
    private boolean replaces;
    private String expectedHead = "";

    Upload(StreamObserver<ImportLedgerResponse> response, String actor) {
      this.response = response;
      this.actor = actor;
      PrivateFiles.createFolder(folder);
      try {
        file = Unfinished.in(folder, PREFIX);
        PrivateFiles.write(file, "");
        out = Files.newOutputStream(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onNext(ImportLedgerRequest part) {
      begin(part);
      try {
        if (out != null) {
          part.getJsonl().writeTo(out);
        }
      } catch (IOException e) {
        discard();
        throw new UncheckedIOException(e);
      }
    }

    private void begin(ImportLedgerRequest first) {
      if (!begun) {
        begun = true;
        expectedHead = first.getExpectedHeadHash();
        replaces = first.getReplace() && ledger.headId() > 0;
        if (!replaces) {
          requireEmpty();
        }
      }
    }

    private void requireEmpty() {
      try {
        ledger.requireEmpty();
      } catch (Problem lives) {
        discard();
        throw lives;
      }
    }

    @Override
    public void onError(Throwable cancelled) {
      discard();
    }

    @Override
    public void onCompleted() {
      try {
        close();
        ImportLedgerResponse stored =
            replaces ? replace(file, expectedHead, actor) : store(file, actor);
        response.onNext(stored);
        response.onCompleted();
      } finally {
        discard();
      }
    }

    private void close() {
      OutputStream open = out;
      out = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private void discard() {
      try {
        close();
        Files.deleteIfExists(file);
      } catch (IOException | UncheckedIOException e) {
        log.warn("cannot remove {}", file, e);
      }
    }
  }
}

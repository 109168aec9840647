package pmm.ledger.transfer;

import io.grpc.stub.StreamObserver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.store.Ledger;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.mindfile.ImportReport;
import pmm.mindfile.JsonlImporter;
import pmm.mindfile.Progress;
import pmm.rpc.Home;
import pmm.rpc.PrivateFiles;

/** Takes an export into an empty ledger, all or none. */
public final class Importer {
  private static final Logger log = LoggerFactory.getLogger(Importer.class);

  private static final String PREFIX = "import-";

  private final Ledger ledger;
  private final Path folder;

  /** Imports into this ledger; what arrives is kept in the home's cache until it is complete. */
  public Importer(Ledger ledger, Home home) {
    this.ledger = ledger;
    this.folder = home.file("cache");
    dropUnfinished();
  }

  /** What a killed process had received is of no use to anyone. */
  private void dropUnfinished() {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
        for (Path file : files) {
          Files.delete(file);
        }
      } catch (IOException e) {
        log.warn("cannot remove unfinished imports from {}", folder, e);
      }
    }
  }

  /** Receives an export and answers when it is stored. */
  public StreamObserver<ImportLedgerRequest> receive(
      StreamObserver<ImportLedgerResponse> response) {
    return new Upload(response);
  }

  private ImportLedgerResponse store(Path jsonl) {
    ImportReport report =
        ledger.fill(home -> {
          try (InputStream in = new BufferedInputStream(Files.newInputStream(jsonl))) {
            return JsonlImporter.importInto(home.root(), in, Progress.NONE);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    log.info("Imported {} events", report.head().id());
    return ImportLedgerResponse.newBuilder()
        .setEventCount(report.head().id())
        .setHeadHash(report.head().hash())
        .build();
  }

  /** The upload is written aside first, so that a slow sender keeps nobody from the ledger. */
  private final class Upload implements StreamObserver<ImportLedgerRequest> {
    private final StreamObserver<ImportLedgerResponse> response;
    private final Path file;
    private @Nullable OutputStream out;

    Upload(StreamObserver<ImportLedgerResponse> response) {
      this.response = response;
      ledger.requireEmpty();
      PrivateFiles.createFolder(folder);
      try {
        file = Files.createTempFile(folder, PREFIX, ".jsonl");
        out = Files.newOutputStream(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onNext(ImportLedgerRequest part) {
      try {
        if (out != null) {
          part.getJsonl().writeTo(out);
        }
      } catch (IOException e) {
        discard();
        throw new UncheckedIOException(e);
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
        ImportLedgerResponse stored = store(file);
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

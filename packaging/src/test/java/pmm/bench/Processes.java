package pmm.bench;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.mindfile.Snapshots;
import pmm.rpc.Role;

/** The processes of the product over a large file: how long they take, and how large they grow. */
final class Processes {

  private static final int PART = 256 << 10;
  private static final int SEARCHES = 50;
  private static final String[] QUERIES = {
    "where does my sister live",
    "rain in Porto",
    "letters to a teacher",
    "old ships and stars",
    "4711"
  };

  private final Path work;
  private final Path product;
  private final int events;
  private final Report report;

  Processes(Path work, Path product, int events, Report report) {
    this.work = work;
    this.product = product;
    this.events = events;
    this.report = report;
  }

  void run() throws Exception {
    Path home = work.resolve("mind");
    Path lines = work.resolve("process.jsonl");
    report.heading(
        "%,d events, process by process".formatted(events), "what", "seconds", "peak MB so far");
    commands(home, lines);
    row(
        "snapshot: VACUUM INTO, verified, synced",
        Sample.seconds(() -> new Snapshots(home, Clock.systemUTC()).create()),
        0);
    // The command noted when it had verified: the service's own check is what is waited for.
    Rival.shell(
        "rm -rf '" + home.resolve("snapshots") + "' '" + home.resolve("cache/verified") + "'");
    try (Service service = Service.start(home, product)) {
      served(service);
    }
    try (Service service = Service.start(work.resolve("service-import"), product)) {
      double seconds = Sample.seconds(() -> upload(service, lines));
      row("ledger-service: import", seconds, service.peakMb());
    }
  }

  private void commands(Path home, Path lines) throws Exception {
    String pmm = product.resolve("bin/pmm").toString();
    Path log = work.resolve("command.log");
    Path elsewhere = work.resolve("elsewhere");
    command("pmm verify", Child.run(home, log, pmm, "verify", home + "/mind.db"));
    command(
        "pmm export --jsonl --out",
        Child.run(home, log, pmm, "export", "--jsonl", "--out", lines.toString()));
    command("pmm import", Child.run(elsewhere, log, pmm, "import", lines.toString()));
    Rival.shell("rm -r '" + elsewhere + "'");
  }

  private void served(Service service) throws Exception {
    row("ledger-service: start until it listens", service.started(), service.peakMb());
    LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(service.channel(Role.CLI));
    double verified =
        Sample.seconds(() -> {
          while (!stub.getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()).hasVerifyTime()) {
            Thread.sleep(20);
          }
          return null;
        });
    row("ledger-service: until verified, while it indexes", verified, service.peakMb());
    double indexed =
        Sample.seconds(() -> {
          while (stub.searchEvents(query("Porto")).getThroughEventId() < events) {
            Thread.sleep(200);
          }
          return null;
        });
    row("ledger-service: then until all words are indexed", indexed, service.peakMb());
    double[] searches = new double[SEARCHES];
    for (int i = 0; i < SEARCHES; i++) {
      SearchEventsRequest query = query(QUERIES[i % QUERIES.length]);
      searches[i] = Sample.seconds(() -> stub.searchEvents(query));
    }
    Sample search = Sample.of(searches);
    report.row(
        "ledger-service: one search",
        search.text("%.3f"),
        String.format(Locale.ROOT, "%.0f", service.peakMb()));
    row("ledger-service: export", Sample.seconds(() -> export(stub)), service.peakMb());
  }

  private static SearchEventsRequest query(String words) {
    return SearchEventsRequest.newBuilder().setQuery(words).setPageSize(10).build();
  }

  private static long export(LedgerServiceBlockingStub stub) {
    Iterator<ExportLedgerResponse> parts =
        stub.exportLedger(ExportLedgerRequest.getDefaultInstance());
    long bytes = 0;
    while (parts.hasNext()) {
      bytes += parts.next().getJsonl().size();
    }
    return bytes;
  }

  private static Object upload(Service service, Path lines) throws Exception {
    CompletableFuture<ImportLedgerResponse> stored = new CompletableFuture<>();
    Semaphore ready = new Semaphore(0);
    ClientCallStreamObserver<ImportLedgerRequest> out =
        (ClientCallStreamObserver<ImportLedgerRequest>)
            LedgerServiceGrpc.newStub(service.channel(Role.CLI))
                .importLedger(
                    new ClientResponseObserver<ImportLedgerRequest, ImportLedgerResponse>() {
                      @Override
                      public void beforeStart(
                          ClientCallStreamObserver<ImportLedgerRequest> request) {
                        request.setOnReadyHandler(ready::release);
                      }

                      @Override
                      public void onNext(ImportLedgerResponse response) {
                        stored.complete(response);
                      }

                      @Override
                      public void onError(Throwable failure) {
                        stored.completeExceptionally(failure);
                        ready.release(Integer.MAX_VALUE / 2);
                      }

                      @Override
                      public void onCompleted() {}
                    });
    try (InputStream in = Files.newInputStream(lines)) {
      for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
        while (!out.isReady() && !stored.isDone()) {
          ready.acquire();
        }
        out.onNext(
            ImportLedgerRequest.newBuilder()
                .setJsonl(UnsafeByteOperations.unsafeWrap(part))
                .build());
      }
    }
    out.onCompleted();
    return stored.get();
  }

  private void command(String what, Child.Cost cost) throws IOException {
    row("`" + what + "`, nothing running", cost.seconds(), cost.peakMb());
  }

  private void row(String what, double seconds, double peakMb) {
    report.row(
        what,
        String.format(Locale.ROOT, "%.2f", seconds),
        peakMb == 0 ? "" : String.format(Locale.ROOT, "%.0f", peakMb));
  }
}

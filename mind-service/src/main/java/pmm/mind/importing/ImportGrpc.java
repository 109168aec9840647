package pmm.mind.importing;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.BringMindRequest;
import pmm.mind.v1.BringMindResponse;
import pmm.mind.v1.CancelImportRequest;
import pmm.mind.v1.CancelImportResponse;
import pmm.mind.v1.CreateUploadRequest;
import pmm.mind.v1.CreateUploadResponse;
import pmm.mind.v1.DropUploadRequest;
import pmm.mind.v1.DropUploadResponse;
import pmm.mind.v1.DryRunRequest;
import pmm.mind.v1.DryRunResponse;
import pmm.mind.v1.FinishUploadRequest;
import pmm.mind.v1.FinishUploadResponse;
import pmm.mind.v1.GetImportRequest;
import pmm.mind.v1.GetImportResponse;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceImplBase;
import pmm.mind.v1.ImportState;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.ListImportedEventsResponse;
import pmm.mind.v1.ListImportsRequest;
import pmm.mind.v1.ListImportsResponse;
import pmm.mind.v1.RunRequest;
import pmm.mind.v1.RunResponse;
import pmm.mind.v1.UploadPartRequest;
import pmm.mind.v1.UploadPartResponse;
import pmm.mind.v1.WatchImportRequest;
import pmm.mind.v1.WatchImportResponse;
import pmm.rpc.Caller;
import pmm.rpc.Home;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** ImportService: checks a request, has it done, answers. */
public final class ImportGrpc extends ImportServiceImplBase {
  private static final int MOST_EVENTS = 3000;
  private static final long BETWEEN_PROGRESS = Duration.ofMillis(100).toNanos();

  private final Ledger ledger;
  private final MindKeeper keeper;
  private final Uploads uploads;
  private final Importer importer;
  private final Runs runs;
  private final Imports imports;

  /** A service over this mind; uploads lie in its run folder. */
  public ImportGrpc(
      Home home, Ledger ledger, History history, MindKeeper keeper, InstantSource clock) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.uploads = new Uploads(home.runDir("mind").resolve("uploads"), clock);
    this.importer = new Importer(ledger, history, keeper);
    this.runs = new Runs(clock);
    this.imports = new Imports(ledger, history);
  }

  /** Begins to take uploads; what an earlier process left of them is deleted. */
  public void start() {
    uploads.open();
  }

  @Override
  public void createUpload(
      CreateUploadRequest request, StreamObserver<CreateUploadResponse> responses) {
    String id = uploads.create(request.getName(), request.getSizeBytes());
    responses.onNext(
        CreateUploadResponse.newBuilder()
            .setUploadId(id)
            .setMaxBytes(Uploads.MOST_BYTES)
            .setMaxPartBytes(Uploads.PART_BYTES)
            .build());
    responses.onCompleted();
  }

  @Override
  public void uploadPart(UploadPartRequest request, StreamObserver<UploadPartResponse> responses) {
    int size = request.getData().size();
    if (size == 0 || size > Uploads.PART_BYTES) {
      throw Requests.bad("data", size + " bytes", "1 to " + Uploads.PART_BYTES);
    }
    long received =
        uploads.part(
            uploadId(request.getUploadId()),
            request.getOffset(),
            request.getData().asReadOnlyByteBuffer());
    responses.onNext(UploadPartResponse.newBuilder().setReceivedBytes(received).build());
    responses.onCompleted();
  }

  @Override
  public void finishUpload(
      FinishUploadRequest request, StreamObserver<FinishUploadResponse> responses) {
    long size = uploads.finish(uploadId(request.getUploadId()), request.getSha256());
    responses.onNext(FinishUploadResponse.newBuilder().setSizeBytes(size).build());
    responses.onCompleted();
  }

  @Override
  public void dropUpload(DropUploadRequest request, StreamObserver<DropUploadResponse> responses) {
    uploads.drop(uploadId(request.getUploadId()));
    responses.onNext(DropUploadResponse.getDefaultInstance());
    responses.onCompleted();
  }

  @Override
  public void bringMind(BringMindRequest request, StreamObserver<BringMindResponse> responses) {
    String id = uploadId(request.getUploadId());
    String head = request.getExpectedHeadHash();
    ImportLedgerResponse done =
        importer.alone(() ->
            uploads.held(
                id,
                mind -> {
                  requireAsNamed(mind, request);
                  return ledger.replace(mind.file(), head);
                }));
    responses.onNext(
        BringMindResponse.newBuilder()
            .setEventCount(done.getEventCount())
            .setHeadHash(done.getHeadHash())
            .setKeptPath(done.getKeptPath())
            .setForgottenAgainCount(done.getForgottenAgainCount())
            .setForgottenUnknown(done.getForgottenUnknown())
            .build());
    responses.onCompleted();
  }

  /** Who confirmed it in a terminal was told this name and these bytes. */
  private static void requireAsNamed(Uploads.Whole mind, BringMindRequest request) {
    if (!request.getName().isEmpty() && !request.getName().equals(mind.name())) {
      throw Requests.bad("name", request.getName(), mind.name());
    }
    if (!request.getSha256().isEmpty() && !request.getSha256().equals(mind.sha256())) {
      throw Requests.bad("sha256", request.getSha256(), mind.sha256());
    }
  }

  @Override
  public void dryRun(DryRunRequest request, StreamObserver<DryRunResponse> responses) {
    StreamSender.serve(responses, sender -> dryRun(request, sender));
  }

  private void dryRun(DryRunRequest request, StreamSender<DryRunResponse> sender) {
    requireLevel();
    FoundPages found = new FoundPages(sender::send);
    Steady steady = new Steady();
    ImportReport report =
        uploads.held(
            uploadId(request.getUploadId()),
            archive ->
                importer.dryRun(
                    archive,
                    step -> {
                      if (steady.isDue()) {
                        sender.send(
                            DryRunResponse.newBuilder().setProgress(step.toProto()).build());
                      }
                    },
                    found));
    found.end();
    sender.send(DryRunResponse.newBuilder().setReport(report).build());
  }

  @Override
  public void run(RunRequest request, StreamObserver<RunResponse> responses) {
    StreamSender.serve(responses, sender -> run(request, sender));
  }

  private void run(RunRequest request, StreamSender<RunResponse> sender)
      throws InterruptedException {
    String requestId = Requests.uuid("request_id", request.getRequestId());
    follow(
        requestId,
        runs.find(requestId).filter(run -> !run.hasFailed()),
        () -> begin(requestId, request),
        sender,
        step -> RunResponse.newBuilder().setProgress(step.toProto()).build(),
        report -> RunResponse.newBuilder().setReport(report).build());
  }

  private Run begin(String requestId, RunRequest request) {
    requireLevel();
    String uploadId = uploadId(request.getUploadId());
    Importer.Wish wish =
        new Importer.Wish(
            uploads.whole(uploadId),
            requestId,
            Caller.current().actor(),
            new Choice(
                Set.copyOf(request.getOriginalIdsList()),
                Set.copyOf(request.getExcludedOriginalIdsList()),
                request.getConversationsOnly()),
            !request.getWithoutAttachments());
    return runs.begin(
        requestId,
        run -> {
          ImportReport report =
              uploads.held(uploadId, archive -> importer.run(wish, run::isCancelled, run::at));
          if (!report.getCancelled()) {
            uploads.drop(uploadId);
          }
          return report;
        });
  }

  @Override
  public void watchImport(
      WatchImportRequest request, StreamObserver<WatchImportResponse> responses) {
    StreamSender.serve(responses, sender -> watch(request, sender));
  }

  private void watch(WatchImportRequest request, StreamSender<WatchImportResponse> sender)
      throws InterruptedException {
    String requestId = Requests.uuid("request_id", request.getRequestId());
    follow(
        requestId,
        runs.find(requestId),
        () -> {
          throw new Problem(
              MindReason.IMPORT_NOT_FOUND,
              "request_id: " + requestId + " is not known (expected: that of a run)");
        },
        sender,
        step -> WatchImportResponse.newBuilder().setProgress(step.toProto()).build(),
        report -> WatchImportResponse.newBuilder().setReport(report).build());
  }

  /**
   * Shows a run until it ends or nobody looks, or the report that an earlier process made of it.
   */
  private <T> void follow(
      String requestId,
      Optional<Run> known,
      Supplier<Run> unknown,
      StreamSender<T> sender,
      Function<Progress, T> progress,
      Function<ImportReport, T> end)
      throws InterruptedException {
    Optional<ImportReport> report =
        known.isPresent() ? Optional.empty() : importer.reported(requestId);
    if (report.isEmpty()) {
      Run run = known.orElseGet(unknown);
      sender.onCancel(run::wake);
      report = run.watch(step -> sender.send(progress.apply(step)), sender::isCancelled);
    }
    report.ifPresent(done -> sender.send(end.apply(done)));
  }

  @Override
  public void cancelImport(
      CancelImportRequest request, StreamObserver<CancelImportResponse> responses) {
    Optional<Run> run =
        runs.find(Requests.uuid("request_id", request.getRequestId())).filter(Run::isUnderWay);
    run.ifPresent(Run::cancel);
    responses.onNext(CancelImportResponse.newBuilder().setWasUnderWay(run.isPresent()).build());
    responses.onCompleted();
  }

  @Override
  public void getImport(GetImportRequest request, StreamObserver<GetImportResponse> responses) {
    ImportReport report = imports.get(Requests.uuid("import_id", request.getImportId()));
    responses.onNext(GetImportResponse.newBuilder().setReport(report).build());
    responses.onCompleted();
  }

  @Override
  public void listImports(
      ListImportsRequest request, StreamObserver<ListImportsResponse> responses) {
    List<String> ids = imports.ids();
    String running = runs.current().map(Run::requestId).orElse("");
    int from = (int) Math.clamp(Requests.pageToken(request.getPageToken(), 0), 0L, ids.size());
    int to = Math.min(ids.size(), from + Requests.pageSize(request.getPageSize()));
    responses.onNext(
        ListImportsResponse.newBuilder()
            .addAllReports(
                ids.subList(from, to).stream()
                    .map(imports::get)
                    .filter(report -> running.isEmpty() || !isCutShort(report))
                    .toList())
            .setNextPageToken(to < ids.size() ? Integer.toString(to) : "")
            .setRunningRequestId(running)
            .build());
    responses.onCompleted();
  }

  /** Also the run that is under way, and perhaps the one that it completes. */
  private static boolean isCutShort(ImportReport report) {
    return report.getState() == ImportState.IMPORT_STATE_CUT_SHORT;
  }

  @Override
  public void listImportedEvents(
      ListImportedEventsRequest request, StreamObserver<ListImportedEventsResponse> responses) {
    String id = Requests.uuid("import_id", request.getImportId());
    if (runs.current().isPresent()) {
      throw new Problem(
          MindReason.IMPORT_UNDER_WAY,
          "An archive is being taken in; take an import out again afterwards.");
    }
    int asked = request.getPageSize();
    int size = asked <= 0 ? MOST_EVENTS : Math.min(asked, MOST_EVENTS);
    Imports.Gone gone = imports.events(id, Requests.pageToken(request.getPageToken(), 0), size);
    List<Long> ids = gone.events();
    responses.onNext(
        ListImportedEventsResponse.newBuilder()
            .addAllEventIds(ids)
            .addAllWordsOnlyEventIds(gone.wordsOnly())
            .setNextPageToken(ids.size() < size ? "" : Long.toString(ids.getLast()))
            .build());
    responses.onCompleted();
  }

  private static String uploadId(String value) {
    return Requests.uuid("upload_id", value);
  }

  private void requireLevel() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
  }

  /** Says when it is time to tell how far things are. */
  private static final class Steady {
    private long last = System.nanoTime() - BETWEEN_PROGRESS;

    private boolean isDue() {
      long now = System.nanoTime();
      if (now - last < BETWEEN_PROGRESS) {
        return false;
      }
      last = now;
      return true;
    }
  }
}

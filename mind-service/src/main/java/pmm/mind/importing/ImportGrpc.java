package pmm.mind.importing;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.CreateUploadRequest;
import pmm.mind.v1.CreateUploadResponse;
import pmm.mind.v1.DropUploadRequest;
import pmm.mind.v1.DropUploadResponse;
import pmm.mind.v1.DryRunRequest;
import pmm.mind.v1.DryRunResponse;
import pmm.mind.v1.FinishUploadRequest;
import pmm.mind.v1.FinishUploadResponse;
import pmm.mind.v1.FoundConversation;
import pmm.mind.v1.FoundConversations;
import pmm.mind.v1.GetImportRequest;
import pmm.mind.v1.GetImportResponse;
import pmm.mind.v1.ImportProgress;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceImplBase;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.ListImportedEventsResponse;
import pmm.mind.v1.ListImportsRequest;
import pmm.mind.v1.ListImportsResponse;
import pmm.mind.v1.RunRequest;
import pmm.mind.v1.RunResponse;
import pmm.mind.v1.UploadPartRequest;
import pmm.mind.v1.UploadPartResponse;
import pmm.rpc.Caller;
import pmm.rpc.CancelledException;
import pmm.rpc.Home;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** ImportService: checks a request, has it done, answers. */
public final class ImportGrpc extends ImportServiceImplBase {
  private static final int PAGE = 200;
  private static final int MOST_EVENTS = 3000;
  private static final long BETWEEN_PROGRESS = Duration.ofMillis(100).toNanos();

  private final MindKeeper keeper;
  private final Uploads uploads;
  private final Importer importer;
  private final Imports imports;

  /** A service over this mind; uploads lie in its run folder. */
  public ImportGrpc(
      Home home, Ledger ledger, History history, MindKeeper keeper, InstantSource clock) {
    this.keeper = keeper;
    this.uploads = new Uploads(home.runDir("mind").resolve("uploads"), clock);
    this.importer = new Importer(ledger, history, keeper);
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
  public void dryRun(DryRunRequest request, StreamObserver<DryRunResponse> responses) {
    StreamSender.serve(responses, sender -> dryRun(request, sender));
  }

  private void dryRun(DryRunRequest request, StreamSender<DryRunResponse> sender) {
    requireLevel();
    Uploads.Whole archive = uploads.whole(uploadId(request.getUploadId()));
    List<FoundConversation> page = new ArrayList<>();
    Runnable sendPage =
        () -> {
          sender.send(
              DryRunResponse.newBuilder()
                  .setConversations(FoundConversations.newBuilder().addAllConversations(page))
                  .build());
          page.clear();
        };
    Steady steady = new Steady();
    ImportReport report =
        importer.dryRun(
            archive,
            step -> {
              if (steady.isDue()) {
                sender.send(DryRunResponse.newBuilder().setProgress(progress(step)).build());
              }
            },
            found -> {
              page.add(found(found));
              if (page.size() == PAGE) {
                sendPage.run();
              }
            });
    if (!page.isEmpty()) {
      sendPage.run();
    }
    sender.send(DryRunResponse.newBuilder().setReport(report).build());
  }

  @Override
  public void run(RunRequest request, StreamObserver<RunResponse> responses) {
    StreamSender.serve(responses, sender -> run(request, sender));
  }

  private void run(RunRequest request, StreamSender<RunResponse> sender) throws Exception {
    requireLevel();
    String uploadId = uploadId(request.getUploadId());
    String requestId = Requests.uuid("request_id", request.getRequestId());
    Importer.Wish wish =
        new Importer.Wish(
            uploads.whole(uploadId),
            requestId,
            Caller.current().actor(),
            Set.copyOf(request.getOriginalIdsList()),
            request.getWithAttachments());
    Steady steady = new Steady();
    // What is stored must be reported, also to nobody: the client's leaving ends no call below.
    ImportReport report =
        Context.ROOT.call(() ->
            importer.run(
                wish,
                sender::isCancelled,
                step -> {
                  if (steady.isDue()) {
                    tell(sender, step);
                  }
                }));
    if (!report.getCancelled()) {
      uploads.drop(uploadId);
    }
    sender.send(RunResponse.newBuilder().setReport(report).build());
  }

  private static void tell(StreamSender<RunResponse> sender, Importer.Progress step) {
    try {
      sender.send(RunResponse.newBuilder().setProgress(progress(step)).build());
    } catch (CancelledException e) {
      // The run asks by itself whether it shall go on.
    }
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
    List<ImportReport> all = imports.all();
    int from = (int) Math.clamp(Requests.pageToken(request.getPageToken(), 0), 0L, all.size());
    int to = Math.min(all.size(), from + Requests.pageSize(request.getPageSize()));
    responses.onNext(
        ListImportsResponse.newBuilder()
            .addAllReports(all.subList(from, to))
            .setNextPageToken(to < all.size() ? Integer.toString(to) : "")
            .build());
    responses.onCompleted();
  }

  @Override
  public void listImportedEvents(
      ListImportedEventsRequest request, StreamObserver<ListImportedEventsResponse> responses) {
    String id = Requests.uuid("import_id", request.getImportId());
    int asked = request.getPageSize();
    int size = asked <= 0 ? MOST_EVENTS : Math.min(asked, MOST_EVENTS);
    List<Long> ids = imports.events(id, Requests.pageToken(request.getPageToken(), 0), size);
    responses.onNext(
        ListImportedEventsResponse.newBuilder()
            .addAllEventIds(ids)
            .setNextPageToken(ids.size() < size ? "" : Long.toString(ids.getLast()))
            .build());
    responses.onCompleted();
  }

  private static ImportProgress progress(Importer.Progress step) {
    return ImportProgress.newBuilder()
        .setConversationCount(step.conversations())
        .setMessageCount(step.messages())
        .setAddedEventCount(step.addedEvents())
        .setDoing(step.doing())
        .build();
  }

  private static FoundConversation found(Importer.FoundTalk found) {
    ArchivedConversation talk = found.talk();
    FoundConversation.Builder view =
        FoundConversation.newBuilder()
            .setOriginalId(talk.originalId())
            .setTitle(talk.title())
            .setMessageCount(found.counted().messages())
            .setNewMessageCount(found.counted().newMessages())
            .setAttachmentBytes(found.counted().fileBytes())
            .setConversationId(found.conversationId())
            .setInferred(talk.inferred());
    talk.began()
        .micros()
        .ifPresent(micros -> view.setCreateTime(Requests.timestamp(Math.floorDiv(micros, 1000L))));
    return view.build();
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

package pmm.ledger;

import io.grpc.stub.StreamObserver;
import pmm.ledger.append.Appender;
import pmm.ledger.copy.Copier;
import pmm.ledger.copy.SnapshotKeeper;
import pmm.ledger.forget.Redactor;
import pmm.ledger.read.BlobReader;
import pmm.ledger.read.EventReader;
import pmm.ledger.read.EventSearch;
import pmm.ledger.read.LedgerInfo;
import pmm.ledger.read.Projections;
import pmm.ledger.transfer.Exporter;
import pmm.ledger.transfer.Importer;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.AppendEventsResponse;
import pmm.ledger.v1.CopyLedgerRequest;
import pmm.ledger.v1.CopyLedgerResponse;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.CreateSnapshotResponse;
import pmm.ledger.v1.DrillSnapshotRequest;
import pmm.ledger.v1.DrillSnapshotResponse;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.ledger.v1.GetBlobRequest;
import pmm.ledger.v1.GetBlobResponse;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetEventResponse;
import pmm.ledger.v1.GetEventsRequest;
import pmm.ledger.v1.GetEventsResponse;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.v1.GetProjectionRequest;
import pmm.ledger.v1.GetProjectionResponse;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceImplBase;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.ledger.v1.ListSnapshotsRequest;
import pmm.ledger.v1.ListSnapshotsResponse;
import pmm.ledger.v1.NoteCopyRequest;
import pmm.ledger.v1.NoteCopyResponse;
import pmm.ledger.v1.PinSignatureRequest;
import pmm.ledger.v1.PinSignatureResponse;
import pmm.ledger.v1.PruneSnapshotsRequest;
import pmm.ledger.v1.PruneSnapshotsResponse;
import pmm.ledger.v1.PutProjectionRequest;
import pmm.ledger.v1.PutProjectionResponse;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.RedactEventsResponse;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.ledger.v1.RestoreSnapshotResponse;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.ledger.v1.SearchEventsResponse;
import pmm.ledger.v1.VerifyLedgerRequest;
import pmm.ledger.v1.VerifyLedgerResponse;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.ledger.verify.LedgerVerifier;
import pmm.ledger.verify.SignatureKeeper;
import pmm.ledger.watch.Watcher;
import pmm.rpc.Caller;
import pmm.rpc.StreamSender;

/** The contract's methods, each handed to the feature that it belongs to. */
final class LedgerMethods extends LedgerServiceImplBase {
  private final Appender appender;
  private final EventReader events;
  private final EventSearch search;
  private final Watcher watcher;
  private final BlobReader blobs;
  private final Projections projections;
  private final LedgerVerifier verifier;
  private final SignatureKeeper signatures;
  private final Exporter exporter;
  private final Importer importer;
  private final SnapshotKeeper snapshots;
  private final Copier copier;
  private final LedgerInfo info;
  private final Redactor redactor;

  LedgerMethods(
      Appender appender,
      EventReader events,
      EventSearch search,
      Watcher watcher,
      BlobReader blobs,
      Projections projections,
      LedgerVerifier verifier,
      SignatureKeeper signatures,
      Exporter exporter,
      Importer importer,
      SnapshotKeeper snapshots,
      Copier copier,
      LedgerInfo info,
      Redactor redactor) {
    this.appender = appender;
    this.events = events;
    this.search = search;
    this.watcher = watcher;
    this.blobs = blobs;
    this.projections = projections;
    this.verifier = verifier;
    this.signatures = signatures;
    this.exporter = exporter;
    this.importer = importer;
    this.snapshots = snapshots;
    this.copier = copier;
    this.info = info;
    this.redactor = redactor;
  }

  @Override
  public void appendEvents(
      AppendEventsRequest request, StreamObserver<AppendEventsResponse> response) {
    answer(response, appender.append(request, Caller.current()));
  }

  @Override
  public void getEvent(GetEventRequest request, StreamObserver<GetEventResponse> response) {
    answer(
        response, GetEventResponse.newBuilder().setEvent(events.get(request.getEventId())).build());
  }

  @Override
  public void getEvents(GetEventsRequest request, StreamObserver<GetEventsResponse> response) {
    answer(
        response,
        GetEventsResponse.newBuilder().addAllEvents(events.get(request.getEventIdsList())).build());
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> response) {
    answer(response, events.list(request));
  }

  @Override
  public void searchEvents(
      SearchEventsRequest request, StreamObserver<SearchEventsResponse> response) {
    answer(response, search.search(request));
  }

  @Override
  public void watchEvents(
      WatchEventsRequest request, StreamObserver<WatchEventsResponse> response) {
    StreamSender.serve(response, sender -> watcher.watch(request, sender));
  }

  @Override
  public void getBlob(GetBlobRequest request, StreamObserver<GetBlobResponse> response) {
    answer(response, GetBlobResponse.newBuilder().setData(blobs.get(request.getHash())).build());
  }

  @Override
  public void getProjection(
      GetProjectionRequest request, StreamObserver<GetProjectionResponse> response) {
    answer(
        response,
        GetProjectionResponse.newBuilder()
            .setProjection(projections.get(request.getKey()))
            .build());
  }

  @Override
  public void putProjection(
      PutProjectionRequest request, StreamObserver<PutProjectionResponse> response) {
    projections.put(request.getProjection());
    answer(response, PutProjectionResponse.getDefaultInstance());
  }

  @Override
  public void verifyLedger(
      VerifyLedgerRequest request, StreamObserver<VerifyLedgerResponse> response) {
    StreamSender.serve(response, verifier::verify);
  }

  @Override
  public void exportLedger(
      ExportLedgerRequest request, StreamObserver<ExportLedgerResponse> response) {
    StreamSender.serve(response, exporter::export);
  }

  @Override
  public StreamObserver<ImportLedgerRequest> importLedger(
      StreamObserver<ImportLedgerResponse> response) {
    return importer.receive(response, Caller.current());
  }

  @Override
  public void getLedgerInfo(
      GetLedgerInfoRequest request, StreamObserver<GetLedgerInfoResponse> response) {
    answer(response, info.get());
  }

  @Override
  public void pinSignature(
      PinSignatureRequest request, StreamObserver<PinSignatureResponse> response) {
    answer(response, signatures.pin(request));
  }

  @Override
  public void createSnapshot(
      CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> response) {
    answer(response, snapshots.create());
  }

  @Override
  public void listSnapshots(
      ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> response) {
    answer(response, snapshots.list());
  }

  @Override
  public void restoreSnapshot(
      RestoreSnapshotRequest request, StreamObserver<RestoreSnapshotResponse> response) {
    answer(response, snapshots.restore(request, Caller.current().actor()));
  }

  @Override
  public void pruneSnapshots(
      PruneSnapshotsRequest request, StreamObserver<PruneSnapshotsResponse> response) {
    answer(response, snapshots.prune());
  }

  @Override
  public void drillSnapshot(
      DrillSnapshotRequest request, StreamObserver<DrillSnapshotResponse> response) {
    answer(response, snapshots.drill());
  }

  @Override
  public void copyLedger(CopyLedgerRequest request, StreamObserver<CopyLedgerResponse> response) {
    StreamSender.serve(response, copier::copy);
  }

  @Override
  public void noteCopy(NoteCopyRequest request, StreamObserver<NoteCopyResponse> response) {
    copier.note(request.getCopy());
    answer(response, NoteCopyResponse.getDefaultInstance());
  }

  @Override
  public void redactEvents(
      RedactEventsRequest request, StreamObserver<RedactEventsResponse> response) {
    answer(response, redactor.redact(request, Caller.current()));
  }

  private static <T> void answer(StreamObserver<T> response, T value) {
    response.onNext(value);
    response.onCompleted();
  }
}

package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import pmm.mind.contract.MindReason;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.v1.AttachmentServiceGrpc.AttachmentServiceImplBase;
import pmm.mind.v1.ReadAttachmentRequest;
import pmm.mind.v1.ReadAttachmentResponse;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** AttachmentService: the way out for what {@link FileStore} took in. */
public final class AttachmentGrpc extends AttachmentServiceImplBase {
  private final Ledger ledger;
  private final EventReader reader;

  /** The files of this ledger. */
  public AttachmentGrpc(Ledger ledger, EventReader reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  @Override
  public void readAttachment(
      ReadAttachmentRequest request, StreamObserver<ReadAttachmentResponse> responses) {
    StreamSender.serve(responses, sender -> read(request, sender));
  }

  private void read(ReadAttachmentRequest request, StreamSender<ReadAttachmentResponse> sender) {
    JsonNode chunks =
        reader
            .find(request.getEventId())
            .map(event -> Events.meta(event).path("attachments").path(request.getIndex()))
            .map(file -> file.path("chunks"))
            .filter(JsonNode::isArray)
            .orElseThrow(() -> notFound(request, "no file whose bytes are in the mind"));
    for (JsonNode chunk : chunks) {
      byte[] bytes =
          ledger
              .blob(chunk.asText())
              .orElseThrow(() -> notFound(request, "a file whose bytes were forgotten"));
      sender.send(ReadAttachmentResponse.newBuilder().setData(ByteString.copyFrom(bytes)).build());
    }
  }

  private static Problem notFound(ReadAttachmentRequest request, String what) {
    return new Problem(
        MindReason.ATTACHMENT_NOT_FOUND,
        "event_id: " + request.getEventId() + ", index: " + request.getIndex() + " is " + what);
  }
}

package pmm.provider.isolated;

import io.grpc.stub.StreamObserver;
import java.util.List;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.model.Api;
import pmm.provider.v1.CodecServiceGrpc;
import pmm.provider.v1.DecodeRequest;
import pmm.provider.v1.DecodeResponse;
import pmm.provider.v1.DescribeRequest;
import pmm.provider.v1.DescribeResponse;
import pmm.provider.v1.EncodeRequest;
import pmm.provider.v1.EncodeResponse;

/** One of our own codecs, served by the contract of isolated ones. */
final class CodecHost extends CodecServiceGrpc.CodecServiceImplBase {

  static final int CONTRACT = 1;

  private final Api api;
  private final String version;

  CodecHost(Api api, String version) {
    this.api = api;
    this.version = version;
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> responses) {
    responses.onNext(
        DescribeResponse.newBuilder()
            .setContract(CONTRACT)
            .setApi(pmm.provider.v1.Api.valueOf("API_" + api.name()))
            .setName("pmm-codec")
            .setVersion(version)
            .build());
    responses.onCompleted();
  }

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
    responses.onNext(
        CodecProto.response(
            OwnCodecs.of(api, request.getOfficial()).encode(PromptProto.prompt(request))));
    responses.onCompleted();
  }

  @Override
  public StreamObserver<DecodeRequest> decode(StreamObserver<DecodeResponse> responses) {
    return new Reading(OwnCodecs.of(api, false).reader(), responses);
  }

  private record Reading(AnswerDecoder reader, StreamObserver<DecodeResponse> responses)
      implements StreamObserver<DecodeRequest> {

    @Override
    public void onNext(DecodeRequest request) {
      DecodeResponse.Builder response =
          DecodeResponse.newBuilder().setSequence(request.getSequence());
      events(request).forEach(event -> response.addEvents(CodecProto.event(event)));
      responses.onNext(response.build());
    }

    @Override
    public void onError(Throwable thrown) {
      reader.close();
    }

    @Override
    public void onCompleted() {
      reader.close();
      responses.onCompleted();
    }

    private List<AnswerEvent> events(DecodeRequest request) {
      return switch (request.getPartCase()) {
        case HEAD -> reader.head(CodecProto.head(request.getHead()));
        case BYTES -> reader.bytes(request.getBytes().toByteArray());
        case END -> reader.end();
        case PART_NOT_SET -> List.of();
      };
    }
  }
}

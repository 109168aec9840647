package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import pmm.provider.codec.PullReader.Progress;
import pmm.provider.ollama.Device;
import pmm.provider.ollama.Inventory;
import pmm.provider.ollama.Puller;
import pmm.provider.ollama.Room;
import pmm.provider.ollama.Suggestion;
import pmm.provider.v1.FindModelsRequest;
import pmm.provider.v1.FindModelsResponse;
import pmm.provider.v1.ListSuggestedModelsRequest;
import pmm.provider.v1.ListSuggestedModelsResponse;
import pmm.provider.v1.OllamaServiceGrpc;
import pmm.provider.v1.PullDone;
import pmm.provider.v1.PullModelRequest;
import pmm.provider.v1.PullModelResponse;
import pmm.rpc.StreamSender;

/** An Ollama as the keeper of models, as the contract has it. */
public final class OllamaRpc extends OllamaServiceGrpc.OllamaServiceImplBase {

  private final Inventory inventory;
  private final Puller puller;
  private final Device device;

  /** The service over these parts. */
  public OllamaRpc(Inventory inventory, Puller puller, Device device) {
    this.inventory = inventory;
    this.puller = puller;
    this.device = device;
  }

  @Override
  public void findModels(FindModelsRequest request, StreamObserver<FindModelsResponse> responses) {
    String attemptId = Checks.attemptId(request.getAttemptId());
    UntilLeft.serve(
        responses,
        (sender, cancellation) -> {
          Inventory.Found found = inventory.find(request.getUrl(), attemptId, cancellation);
          FindModelsResponse.Builder response =
              FindModelsResponse.newBuilder()
                  .setUrl(found.url())
                  .setState(OllamaProto.state(found.finding().state()))
                  .setMessage(found.finding().message());
          found.models().forEach(item -> response.addModels(OllamaProto.item(item)));
          sender.send(response.build());
        });
  }

  @Override
  public void pullModel(PullModelRequest request, StreamObserver<PullModelResponse> responses) {
    String id = Checks.required("model_id", request.getModelId());
    String attemptId = Checks.attemptId(request.getAttemptId());
    UntilLeft.serve(
        responses,
        (sender, cancellation) ->
            puller.pull(id, request.getUrl(), attemptId, new ToSender(sender), cancellation));
  }

  @Override
  public void listSuggestedModels(
      ListSuggestedModelsRequest request, StreamObserver<ListSuggestedModelsResponse> responses) {
    long memory = device.memoryBytes();
    ListSuggestedModelsResponse.Builder list =
        ListSuggestedModelsResponse.newBuilder().setMemoryBytes(memory);
    Suggestion.all().forEach(each -> list.addModels(OllamaProto.suggestion(each, memory)));
    responses.onNext(list.build());
    responses.onCompleted();
  }

  private record ToSender(StreamSender<PullModelResponse> sender) implements Puller.Listener {

    @Override
    public void room(Room room) {
      send(PullModelResponse.newBuilder().setSpace(OllamaProto.space(room)));
    }

    @Override
    public void progress(Progress progress) {
      send(PullModelResponse.newBuilder().setProgress(OllamaProto.progress(progress)));
    }

    @Override
    public void done(Inventory.Item item) {
      send(
          PullModelResponse.newBuilder()
              .setDone(PullDone.newBuilder().setModel(OllamaProto.item(item))));
    }

    private void send(PullModelResponse.Builder message) {
      sender.send(message.build());
    }
  }
}

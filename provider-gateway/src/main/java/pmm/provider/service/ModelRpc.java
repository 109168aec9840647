package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import java.util.List;
import pmm.provider.control.Books;
import pmm.provider.egress.Proof;
import pmm.provider.failure.ProviderReason;
import pmm.provider.generate.Generator;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.model.ModelBook;
import pmm.provider.ollama.ModelChecks;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.AddModelResponse;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.AddRemoteModelResponse;
import pmm.provider.v1.CheckModelsRequest;
import pmm.provider.v1.CheckModelsResponse;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.GetModelResponse;
import pmm.provider.v1.ListModelsRequest;
import pmm.provider.v1.ListModelsResponse;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.RemoveModelRequest;
import pmm.provider.v1.RemoveModelResponse;
import pmm.provider.v1.SetFallbackRequest;
import pmm.provider.v1.SetFallbackResponse;
import pmm.provider.v1.TestModelRequest;
import pmm.provider.v1.TestModelResponse;
import pmm.rpc.Problem;

/** Which models there are, as the contract has it. */
public final class ModelRpc extends ModelServiceGrpc.ModelServiceImplBase {

  private final Watched<Books> books;
  private final KeyStore keys;
  private final ModelChanges changes;
  private final ModelChecks checks;
  private final Generator generator;

  /** The service over these parts. */
  public ModelRpc(
      Watched<Books> books,
      KeyStore keys,
      ModelChanges changes,
      ModelChecks checks,
      Generator generator) {
    this.books = books;
    this.keys = keys;
    this.changes = changes;
    this.checks = checks;
    this.generator = generator;
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
    int size = Checks.pageSize(request.getPageSize());
    ListModelsResponse page =
        books.read((now, _) -> {
          List<Model> models =
              now.models().after(request.getPageToken()).stream().limit(size + 1L).toList();
          ListModelsResponse.Builder builder = ListModelsResponse.newBuilder();
          for (Model model : models.subList(0, Math.min(size, models.size()))) {
            builder.addModels(shown(model, now.models().lastDigest(model.id()), now.models()));
          }
          return models.size() > size
              ? builder.setNextPageToken(models.get(size - 1).id()).build()
              : builder.build();
        });
    responses.onNext(page);
    responses.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> responses) {
    Model model = find(request.getModelId());
    UntilLeft.serve(
        responses,
        (sender, cancellation) -> {
          Proof proof = changes.proof(model, cancellation);
          Model seen = proof.found(model, model.contextTokens());
          sender.send(GetModelResponse.newBuilder().setModel(shown(seen, proof.digest())).build());
        });
  }

  @Override
  public void addModel(AddModelRequest request, StreamObserver<AddModelResponse> responses) {
    UntilLeft.serve(
        responses,
        (sender, cancellation) -> {
          Model model = changes.drafted(request.getModel(), cancellation);
          if (model.locality() == Locality.REMOTE) {
            throw new Problem(
                ProviderReason.STEP_UP_METHOD,
                model.id()
                    + " runs at "
                    + model.address().host()
                    + ": it is added by AddRemoteModel.");
          }
          String key = request.getModel().getKey();
          changes.add(model, key, request.getReplace(), request.getRequestId());
          sender.send(AddModelResponse.newBuilder().setModel(added(model)).build());
        });
  }

  @Override
  public void addRemoteModel(
      AddRemoteModelRequest request, StreamObserver<AddRemoteModelResponse> responses) {
    UntilLeft.serve(
        responses,
        (sender, cancellation) -> {
          Model model = changes.drafted(request.getModel(), cancellation);
          String key = request.getModel().getKey();
          changes.add(model, key, request.getReplace(), request.getRequestId());
          sender.send(AddRemoteModelResponse.newBuilder().setModel(added(model)).build());
        });
  }

  @Override
  public void removeModel(
      RemoveModelRequest request, StreamObserver<RemoveModelResponse> responses) {
    changes.remove(find(request.getModelId()), request.getRequestId());
    responses.onNext(RemoveModelResponse.getDefaultInstance());
    responses.onCompleted();
  }

  @Override
  public void setFallback(
      SetFallbackRequest request, StreamObserver<SetFallbackResponse> responses) {
    Model model = find(request.getModelId());
    String other = request.getFallbackModelId();
    if (!other.isEmpty() && find(other).id().equals(model.id())) {
      throw Checks.invalid("fallback_model_id", other, "another model than the one it stands for");
    }
    changes.setFallback(model, other, request.getRequestId());
    responses.onNext(SetFallbackResponse.newBuilder().setModel(shown(model, "")).build());
    responses.onCompleted();
  }

  @Override
  public void testModel(TestModelRequest request, StreamObserver<TestModelResponse> responses) {
    Model model = find(request.getModelId());
    String attemptId = Checks.attemptId(request.getAttemptId());
    UntilLeft.serve(
        responses,
        (sender, cancellation) ->
            sender.send(new ModelTest(generator).run(model.id(), attemptId, cancellation)));
  }

  @Override
  public void checkModels(
      CheckModelsRequest request, StreamObserver<CheckModelsResponse> responses) {
    String id = request.getModelId();
    List<Model> asked =
        id.isEmpty()
            ? List.copyOf(books.read((now, _) -> now.models().after("")))
            : List.of(find(id));
    UntilLeft.serve(
        responses,
        (sender, cancellation) -> {
          CheckModelsResponse.Builder found = CheckModelsResponse.newBuilder();
          List<ModelChecks.Check> all = checks.check(asked, cancellation);
          for (int i = 0; i < all.size(); i++) {
            found.addChecks(OllamaProto.check(asked.get(i), all.get(i)));
          }
          sender.send(found.build());
        });
  }

  private Model find(String id) {
    return books.read((now, _) -> now.models().find(id));
  }

  private pmm.provider.v1.Model added(Model model) {
    return shown(find(model.id()), "");
  }

  private pmm.provider.v1.Model shown(Model model, String digest) {
    return books.read((now, _) -> shown(model, digest, now.models()));
  }

  private pmm.provider.v1.Model shown(Model model, String digest, ModelBook models) {
    String fallback = models.fallback(model.id()).map(Model::id).orElse("");
    return ProviderProto.model(model, digest, keys.hint(model), fallback);
  }
}

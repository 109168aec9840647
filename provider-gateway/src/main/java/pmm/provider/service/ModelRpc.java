package pmm.provider.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import pmm.provider.control.Books;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Proof;
import pmm.provider.failure.ProviderReason;
import pmm.provider.generate.Generator;
import pmm.provider.isolated.Codecs;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.model.ModelBook;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.Cancellation;
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
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.RemoveModelRequest;
import pmm.provider.v1.RemoveModelResponse;
import pmm.provider.v1.SetFallbackRequest;
import pmm.provider.v1.SetFallbackResponse;
import pmm.provider.v1.TestModelRequest;
import pmm.provider.v1.TestModelResponse;
import pmm.rpc.Caller;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** Which models there are, as the contract has it. */
public final class ModelRpc extends ModelServiceGrpc.ModelServiceImplBase {

  /** A whole window of a large local model would not fit into most memories. */
  private static final int LARGEST_USUAL_CONTEXT = 32_768;

  private static final Duration FRESH = Duration.ofSeconds(15);

  private final Watched<Books> books;
  private final Codecs codecs;
  private final Journal journal;
  private final EgressClient egress;
  private final Generator generator;
  private final KeyStore keys;
  private final ModelDrafts drafts;
  private final ModelChecks checks;
  private final ReentrantLock changing = new ReentrantLock();
  private final Cache<Model, Proof> proofs =
      Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(200).build();

  /** The service over these parts. */
  public ModelRpc(
      Watched<Books> books,
      Codecs codecs,
      Journal journal,
      EgressClient egress,
      Generator generator,
      KeyStore keys,
      ModelDrafts drafts,
      ModelChecks checks) {
    this.books = books;
    this.codecs = codecs;
    this.journal = journal;
    this.egress = egress;
    this.generator = generator;
    this.keys = keys;
    this.drafts = drafts;
    this.checks = checks;
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
    Proof proof = proof(model);
    pmm.provider.v1.Model shown =
        shown(model.with(proof.locality(), model.contextTokens()), proof.digest());
    responses.onNext(GetModelResponse.newBuilder().setModel(shown).build());
    responses.onCompleted();
  }

  @Override
  public void addModel(AddModelRequest request, StreamObserver<AddModelResponse> responses) {
    Model model = drafted(request.getModel());
    if (model.locality() == Locality.REMOTE) {
      throw new Problem(
          ProviderReason.STEP_UP_METHOD,
          model.id() + " runs at " + model.address().host() + ": it is added by AddRemoteModel.");
    }
    pmm.provider.v1.Model added =
        add(model, request.getModel().getKey(), request.getReplace(), request.getRequestId());
    responses.onNext(AddModelResponse.newBuilder().setModel(added).build());
    responses.onCompleted();
  }

  @Override
  public void addRemoteModel(
      AddRemoteModelRequest request, StreamObserver<AddRemoteModelResponse> responses) {
    Model model = drafted(request.getModel());
    pmm.provider.v1.Model added =
        add(model, request.getModel().getKey(), request.getReplace(), request.getRequestId());
    responses.onNext(AddRemoteModelResponse.newBuilder().setModel(added).build());
    responses.onCompleted();
  }

  @Override
  public void removeModel(
      RemoveModelRequest request, StreamObserver<RemoveModelResponse> responses) {
    Model model = find(request.getModelId());
    Draft draft =
        Draft.of("model_removed")
            .with("model_id", model.id())
            .with("actor", Caller.current().actor());
    change(draft, request.getRequestId(), () -> keys.remove(model.id()));
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
    Draft draft =
        Draft.of("fallback_set")
            .with("model_id", model.id())
            .with("fallback_model_id", other)
            .with("actor", Caller.current().actor());
    change(draft, request.getRequestId(), () -> {});
    responses.onNext(SetFallbackResponse.newBuilder().setModel(shown(model, "")).build());
    responses.onCompleted();
  }

  @Override
  public void testModel(TestModelRequest request, StreamObserver<TestModelResponse> responses) {
    Model model = find(request.getModelId());
    StreamSender.serve(
        responses, sender -> sender.send(new ModelTest(generator).run(model.id(), sender)));
  }

  @Override
  public void checkModels(
      CheckModelsRequest request, StreamObserver<CheckModelsResponse> responses) {
    String id = request.getModelId();
    List<Model> asked =
        id.isEmpty()
            ? List.copyOf(books.read((now, _) -> now.models().after("")))
            : List.of(find(id));
    Cancellation cancellation = new Cancellation();
    StreamSender.serve(
        responses,
        sender -> {
          sender.onCancel(() -> cancellation.cancel(Cancellation.Cause.CALLER));
          CheckModelsResponse.Builder found = CheckModelsResponse.newBuilder();
          for (Model model : asked) {
            found.addChecks(OllamaProto.check(model, checks.check(model, cancellation)));
          }
          sender.send(found.build());
        });
  }

  private Model find(String id) {
    return books
        .read((now, _) -> now.models().get(id))
        .orElseThrow(() ->
            new Problem(
                    ProviderReason.MODEL_UNKNOWN,
                    "model_id: " + id + " (expected: one that was added)")
                .inField("model_id"));
  }

  /** The model that a draft means; a local server that answers is asked what it knows. */
  private Model drafted(ModelDraft draft) {
    String key = Checks.key(draft.getKey());
    Model model;
    try {
      model =
          drafts.model(
              new ModelDrafts.Draft(
                  draft.getModelId(),
                  ProviderProto.apiId(draft.getApi()),
                  draft.getUrl(),
                  draft.getProviderModel(),
                  draft.getContextTokens(),
                  !key.isEmpty(),
                  draft.getCodecName(),
                  draft.getPin(),
                  draft.getPinBackup()));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new Problem(ProviderReason.INVALID_FIELD, message)
          .inField("model." + message.substring(0, Math.max(0, message.indexOf(':'))));
    }
    if (!model.codec().isEmpty()) {
      codecs.check(model.codec(), model.api());
    }
    Proof proof = proof(model);
    boolean said = draft.getContextTokens() > 0 || proof.contextTokens() == 0;
    return model.with(
        proof.locality(),
        said ? model.contextTokens() : Math.min(proof.contextTokens(), LARGEST_USUAL_CONTEXT));
  }

  /** What is known of a model; what was added, if its server does not answer now. */
  private Proof proof(Model model) {
    Proof known = proofs.getIfPresent(model);
    if (known != null) {
      return known;
    }
    try {
      Proof proof = egress.prove(model);
      proofs.put(model, proof);
      return proof;
    } catch (Problem e) {
      return new Proof(model.locality(), model.address().host(), "", 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(ProviderReason.UNREACHABLE, "interrupted");
    }
  }

  private pmm.provider.v1.Model add(Model model, String key, boolean replace, String requestId) {
    Draft draft =
        Draft.of("model_added")
            .with("model_id", model.id())
            .with("api", model.api().id())
            .with("url", model.address().url())
            .with("host", model.address().host())
            .with("port", model.address().port())
            .with("address_class", model.addressClass().id())
            .with("locality", model.locality().id())
            .with("provider_model", model.providerModel())
            .with("context_tokens", model.contextTokens())
            .with("has_key", model.hasKey())
            .with("codec", model.codec())
            .with("pins", model.pins().keys())
            .with("actor", Caller.current().actor());
    changing.lock();
    try {
      if (!replace) {
        checkFree(model, key.strip());
      }
      change(
          draft,
          requestId,
          key.isBlank() ? () -> keys.remove(model.id()) : () -> keys.put(model, key));
    } finally {
      changing.unlock();
    }
    return shown(find(model.id()), "");
  }

  /** To add again what is there already, as a retry does, takes nothing away. */
  private void checkFree(Model model, String key) {
    Optional<Model> there = books.read((now, _) -> now.models().get(model.id()));
    boolean sameModel = there.map(model::isSameAs).orElse(true);
    boolean sameKey = there.flatMap(keys::get).map(key::equals).orElse(true);
    if (!sameModel || !sameKey) {
      throw new Problem(
              ProviderReason.MODEL_EXISTS,
              "model_id: "
                  + model.id()
                  + " is there already, at "
                  + there.orElseThrow().address().url()
                  + " (expected: a new name, or to replace it and its key)",
              Map.of("model_id", model.id()))
          .inField("model.model_id");
    }
  }

  /**
   * Changes the key only once the event that says so is durable: what was not done left no mark.
   */
  private void change(Draft draft, String requestId, Runnable keyChange) {
    Entry entry = journal.append(draft, Checks.requestId(requestId));
    keyChange.run();
    books.awaitThrough(entry.id());
  }

  private pmm.provider.v1.Model shown(Model model, String digest) {
    return books.read((now, _) -> shown(model, digest, now.models()));
  }

  private pmm.provider.v1.Model shown(Model model, String digest, ModelBook models) {
    String fallback = models.fallback(model.id()).map(Model::id).orElse("");
    return ProviderProto.model(model, digest, keys.hint(model), fallback);
  }
}

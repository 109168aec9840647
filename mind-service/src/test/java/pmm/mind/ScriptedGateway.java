package pmm.mind;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.GetModelResponse;
import pmm.provider.v1.HashKind;
import pmm.provider.v1.Locality;
import pmm.provider.v1.Model;
import pmm.provider.v1.ModelServiceGrpc.ModelServiceImplBase;
import pmm.provider.v1.Opened;
import pmm.provider.v1.ProviderServiceGrpc.ProviderServiceImplBase;
import pmm.provider.v1.ToolCallDelta;
import pmm.provider.v1.Usage;
import pmm.rpc.Access;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Problem;
import pmm.rpc.Reason;
import pmm.rpc.Role;
import pmm.rpc.ServiceHost;
import pmm.rpc.StreamSender;

/** A gateway that answers, stalls and fails as a test tells it to. */
final class ScriptedGateway implements AutoCloseable {
  /** What one generation does. */
  interface Script {
    void run(GenerateRequest request, StreamSender<GenerateResponse> sender) throws Exception;
  }

  private final BlockingDeque<Script> scripts = new LinkedBlockingDeque<>();
  private final BlockingQueue<GenerateRequest> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final MeshChannel ledger;
  private volatile int recordedTokens;
  private final ServiceHost host;

  ScriptedGateway(Home home) {
    ledger = new MeshChannel(home, "ledger", Role.PROVIDER);
    Set<String> all = Set.of("pmm.provider.v1.ProviderService/*", "pmm.provider.v1.ModelService/*");
    host =
        ServiceHost.builder("provider", home, Config.of(Map.of()))
            .port(0, "PMM_TEST_PROVIDER_PORT")
            .access(new Access(Map.of(Role.MIND, all)))
            .service(new Provider())
            .service(new Models())
            .build()
            .start();
    host.setReady(true);
  }

  /** Has the next generation do this. */
  void next(Script script) {
    scripts.add(script);
  }

  /** From now on records each call to look back, and that it cost so many tokens. */
  void recording(int tokens) {
    recordedTokens = tokens;
  }

  /** Has the next generation be refused for want of a consent, on the record. */
  void refuse() {
    next((request, sender) -> {
      record("network_attempt", attempt(request, ",\"refused\":\"CONSENT_REQUIRED\""));
      throw new Problem(
          new NoConsent(),
          "not allowed",
          Map.of("host", "api.example.org", "purpose", request.getPurpose()));
    });
  }

  private void recordCall(GenerateRequest request) {
    if (recordedTokens > 0 && request.getPurpose().equals("reflection")) {
      record("network_attempt", attempt(request, ""));
      record(
          "network_result",
          "{\"network_id\":\"n-%s\",\"outcome\":\"done\",\"prompt_tokens\":%d}"
              .formatted(request.getAttemptId(), recordedTokens));
    }
  }

  private static String attempt(GenerateRequest request, String more) {
    return "{\"network_id\":\"n-%1$s\",\"attempt_id\":\"%1$s\",\"purpose\":\"%2$s\"%3$s}"
        .formatted(request.getAttemptId(), request.getPurpose(), more);
  }

  private void record(String kind, String meta) {
    EventDraft draft = EventDraft.newBuilder().setKind(kind).setMetaJson(meta).build();
    LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(ledger.channel());
    var unused = stub.appendEvents(AppendEventsRequest.newBuilder().addEvents(draft).build());
  }

  private record NoConsent() implements Reason {
    @Override
    public String name() {
      return "CONSENT_REQUIRED";
    }

    @Override
    public Status.Code code() {
      return Status.Code.PERMISSION_DENIED;
    }

    @Override
    public String domain() {
      return "provider.pmm";
    }
  }

  /** Has the next generation answer with these pieces. */
  void answer(String... pieces) {
    next(answering(pieces));
  }

  /**
   * Has the next generation answer with this text, its {@code %1$d} the last event it was given.
   */
  void answerCiting(String template) {
    next((request, sender) -> {
      long last = request.getSourceEventIdsList().getLast();
      answering(template.formatted(last)).run(request, sender);
    });
  }

  /** Has the next generation say this and call this tool, its arguments in two pieces. */
  void answerCalling(String text, String tool, String arguments) {
    next(calling(text, tool, arguments));
  }

  static Script calling(String text, String tool, String arguments) {
    return (request, sender) -> {
      sender.send(opened(request.getModelId(), "sha256:one", false));
      if (!text.isEmpty()) {
        sender.send(text(text));
      }
      int half = arguments.length() / 2;
      sender.send(call("call_1", tool, arguments.substring(0, half)));
      sender.send(call("", "", arguments.substring(half)));
      sender.send(finish());
    };
  }

  private static GenerateResponse call(String id, String tool, String arguments) {
    return GenerateResponse.newBuilder()
        .setToolCall(ToolCallDelta.newBuilder().setCallId(id).setName(tool).setArguments(arguments))
        .build();
  }

  /** Has the next generation answer with these pieces, before all that was said of others. */
  void answerFirst(String... pieces) {
    scripts.addFirst(answering(pieces));
  }

  private static Script answering(String... pieces) {
    return (request, sender) -> {
      sender.send(opened(request.getModelId(), "sha256:one", false));
      for (String piece : pieces) {
        sender.send(text(piece));
      }
      sender.send(finish());
    };
  }

  /** Has the next generation begin with this text and then wait for its cancellation. */
  void beginAndHang(String begin) {
    next((request, sender) -> {
      sender.send(opened(request.getModelId(), "sha256:one", false));
      sender.send(text(begin));
      CountDownLatch gone = new CountDownLatch(1);
      sender.onCancel(gone::countDown);
      gone.await();
      cancelled.countDown();
    });
  }

  /** Forgets what it was told to do and was not asked for. */
  void forget() {
    scripts.clear();
  }

  GenerateRequest lastRequest() throws InterruptedException {
    return requests.take();
  }

  void awaitCancelled() throws InterruptedException {
    cancelled.await();
  }

  static GenerateResponse opened(String modelId, String digest, boolean drifted) {
    return GenerateResponse.newBuilder()
        .setOpened(
            Opened.newBuilder()
                .setModelId(modelId)
                .setModelDigest(digest)
                .setHashKind(HashKind.HASH_KIND_MANIFEST)
                .setLocality(Locality.LOCALITY_PROVED)
                .setDigestDrifted(drifted))
        .build();
  }

  static GenerateResponse text(String text) {
    return GenerateResponse.newBuilder().setText(text).build();
  }

  static GenerateResponse finish() {
    return GenerateResponse.newBuilder()
        .setFinish(
            Finish.newBuilder()
                .setReason(Finish.Reason.REASON_STOP)
                .setUsage(Usage.newBuilder().setPromptTokens(12).setAnswerTokens(3)))
        .build();
  }

  @Override
  public void close() {
    host.close();
    ledger.close();
  }

  private final class Provider extends ProviderServiceImplBase {
    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> responses) {
      requests.add(request);
      Script script = scripts.remove();
      StreamSender.serve(
          responses,
          sender -> {
            recordCall(request);
            script.run(request, sender);
          });
    }
  }

  private static final class Models extends ModelServiceImplBase {
    @Override
    public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> responses) {
      Model model =
          Model.newBuilder()
              .setModelId(request.getModelId())
              .setDigest("sha256:one")
              .setHashKind(HashKind.HASH_KIND_MANIFEST)
              .build();
      responses.onNext(GetModelResponse.newBuilder().setModel(model).build());
      responses.onCompleted();
    }
  }
}

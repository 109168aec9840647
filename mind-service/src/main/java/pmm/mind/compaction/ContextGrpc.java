package pmm.mind.compaction;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ContextBuilder;
import pmm.mind.context.Section;
import pmm.mind.context.Source;
import pmm.mind.context.Standing;
import pmm.mind.context.Stretch;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.Prompts;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;
import pmm.mind.v1.ContextServiceGrpc.ContextServiceImplBase;
import pmm.mind.v1.GetGaugeRequest;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mind.v1.Phase;
import pmm.mind.v1.SummarizeConversationRequest;
import pmm.mind.v1.SummarizeConversationResponse;
import pmm.mind.v1.Summarized;
import pmm.mind.v1.Summarized.Result;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.rpc.Caller;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** ContextService: checks a request, has it done, answers. */
public final class ContextGrpc extends ContextServiceImplBase {
  private final EventReader reader;
  private final MindKeeper keeper;
  private final ContextBuilder contexts;
  private final Summarizing summarizing;
  private final InstantSource clock;

  /** A service over this mind. */
  public ContextGrpc(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Generations generations,
      InstantSource clock) {
    this.reader = reader;
    this.keeper = keeper;
    this.contexts = new ContextBuilder(ledger, reader);
    this.summarizing = new Summarizing(ledger, reader, keeper, order, generations);
    this.clock = clock;
  }

  @Override
  public void getGauge(GetGaugeRequest request, StreamObserver<GetGaugeResponse> responses) {
    MindState mind = ready();
    String draft = Requests.storable("draft", request.getDraft());
    String modelId = Requests.modelId(request.getModelId(), mind.models());
    Conversation talk =
        request.getConversationId().isEmpty() ? null : find(mind, request.getConversationId());
    BuiltContext next = contexts.buildNext(mind, talk, draft, clock.millis(), modelId);
    int verbatim = next.of(Section.TURN).size();
    GetGaugeResponse.Builder gauge =
        GetGaugeResponse.newBuilder()
            .setModelId(modelId)
            .setWindow(Prompts.toProto(next.gauge()))
            .setWindowKnown(mind.models().window(modelId).isPresent())
            .setCounted(mind.models().counted().knows(modelId))
            .addAllLeftOut(next.leftOut())
            .setVerbatimCount(verbatim);
    if (talk != null) {
      int before = talk.turns(talk.leaf());
      gauge.setMessageCount(before).setSummarizableCount(Stretch.of(mind, talk, reader).count());
      List<Source> summary = next.of(Section.SUMMARY);
      if (!summary.isEmpty()) {
        Standing standing = Standing.of(mind, talk, talk.leaf(), reader);
        int stands = talk.turns(standing.throughEventId());
        gauge
            .setSummaryEventId(summary.getFirst().eventId())
            .setSummarizedCount(Math.min(stands, before - verbatim));
      }
    }
    responses.onNext(gauge.build());
    responses.onCompleted();
  }

  @Override
  public void summarizeConversation(
      SummarizeConversationRequest request,
      StreamObserver<SummarizeConversationResponse> responses) {
    StreamSender.serve(responses, sender -> summarize(request, sender));
  }

  private void summarize(
      SummarizeConversationRequest request, StreamSender<SummarizeConversationResponse> sender) {
    MindState mind = ready();
    String requestId = Requests.uuid("request_id", request.getRequestId());
    Conversation talk = find(mind, Requests.uuid("conversation_id", request.getConversationId()));
    String modelId = Requests.modelId(request.getModelId(), mind.models());
    PersonActs.By by = new PersonActs.By(requestId, Caller.current().actor());
    Summarizing.Done done =
        summarizing.summarize(talk, by, modelId, new SummaryHearing(step -> send(sender, step)));
    Summarized summarized = summarized(talk.id(), done);
    sender.send(SummarizeConversationResponse.newBuilder().setSummarized(summarized).build());
  }

  private static void send(
      StreamSender<SummarizeConversationResponse> sender, Generation.Step step) {
    Phase phase = Phase.newBuilder().setStep(Prompts.toProto(step)).build();
    sender.send(SummarizeConversationResponse.newBuilder().setPhase(phase).build());
  }

  private Summarized summarized(String conversationId, Summarizing.Done done) {
    Summarized.Builder summarized = Summarized.newBuilder();
    Failure failure = done.failure();
    if (failure != null) {
      summarized
          .setResult(Result.RESULT_FAILED)
          .setMessage("No summary was written: " + failure.message())
          .setFailure(Prompts.toProto(failure, done.context()));
    }
    Event event = done.summary();
    if (event != null) {
      JsonNode meta = Events.meta(event);
      MindState mind = keeper.levelState();
      Conversation talk = find(mind, conversationId);
      long through = meta.path("through_event_id").asLong();
      meta.path("cited_event_ids").forEach(id -> summarized.addCitedEventIds(id.asLong()));
      meta.path("receipt").path("left_out").forEach(each -> summarized.addLeftOut(each.asText()));
      summarized
          .setResult(Result.RESULT_WRITTEN)
          .setEventId(event.getEventId())
          .setText(event.getContent())
          .setThroughEventId(through)
          .setMessageCount(talk.turns(through))
          .setSummarizableCount(Stretch.of(mind, talk, reader).count());
    }
    return summarized.build();
  }

  private MindState ready() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    return keeper.state();
  }

  private static Conversation find(MindState mind, String conversationId) {
    return mind.conversations()
        .find(conversationId)
        .orElseThrow(() ->
            new Problem(
                MindReason.CONVERSATION_NOT_FOUND,
                "conversation_id: " + conversationId + " is not known"));
  }
}

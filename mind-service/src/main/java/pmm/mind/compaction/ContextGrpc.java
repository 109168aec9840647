package pmm.mind.compaction;

import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ContextBuilder;
import pmm.mind.context.Section;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.Prompts;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.ContextServiceGrpc.ContextServiceImplBase;
import pmm.mind.v1.GetGaugeRequest;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;
import pmm.rpc.Problem;

/** ContextService: checks a request, has it done, answers. */
public final class ContextGrpc extends ContextServiceImplBase {
  private final MindKeeper keeper;
  private final ContextBuilder contexts;
  private final InstantSource clock;

  /** A service over this mind. */
  public ContextGrpc(MindKeeper keeper, ContextBuilder contexts, InstantSource clock) {
    this.keeper = keeper;
    this.contexts = contexts;
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
    responses.onNext(
        GetGaugeResponse.newBuilder()
            .setModelId(modelId)
            .setWindow(Prompts.toProto(next.gauge()))
            .setWindowKnown(mind.models().window(modelId).isPresent())
            .setCounted(mind.models().counted().knows(modelId))
            .addAllLeftOut(next.leftOut())
            .setMessageCount(turns(talk))
            .setVerbatimCount(next.of(Section.TURN).size())
            .build());
    responses.onCompleted();
  }

  private static int turns(@Nullable Conversation talk) {
    Node leaf = talk == null ? null : talk.node(talk.leaf());
    return leaf == null ? 0 : leaf.turns();
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

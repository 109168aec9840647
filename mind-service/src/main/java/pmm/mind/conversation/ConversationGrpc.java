package pmm.mind.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.context.Trace;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.LiveAttempts.LiveAttempt;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.ArchiveConversationRequest;
import pmm.mind.v1.ArchiveConversationResponse;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceImplBase;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetConversationResponse;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.ListConversationsRequest;
import pmm.mind.v1.ListConversationsResponse;
import pmm.mind.v1.RenameConversationRequest;
import pmm.mind.v1.RenameConversationResponse;
import pmm.mind.v1.SelectBranchRequest;
import pmm.mind.v1.SelectBranchResponse;
import pmm.mind.v1.StopAnswerRequest;
import pmm.mind.v1.StopAnswerResponse;
import pmm.mindstate.Attempt;
import pmm.mindstate.Conversation;
import pmm.mindstate.Conversations;
import pmm.mindstate.MindState;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** ConversationService: checks a request, has it done, answers. */
final class ConversationGrpc extends ConversationServiceImplBase {
  private static final int LONGEST_TITLE = 200;

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;
  private final LiveAttempts live;
  private final Turn.Tools tools;
  private final OffRecordTurn offRecord;
  private final ConversationViews views;
  private final Replay replay;

  ConversationGrpc(
      Ledger ledger, EventReader reader, MindKeeper keeper, LiveAttempts live, Turn.Tools tools) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
    this.live = live;
    this.tools = tools;
    this.offRecord = new OffRecordTurn(ledger, keeper, tools.contexts(), tools.generations());
    this.views = new ConversationViews(ledger, reader);
    this.replay = new Replay(reader);
  }

  @Override
  public void converse(ConverseRequest request, StreamObserver<ConverseResponse> responses) {
    StreamSender.serve(responses, sender -> converse(request, sender));
  }

  private void converse(ConverseRequest asked, StreamSender<ConverseResponse> sender)
      throws Exception {
    ConverseRequest request =
        asked.toBuilder().setRequestId(Requests.uuid("request_id", asked.getRequestId())).build();
    ready();
    String conversationId =
        request.getOffRecord() ? offRecordId(request) : Acceptance.conversationId(request);
    try (AnswerStream stream = new AnswerStream(sender)) {
      if (replayed(request, stream)) {
        return;
      }
      // A client that leaves stops the answer; what is left to write must not be cancelled with it.
      Context.current().fork().call(() -> answer(request, conversationId, sender, stream));
    }
  }

  private @Nullable Void answer(
      ConverseRequest request,
      String conversationId,
      StreamSender<ConverseResponse> sender,
      AnswerStream stream) {
    try (LiveAttempt attempt = live.begin(conversationId, request.getRequestId())) {
      sender.onCancel(attempt::stop);
      if (replayed(request, stream)) {
        // It was closed as interrupted before this call had it.
        return null;
      }
      if (request.getOffRecord()) {
        offRecord.run(request, attempt, stream);
      } else {
        new Turn(tools, request, attempt, stream).run(conversationId);
      }
      return null;
    }
  }

  /** Answers from the ledger what has its outcome there. */
  private boolean replayed(ConverseRequest request, AnswerStream stream) {
    Conversations talks = keeper.state().conversations();
    Optional<Attempt> ended =
        talks.attempt(request.getRequestId()).filter(attempt -> !attempt.isOpen());
    ended.ifPresent(attempt -> replay.send(attempt, talks, stream));
    return ended.isPresent();
  }

  private static String offRecordId(ConverseRequest request) {
    if (request.getActCase() != ConverseRequest.ActCase.SAY
        || !request.getConversationId().isEmpty()) {
      throw Requests.bad("off_record", "true", "only to say something, in no conversation");
    }
    return "off-record:" + request.getRequestId();
  }

  @Override
  public void stopAnswer(StopAnswerRequest request, StreamObserver<StopAnswerResponse> responses) {
    boolean stopped = live.stop(Requests.uuid("attempt_id", request.getAttemptId()));
    responses.onNext(StopAnswerResponse.newBuilder().setStopped(stopped).build());
    responses.onCompleted();
  }

  @Override
  public void listConversations(
      ListConversationsRequest request, StreamObserver<ListConversationsResponse> responses) {
    responses.onNext(ConversationList.page(ready().conversations(), request));
    responses.onCompleted();
  }

  @Override
  public void getConversation(
      GetConversationRequest request, StreamObserver<GetConversationResponse> responses) {
    Conversation talk = find(request.getConversationId());
    int size = Requests.pageSize(request.getPageSize());
    responses.onNext(
        views.page(talk, request.getBeforeEventId(), size, live.in(talk.id()), ready().feedback()));
    responses.onCompleted();
  }

  @Override
  public void selectBranch(
      SelectBranchRequest request, StreamObserver<SelectBranchResponse> responses) {
    Conversation talk = find(request.getConversationId());
    if (talk.node(request.getEventId()) == null) {
      throw new Problem(
          MindReason.MESSAGE_NOT_FOUND,
          "event_id: " + request.getEventId() + " is no message of this conversation");
    }
    long leaf = talk.latestLeaf(request.getEventId());
    if (leaf != talk.leaf()) {
      write(
          request.getRequestId(), "branch_selected", null, facts(talk).put("leaf_event_id", leaf));
    }
    responses.onNext(SelectBranchResponse.newBuilder().setLeafEventId(leaf).build());
    responses.onCompleted();
  }

  @Override
  public void renameConversation(
      RenameConversationRequest request, StreamObserver<RenameConversationResponse> responses) {
    Conversation talk = find(request.getConversationId());
    String title = Requests.words("title", request.getTitle()).strip();
    if (title.length() > LONGEST_TITLE) {
      throw Requests.bad("title", title.length() + " characters", "at most " + LONGEST_TITLE);
    }
    write(request.getRequestId(), "conversation_renamed", title, facts(talk));
    responses.onNext(
        RenameConversationResponse.newBuilder()
            .setConversation(ConversationViews.summary(find(talk.id())))
            .build());
    responses.onCompleted();
  }

  @Override
  public void archiveConversation(
      ArchiveConversationRequest request, StreamObserver<ArchiveConversationResponse> responses) {
    Conversation talk = find(request.getConversationId());
    if (talk.archived() != request.getArchived()) {
      ObjectNode facts = facts(talk).put("archived", request.getArchived());
      write(request.getRequestId(), "conversation_archived", null, facts);
    }
    responses.onNext(
        ArchiveConversationResponse.newBuilder()
            .setConversation(ConversationViews.summary(find(talk.id())))
            .build());
    responses.onCompleted();
  }

  @Override
  public void getTrace(GetTraceRequest request, StreamObserver<GetTraceResponse> responses) {
    Event outcome =
        reader
            .find(request.getEventId())
            .filter(ConversationGrpc::isTraceable)
            .orElseThrow(() ->
                new Problem(
                    MindReason.ANSWER_NOT_FOUND,
                    "event_id: "
                        + request.getEventId()
                        + " is no answer, no summary and no reflection"));
    GetTraceResponse.Builder response = TraceView.receipt(outcome);
    Trace.of(outcome, ledger, reader)
        .ifPresent(trace -> TraceView.add(response, outcome, trace, request.getPrompt()));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  /** An answer, or what came of looking back. */
  private static boolean isTraceable(Event event) {
    return FinishedView.outcome(event.getKind()).getNumber() > 0
        || Events.meta(event).has("receipt");
  }

  private MindState ready() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    return keeper.state();
  }

  private Conversation find(String conversationId) {
    return ready()
        .conversations()
        .find(conversationId)
        .orElseThrow(() ->
            new Problem(
                MindReason.CONVERSATION_NOT_FOUND,
                "conversation_id: " + conversationId + " is not known"));
  }

  private void write(String requestId, String kind, @Nullable String content, ObjectNode meta) {
    Draft draft = new Draft(kind, content, meta);
    keeper.take(ledger.append(Requests.requestId(requestId), List.of(draft), List.of()));
  }

  private static ObjectNode facts(Conversation talk) {
    return Draft.facts().put("conversation_id", talk.id());
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.MindFixture.Heard;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetConversationResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListConversationsRequest;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Message;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.Phase;
import pmm.mind.v1.SelectBranchRequest;
import pmm.mind.v1.StopAnswerRequest;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.Role;
import pmm.provider.v1.Turn;
import pmm.rpc.Problem;
import pmm.rpc.Reason;

@Timeout(60)
class TurnTest {
  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void start() {
    mind = new MindFixture(folder).start().withModel();
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void aTurnIsDurableBeforeAndAfterAndHasAReceipt() throws Exception {
    mind.gateway.answer("Hello", " there.");
    Heard heard = mind.say("", "Good morning, mind");
    assertEquals("Hello there.", heard.text());
    List<String> parts =
        heard.responses().stream().map(each -> each.getPartCase().name()).distinct().toList();
    assertEquals(List.of("STARTED", "PHASE", "OPENED", "TEXT", "FINISHED"), parts);
    assertEquals(
        "proved",
        heard.responses().stream()
            .filter(ConverseResponse::hasOpened)
            .findFirst()
            .orElseThrow()
            .getOpened()
            .getLocality());
    assertEquals(12, heard.finished().getPromptTokens());

    Event outcome = mind.events("assistant_message").getFirst();
    assertEquals(heard.finished().getOutcomeEventId(), outcome.getEventId());
    assertEquals("sha256:one", MindFixture.meta(outcome).path("model_digest").asText());
    GenerateRequest request = mind.gateway.lastRequest();
    assertEquals(List.of("message"), request.getDataClassesList());
    assertEquals(List.of(heard.started().getUserEventId()), request.getSourceEventIdsList());
    assertEquals("Good morning, mind", request.getTurns(1).getText());

    var trace =
        mind.talks()
            .getTrace(
                GetTraceRequest.newBuilder()
                    .setEventId(outcome.getEventId())
                    .setPrompt(true)
                    .build());
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace.getConfirmation());
    assertEquals(request.getTurns(0).getText(), trace.getPrompt(0).getText());
    assertEquals(5, trace.getTraitsCount());
  }

  @Test
  void wordsOfAnotherConversationGoOutAsMemory() throws InterruptedException {
    mind.gateway.answer("I see.");
    mind.say("", "The cat Zebulon sleeps in the attic.");
    assertEquals(List.of("message"), mind.gateway.lastRequest().getDataClassesList());
    mind.gateway.answer("In the attic.");

    mind.say("", "Where does Zebulon sleep?");

    GenerateRequest request = mind.gateway.lastRequest();
    assertTrue(request.getTurns(0).getText().contains("Zebulon sleeps in the attic"));
    assertEquals(List.of("message", "memory"), request.getDataClassesList());
  }

  @Test
  void theActiveBranchGoesAlongAndThePastIsFoundWithItsAnswer() throws Exception {
    mind.gateway.answer("A lighthouse is a tower.");
    String first = mind.say("", "What is a lighthouse?").started().getConversationId();
    mind.gateway.answer("By its lamp.");
    mind.say(first, "How does it shine?");
    mind.gateway.lastRequest();
    assertEquals(
        List.of("What is a lighthouse?", "A lighthouse is a tower.", "How does it shine?"),
        mind.gateway.lastRequest().getTurnsList().stream().skip(1).map(Turn::getText).toList());
    mind.gateway.answer("Yes.");
    mind.say("", "Tell me about the lighthouse again");
    String system = mind.gateway.lastRequest().getTurns(0).getText();
    assertTrue(system.contains("the person: What is a lighthouse?"), system);
    assertTrue(system.contains("you: A lighthouse is a tower."), system);
  }

  @Test
  void aStoppedAnswerKeepsItsTextAndGoesOn() throws Exception {
    mind.gateway.beginAndHang("Once upon");
    Heard heard =
        mind.converse(
            MindFixture.request("").setSay(say("Tell me a story")),
            response -> {
              if (response.hasText()) {
                stopAttempt();
              }
            });
    mind.gateway.awaitCancelled();
    assertEquals(Outcome.OUTCOME_STOPPED, heard.finished().getOutcome());
    Event stopped = mind.events("generation_stopped").getFirst();
    assertEquals("Once upon", stopped.getContent());

    mind.gateway.answer(" a time.");
    String talk = heard.started().getConversationId();
    Heard more =
        mind.converse(
            MindFixture.request(talk)
                .setContinue(
                    ConverseRequest.Continue.newBuilder().setEventId(stopped.getEventId())));
    assertEquals(" a time.", more.text());
    mind.gateway.lastRequest();
    Turn last = mind.gateway.lastRequest().getTurnsList().getLast();
    assertEquals(Role.ROLE_ASSISTANT, last.getRole());
    assertEquals("Once upon", last.getText());
    Event whole = mind.events("assistant_message").getFirst();
    assertEquals("Once upon a time.", whole.getContent());
    assertEquals(stopped.getEventId(), MindFixture.meta(whole).path("continues").asLong());
    assertConfirmed(whole);
    assertEquals(
        List.of(stopped.getEventId(), whole.getEventId()),
        shown(talk).getLast().getSiblingEventIdsList());
    assertFalse(
        mind.talks()
            .stopAnswer(
                StopAnswerRequest.newBuilder().setAttemptId(more.started().getAttemptId()).build())
            .getStopped());
  }

  @Test
  void aClosedPageStopsTheModelAndKeepsTheText() throws Exception {
    mind.gateway.beginAndHang("Half an");
    CancellableContext page = Context.current().withCancellation();
    page.run(() -> {
      Iterator<ConverseResponse> stream =
          mind.talks().converse(MindFixture.request("").setSay(say("Hello")).build());
      while (stream.hasNext()) {
        if (stream.next().hasText()) {
          break;
        }
      }
      page.cancel(null);
    });
    mind.gateway.awaitCancelled();
    awaitKind("generation_stopped");
    assertEquals("Half an", mind.events("generation_stopped").getFirst().getContent());
  }

  @Test
  void editingAndRegeneratingAddSiblings() {
    mind.gateway.answer("One.");
    Heard first = mind.say("", "Count");
    String talk = first.started().getConversationId();
    mind.gateway.answer("Uno.");
    Heard again =
        mind.converse(
            MindFixture.request(talk)
                .setRegenerate(
                    ConverseRequest.Regenerate.newBuilder()
                        .setEventId(first.started().getUserEventId())));
    mind.gateway.answer("Un.");
    Heard edited =
        mind.converse(
            MindFixture.request(talk)
                .setEdit(
                    ConverseRequest.Edit.newBuilder()
                        .setEventId(first.started().getUserEventId())
                        .setText("Count in French")));
    List<Message> branch = shown(talk);
    assertEquals(List.of("Count in French", "Un."), branch.stream().map(Message::getText).toList());
    assertEquals(
        List.of(first.started().getUserEventId(), edited.started().getUserEventId()),
        branch.getFirst().getSiblingEventIdsList());
    mind.talks()
        .selectBranch(
            SelectBranchRequest.newBuilder()
                .setConversationId(talk)
                .setEventId(first.started().getUserEventId())
                .build());
    branch = shown(talk);
    assertEquals(List.of("Count", "Uno."), branch.stream().map(Message::getText).toList());
    assertEquals(
        List.of(first.finished().getOutcomeEventId(), again.finished().getOutcomeEventId()),
        branch.getLast().getSiblingEventIdsList());
  }

  @Test
  void promisesAndAnswerAreOneAppend() {
    mind.gateway.answer(
        "I will.\nCOMMIT: look up the train\nREMEMBER: likes trains\n",
        "  COMMIT: no\nCLOSE: 99\n");
    Heard heard = mind.say("", "Can you look up the train?");
    assertEquals(
        List.of(
            "assistant_message",
            "commitment_opened",
            "memory_proposed",
            "marker_malformed",
            "marker_malformed"),
        mind.kinds().subList(mind.kinds().indexOf("assistant_message"), mind.kinds().size()));
    String id = heard.finished().getOpenedCommitmentIds(0);
    Message shown = shown(heard.started().getConversationId()).getLast();
    assertEquals("I will.\n  COMMIT: no", shown.getText());
    assertEquals("look up the train", shown.getNotes(0).getText());
    assertEquals(
        1,
        mind.mind()
            .listMemories(ListMemoriesRequest.newBuilder().setProposed(true).build())
            .getMemoriesCount());

    mind.gateway.answer("Done.\nCLOSE: " + id + "\nCOMMIT: Look up the train.");
    Heard closed = mind.say("", "And?");
    assertEquals(List.of(id), closed.finished().getClosedCommitmentIdsList());
    var promises = mind.mind().listCommitments(ListCommitmentsRequest.getDefaultInstance());
    assertEquals(Commitment.State.STATE_OPEN, promises.getCommitments(0).getState());
    assertEquals(Commitment.State.STATE_CLOSED, promises.getCommitments(1).getState());
  }

  @Test
  void manyWishesDoNotCostTheAnswer() {
    StringBuilder wishes = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      wishes.append("Remember: fact ").append(i).append('\n');
    }
    mind.gateway.answer("So many!");
    assertEquals(Outcome.OUTCOME_ANSWERED, mind.say("", wishes.toString()).finished().getOutcome());
    assertEquals(100, mind.events("memory_kept").size());
  }

  @Test
  void allThatFollowsFromOneAnswerHasRoom() {
    for (int i = 0; i < 100; i++) {
      mind.appendAs(
          pmm.rpc.Role.MIND,
          "commitment_opened",
          "old promise " + i,
          "{\"due_ms\":1,\"source_event_id\":1}");
    }
    StringBuilder wishes = new StringBuilder();
    StringBuilder answer = new StringBuilder("Well.\n");
    for (int i = 0; i < 100; i++) {
      wishes
          .append("Your name is Echo")
          .append(i)
          .append(".\nRemember: fact ")
          .append(i)
          .append('\n');
      answer.append("REMEMBER: thing ").append(i).append('\n');
      answer.append("I will send you letter ").append(i).append(" tomorrow.\n");
    }
    mind.gateway.answer(answer.toString());
    assertEquals(Outcome.OUTCOME_ANSWERED, mind.say("", wishes.toString()).finished().getOutcome());
    assertEquals(100, mind.events("memory_kept").size());
    assertEquals(100, mind.events("name_adopted").size());
    assertEquals(100, mind.events("memory_proposed").size());
    assertEquals(20, mind.events("commitment_proposed").size());
    assertEquals(100, mind.events("commitment_expired").size());
  }

  @Test
  void answersThatEndTogetherMoveATraitOnce() throws Exception {
    mind.gateway.answer("Echo it is.");
    mind.say("", "Your name is Echo.");
    CyclicBarrier together = new CyclicBarrier(2);
    for (int i = 0; i < 2; i++) {
      mind.gateway.next((request, sender) -> {
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        sender.send(ScriptedGateway.text("COMMIT:\n"));
        together.await();
        sender.send(ScriptedGateway.finish());
      });
    }
    CompletableFuture<Heard> other = CompletableFuture.supplyAsync(() -> mind.say("", "One"));
    mind.say("", "Two");
    other.join();
    assertEquals(2, mind.events("marker_malformed").size());
    assertEquals(1, mind.events("trait_changed").size());
  }

  @Test
  void theSameRequestTwiceIsAnsweredFromTheLedger() {
    mind.gateway.answer("Once only.");
    ConverseRequest.Builder request = MindFixture.request("").setSay(say("Hello"));
    Heard first = mind.converse(request);
    int events = mind.events().size();
    Heard second = mind.converse(request);
    assertEquals(first.text(), second.text());
    assertEquals(first.started(), second.started());
    assertEquals(first.finished(), second.finished());
    assertEquals(events, mind.events().size());
  }

  @Test
  void onlyOneAnswerAConversation() {
    mind.gateway.answer("Hi.");
    String talk = mind.say("", "Hello").started().getConversationId();
    mind.gateway.beginAndHang("Well");
    mind.converse(
        MindFixture.request(talk).setSay(say("Go on")),
        response -> {
          if (response.hasText()) {
            StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> mind.say(talk, "Me too"));
            assertEquals(Status.Code.FAILED_PRECONDITION, refused.getStatus().getCode());
            assertTrue(MindFixture.isReason(refused, "ANSWER_UNDER_WAY"));
            stopAttempt();
          }
        });
    assertEquals(2, mind.events("user_message").size());
  }

  @Test
  void forWantOfConsentTheAttemptFailsAndIsTriedAgain() {
    mind.gateway.next((request, sender) -> {
      throw new Problem(
          new ConsentRequired(),
          "host example.org is not consented",
          Map.of("host", "example.org", "purpose", "chat", "data_classes", "message,memory"));
    });
    Heard heard = mind.say("", "Remember that tea is fine");
    var failure = heard.finished().getFailure();
    assertEquals(Outcome.OUTCOME_FAILED, heard.finished().getOutcome());
    assertEquals("CONSENT_REQUIRED", failure.getReason());
    assertEquals("example.org", failure.getHost());
    assertEquals(List.of("message", "memory"), failure.getDataClassesList());
    assertEquals("Remember that tea is fine", failure.getWouldSend(1).getText());
    assertEquals("tea is fine", mind.events("memory_kept").getFirst().getContent());
    String talk = heard.started().getConversationId();
    assertEquals("CONSENT_REQUIRED", shown(talk).getLast().getFailure().getReason());

    mind.gateway.answer("Noted.");
    ConverseRequest.Retry retry =
        ConverseRequest.Retry.newBuilder().setEventId(heard.started().getUserEventId()).build();
    mind.converse(MindFixture.request(talk).setRetry(retry));
    assertEquals("Noted.", shown(talk).getLast().getText());
    assertEquals(1, mind.events("memory_kept").size());
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () -> mind.converse(MindFixture.request(talk).setRetry(retry)));
    assertTrue(MindFixture.isReason(refused, "ACT_NOT_POSSIBLE"));
  }

  @Test
  void aSwitchOfModelsIsAnEventAndChangesNothingElse() {
    mind.gateway.answer("Hi.");
    String talk = mind.say("", "Your name is Echo").started().getConversationId();
    var switched = mind.select("builtin:voice");
    assertTrue(switched.getEventId() > 0);
    assertEquals(switched.getProjectionHashBefore(), switched.getProjectionHashAfter());
    assertEquals(0, mind.select("builtin:voice").getEventId());
    mind.say(talk, "Hello");
    assertEquals(MindFixture.MODEL, shown(talk).getLast().getSwitchedFromModelId());
    Event event = mind.events("model_selected").getLast();
    assertEquals("sha256:one", MindFixture.meta(event).path("from").path("digest").asText());
    StatusRuntimeException unknown =
        assertThrows(StatusRuntimeException.class, () -> mind.select("ollama:none"));
    assertTrue(MindFixture.isReason(unknown, "MODEL_NOT_FOUND"));
    long named = mind.events("name_adopted").getFirst().getEventId();
    assertEquals("", at(named - 1));
    assertEquals("Echo", at(named));
  }

  @Test
  void anotherDigestUnderTheSameNameIsRecorded() {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:two", true));
      sender.send(ScriptedGateway.text("Hi."));
      sender.send(ScriptedGateway.finish());
    });
    mind.say("", "Hello");
    Event event = mind.events("model_selected").getLast();
    assertEquals("digest_drift", MindFixture.meta(event).path("cause").asText());
    assertEquals("sha256:two", MindFixture.meta(event).path("to").path("digest").asText());
    assertTrue(event.getEventId() < mind.events("assistant_message").getFirst().getEventId());
  }

  @Test
  void anAnswerEndsAtOneMebibyte() {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      for (int i = 0; i < 20; i++) {
        sender.send(ScriptedGateway.text("ä".repeat(50_000) + "\0"));
      }
      sender.send(ScriptedGateway.finish());
    });
    Heard heard = mind.say("", "Talk");
    assertEquals("LENGTH", heard.finished().getFinishReason());
    assertEquals(Outcome.OUTCOME_ANSWERED, heard.finished().getOutcome());
    Event answer = mind.events("assistant_message").getFirst();
    assertTrue(answer.getContentBytes().size() > (1 << 20) - 4);
    assertEquals(heard.text(), answer.getContent());
  }

  @Test
  void offTheRecordLeavesOneEvent() throws InterruptedException {
    int before = mind.events().size();
    mind.gateway.answer("Between us.");
    ConverseRequest.Builder secret =
        MindFixture.request("")
            .setSay(say("A secret"))
            .setOffRecord(true)
            .setAskTime(Timestamp.newBuilder().setSeconds(1_763_900_000));
    Heard heard = mind.converse(secret);
    assertEquals("Between us.", heard.text());
    mind.gateway.answer("Between us.");
    mind.converse(secret.setRequestId(UUID.randomUUID().toString()));
    assertTrue(mind.gateway.lastRequest().getOffRecord());
    mind.gateway.answer("Still.");
    mind.converse(
        MindFixture.request("")
            .setSay(say("And?"))
            .setOffRecord(true)
            .setAskTime(Timestamp.newBuilder().setSeconds(1_763_900_000))
            .addOffRecordTurns(
                ConverseRequest.OffRecordTurn.newBuilder()
                    .setFromPerson(true)
                    .setText("A secret")));
    assertEquals(List.of("off_record"), mind.kinds().subList(before, mind.kinds().size()));
    String given = mind.gateway.lastRequest().getTurns(0).getText();
    assertTrue(given.contains("The person's message is of 23 November 2025, 12:13 UTC"), given);
  }

  @Test
  void theListShowsTheLatestFirst() {
    mind.gateway.answer("A.");
    mind.say("", "First talk about something");
    mind.gateway.answer("B.");
    mind.say("", "Second talk");
    var list =
        mind.talks()
            .listConversations(ListConversationsRequest.newBuilder().setPageSize(1).build());
    assertEquals("Second talk", list.getConversations(0).getTitle());
    list =
        mind.talks()
            .listConversations(
                ListConversationsRequest.newBuilder()
                    .setPageToken(list.getNextPageToken())
                    .build());
    assertEquals("First talk about something", list.getConversations(0).getTitle());
    assertEquals("", list.getNextPageToken());
  }

  @Test
  void aLedgerThatIsAwayAtTheEndIsWaitedFor() {
    CountDownLatch away = new CountDownLatch(1);
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      away.await();
      sender.send(ScriptedGateway.text("Kept."));
      sender.send(ScriptedGateway.finish());
    });
    int[] saving = {0};
    Heard heard =
        mind.converse(
            MindFixture.request("").setSay(say("Hello")),
            response -> {
              if (response.hasOpened()) {
                mind.stopLedger();
                away.countDown();
              }
              if (response.getPhase().getStep() == Phase.Step.STEP_SAVING && saving[0]++ == 0) {
                mind.startLedger();
              }
            });
    assertTrue(saving[0] > 0);
    assertEquals("Kept.", heard.text());
    assertEquals(Outcome.OUTCOME_ANSWERED, heard.finished().getOutcome());
    assertEquals(1, mind.events("assistant_message").size());
  }

  @Test
  void aLedgerThatIsAwayAtTheBeginningIsSaid() {
    mind.stopLedger();
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> mind.say("", "Hello"));
    mind.startLedger();
    assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
    assertTrue(MindFixture.isReason(refused, "LEDGER_AWAY"));
  }

  @Test
  void nothingSaidIsRefused() {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> mind.say("", "  "));
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    assertTrue(String.valueOf(refused.getMessage()).contains("say.text"));
    assertEquals(0, mind.events("user_message").size());
  }

  @Test
  void stoppingTheMindKeepsWhatWasWritten() throws Exception {
    mind.gateway.beginAndHang("So far");
    Thread[] stopping = new Thread[1];
    Heard heard =
        mind.converse(
            MindFixture.request("").setSay(say("Hello")),
            response -> {
              if (response.hasText()) {
                stopping[0] = Thread.ofVirtual().start(mind::stopMind);
              }
            });
    stopping[0].join();
    assertEquals(Outcome.OUTCOME_STOPPED, heard.finished().getOutcome());
    assertEquals("So far", mind.events("generation_stopped").getFirst().getContent());
  }

  private static ConverseRequest.Say say(String text) {
    return ConverseRequest.Say.newBuilder().setText(text).build();
  }

  private void stopAttempt() {
    Event start = mind.events("generation_started").getLast();
    String id = MindFixture.meta(start).path("attempt_id").asText();
    assertTrue(
        mind.talks()
            .stopAnswer(StopAnswerRequest.newBuilder().setAttemptId(id).build())
            .getStopped());
  }

  private void awaitKind(String kind) {
    while (mind.events(kind).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private List<Message> shown(String talk) {
    GetConversationResponse page =
        mind.talks()
            .getConversation(GetConversationRequest.newBuilder().setConversationId(talk).build());
    return page.getMessagesList();
  }

  private void assertConfirmed(Event outcome) {
    var trace =
        mind.talks()
            .getTrace(GetTraceRequest.newBuilder().setEventId(outcome.getEventId()).build());
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace.getConfirmation());
  }

  private String at(long eventId) {
    return mind.mind()
        .getMind(GetMindRequest.newBuilder().setAtEventId(eventId).build())
        .getMind()
        .getName();
  }

  private static final class ConsentRequired implements Reason {
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
}

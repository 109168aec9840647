package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.ContextServiceGrpc;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.GetGaugeRequest;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.Mention;
import pmm.mind.v1.Source;
import pmm.mind.v1.SummarizeConversationRequest;
import pmm.mind.v1.SummarizeConversationResponse;
import pmm.mind.v1.Summarized;
import pmm.mind.v1.Summarized.Result;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.rpc.Role;

/** A conversation that fits the window no more stands as a summary, in part and never silently. */
@Timeout(120)
class SummaryTest {
  private static final int EXCHANGES = 8;
  private static final String LARGE = "ollama:large";
  private static final String SUMMARY = "The person wants a lathe of 300 mm; you will ask Ana.";

  @TempDir Path folder;
  private MindFixture mind;
  private String talk;
  private final List<Long> messages = new ArrayList<>();

  @BeforeEach
  void talkForLong() {
    mind = new MindFixture(folder).start().withModel();
    talk = "";
    for (int i = 0; i < EXCHANGES; i++) {
      say("Lathe number " + i + "?");
    }
  }

  @AfterEach
  void end() {
    mind.close();
  }

  @Test
  void standsForWhatFitsNoMoreAndIsToldAndTraced() throws Exception {
    List<String> before = mind.kinds();
    Summarized summarized = summarize(UUID.randomUUID().toString());
    assertEquals(Result.RESULT_WRITTEN, summarized.getResult(), summarized::toString);
    assertEquals(SUMMARY, summarized.getText());
    List<String> after = new ArrayList<>(before);
    after.add("summary");
    assertEquals(after, mind.kinds(), "one event and no other");

    Event event = mind.events("summary").getFirst();
    JsonNode meta = MindFixture.meta(event);
    int cited = summarized.getCitedEventIdsCount();
    assertEquals(messages.subList(0, cited), summarized.getCitedEventIdsList());
    assertTrue(cited >= 4 && cited <= 2 * EXCHANGES - 4, "the last messages are left alone");
    assertEquals(messages.get(cited - 1), summarized.getThroughEventId());
    assertEquals(summarized.getThroughEventId(), meta.path("through_event_id").asLong());
    assertEquals(talk, meta.path("conversation_id").asText());
    assertEquals(MindFixture.MODEL, meta.path("model_id").asText());
    assertEquals(cited, meta.path("cited_event_ids").size());
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace(event.getEventId()).getConfirmation());

    GetGaugeResponse next = gauge("");
    assertEquals(event.getEventId(), next.getSummaryEventId());
    assertTrue(next.getSummarizedCount() > 0);
    assertTrue(
        next.getLeftOutList().stream().anyMatch(each -> each.contains("as a summary (event")),
        next::toString);
    GetTraceResponse trace = trace(say("And now?"));
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace.getConfirmation());
    Source source =
        trace.getSourcesList().stream()
            .filter(each -> each.getSection().equals("summary"))
            .findFirst()
            .orElseThrow();
    assertEquals(event.getEventId(), source.getEventId());
    assertTrue(trace.getPrompt(0).getText().contains(SUMMARY));
    assertTrue(trace.getLeftOutList().toString().contains("stand"), trace::toString);
  }

  @Test
  void theMessagesThemselvesWinWhereTheyFit() {
    summarize(UUID.randomUUID().toString());
    mind.appendAs(
        Role.PROVIDER,
        "model_added",
        null,
        "{\"model_id\":\"" + LARGE + "\",\"context_tokens\":131072}");
    awaitThrough(mind.events().size());
    GetGaugeResponse large = gauge(LARGE);
    assertEquals(0, large.getSummaryEventId());
    assertEquals(large.getMessageCount(), large.getVerbatimCount());
    assertEquals(List.of(), large.getLeftOutList());
  }

  @Test
  void anotherBranchIsNotToldOfIt() {
    summarize(UUID.randomUUID().toString());
    mind.gateway.answer("No.");
    mind.converse(
        MindFixture.request(talk)
            .setEdit(
                ConverseRequest.Edit.newBuilder()
                    .setEventId(messages.get(2))
                    .setText("Something else. ".repeat(1800))));
    GetGaugeResponse next = gauge("");
    assertEquals(4, next.getMessageCount());
    assertEquals(0, next.getSummaryEventId());
  }

  @Test
  void theNextOneGoesOnFromItAndTheSameActIsDoneOnce() throws Exception {
    String requestId = UUID.randomUUID().toString();
    Summarized first = summarize(requestId);
    // No further answer is scripted: a second call of the model would fail.
    Summarized again = ask(requestId);
    assertEquals(first.getEventId(), again.getEventId());
    for (int i = 0; i < 3; i++) {
      say("Chisel number " + i + "?");
    }
    GenerateRequest request;
    do {
      request = mind.gateway.lastRequest();
    } while (!request.getPurpose().equals("summary"));
    assertEquals(talk, request.getConversationId());
    Summarized second = summarize(UUID.randomUUID().toString());
    assertEquals(first.getEventId(), second.getCitedEventIds(0));
    assertEquals(
        first.getCitedEventIdsCount() + second.getCitedEventIdsCount() - 1,
        second.getMessageCount());
    assertEquals(second.getEventId(), gauge("").getSummaryEventId());
    assertEquals(2, mind.events("summary").size());
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace(second.getEventId()).getConfirmation());
  }

  @Test
  void oneThatHoldsWhatWasCorrectedSinceStandsNoMoreAndANewOneIsOffered() {
    long memory =
        mind.memories()
            .addMemory(AddMemoryRequest.newBuilder().setText("The lathe is of 300 mm").build())
            .getMemory()
            .getEventId();
    mind.gateway.answer("The person wants it. The lathe is of 300 mm.");
    Summarized outdated = ask(UUID.randomUUID().toString());
    assertEquals(outdated.getEventId(), gauge("").getSummaryEventId());
    mind.memories()
        .correctMemory(
            CorrectMemoryRequest.newBuilder()
                .setMemoryId(memory)
                .setText("The lathe is of 500 mm")
                .build());

    GetGaugeResponse next = gauge("");
    assertEquals(0, next.getSummaryEventId(), next::toString);
    assertEquals(0, next.getSummarizedCount());
    assertTrue(next.getLeftOutList().toString().contains("earlier turns"), next::toString);
    assertFalse(
        trace(say("And now?")).getPrompt(0).getText().contains("300 mm"), "the outdated words");
    Summarized anew = summarize(UUID.randomUUID().toString());
    assertEquals(messages.getFirst(), anew.getCitedEventIds(0), "from the begin, without it");
    assertEquals(anew.getEventId(), gauge("").getSummaryEventId());
  }

  @Test
  void whatIsNoSummaryIsNotKept() {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(ScriptedGateway.text("The person wa"));
      sender.send(
          GenerateResponse.newBuilder()
              .setFinish(Finish.newBuilder().setReason(Finish.Reason.REASON_LENGTH))
              .build());
    });
    Summarized cut = ask(UUID.randomUUID().toString());
    assertEquals(Result.RESULT_FAILED, cut.getResult());
    assertEquals("NO_SUMMARY", cut.getFailure().getReason());
    mind.gateway.answer(" ");
    assertEquals(Result.RESULT_FAILED, ask(UUID.randomUUID().toString()).getResult());
    assertEquals(List.of(), mind.events("summary"));
  }

  @Test
  void theBuiltInVoiceAndAShortTalkAreRefused() {
    mind.select("builtin:voice");
    StatusRuntimeException voice =
        assertThrows(StatusRuntimeException.class, () -> ask(UUID.randomUUID().toString()));
    assertTrue(MindFixture.isReason(voice, "ACT_NOT_POSSIBLE"));
    assertTrue(String.valueOf(voice.getMessage()).contains("pmm model add"), voice.getMessage());
    mind.select(MindFixture.MODEL);
    mind.gateway.answer("Hello.");
    talk = mind.say("", "Hello").started().getConversationId();
    assertEquals(0, gauge("").getSummarizableCount());
    StatusRuntimeException brief =
        assertThrows(StatusRuntimeException.class, () -> ask(UUID.randomUUID().toString()));
    assertTrue(MindFixture.isReason(brief, "ACT_NOT_POSSIBLE"));
  }

  @Test
  void isOfferedWithAMessageThatIsForgottenAndStandsForNothingWithoutIt() {
    Summarized summarized = summarize(UUID.randomUUID().toString());
    long message = summarized.getCitedEventIds(2);
    List<Long> mentions =
        mind
            .mind()
            .findMentions(FindMentionsRequest.newBuilder().addEventIds(message).build())
            .getMentionsList()
            .stream()
            .map(Mention::getEventId)
            .toList();
    assertTrue(mentions.contains(summarized.getEventId()), mentions::toString);
    long redaction =
        LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
            .redactEvents(RedactEventsRequest.newBuilder().addEventIds(message).build())
            .getRedactionEventId();
    awaitThrough(redaction);
    GetGaugeResponse next = gauge("");
    assertEquals(0, next.getSummaryEventId());
    assertEquals(2 * EXCHANGES - 1, next.getMessageCount());
    assertFalse(next.getLeftOutList().toString().contains("summary"), next::toString);
  }

  @Test
  void whatWasForgottenMeanwhileDoesNotComeBackByIt() {
    long message = messages.get(2);
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
          .redactEvents(RedactEventsRequest.newBuilder().addEventIds(message).build());
      sender.send(ScriptedGateway.text(SUMMARY));
      sender.send(ScriptedGateway.finish());
    });
    Summarized refused = ask(UUID.randomUUID().toString());
    assertEquals("FORGOTTEN", refused.getFailure().getReason(), refused::toString);
    assertEquals(List.of(), mind.events("summary"));
  }

  private long say(String text) {
    mind.gateway.answer("It turns wood. ".repeat(300));
    MindFixture.Heard heard = mind.say(talk, text);
    talk = heard.started().getConversationId();
    messages.add(heard.started().getUserEventId());
    messages.add(heard.finished().getOutcomeEventId());
    return heard.finished().getOutcomeEventId();
  }

  private Summarized summarize(String requestId) {
    mind.gateway.answer(SUMMARY);
    return ask(requestId);
  }

  private Summarized ask(String requestId) {
    Summarized[] end = {Summarized.getDefaultInstance()};
    ContextServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .summarizeConversation(
            SummarizeConversationRequest.newBuilder()
                .setConversationId(talk)
                .setRequestId(requestId)
                .build())
        .forEachRemaining((SummarizeConversationResponse part) -> end[0] = part.getSummarized());
    return end[0];
  }

  private GetGaugeResponse gauge(String modelId) {
    return ContextServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .getGauge(GetGaugeRequest.newBuilder().setConversationId(talk).setModelId(modelId).build());
  }

  private GetTraceResponse trace(long eventId) {
    return mind.talks()
        .getTrace(GetTraceRequest.newBuilder().setEventId(eventId).setPrompt(true).build());
  }

  private void awaitThrough(long event) {
    while (through() < event) {}
  }

  /** While it is folded anew the mind says that it is not ready. */
  private long through() {
    try {
      return mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId();
    } catch (StatusRuntimeException e) {
      assertTrue(MindFixture.isReason(e, "NOT_READY"), e.getMessage());
      return 0;
    }
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.ledger.v1.Event;
import pmm.mind.MindFixture.Heard;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.Message;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.PromptTurn;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.Opened;
import pmm.provider.v1.Tool;

/** The acts of a model that calls them as tools. */
@Timeout(60)
class ActsTest {
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
  void theFiveActsAreOfferedAndTheReceiptSaysSo() throws InterruptedException {
    mind.gateway.answer("Hello.");
    Heard heard = mind.say("", "Hello");
    GenerateRequest request = mind.gateway.lastRequest();
    assertEquals(
        List.of("commit", "close", "remember", "claim", "reflect"),
        request.getToolsList().stream().map(Tool::getName).toList());
    assertEquals("pmm-acts/1", receipt().path("tools").asText());
    List<PromptTurn> prompt = trace(heard).getPromptList();
    assertEquals("tools", prompt.getLast().getRole());
    assertTrue(prompt.getLast().getText().contains("remember: Propose to keep"));
    assertEquals(
        GetTraceResponse.Confirmation.CONFIRMATION_CONFIRMED, trace(heard).getConfirmation());
  }

  @Test
  void aModelThatTakesNoToolsWasOfferedNone() {
    mind.gateway.next((request, sender) -> {
      Opened opened = ScriptedGateway.opened(request.getModelId(), "sha256:one", false).getOpened();
      sender.send(
          ScriptedGateway.opened(request.getModelId(), "sha256:one", false).toBuilder()
              .setOpened(opened.toBuilder().setWithoutTools(true))
              .build());
      sender.send(ScriptedGateway.text("Gladly.\nCOMMIT: call Ana"));
      sender.send(ScriptedGateway.finish());
    });
    Heard heard = mind.say("", "Call Ana");
    assertTrue(receipt().path("tools").isMissingNode());
    assertEquals("user", trace(heard).getPromptList().getLast().getRole());
    assertEquals(1, mind.events("commitment_opened").size());
  }

  @Test
  void offTheRecordNothingIsOffered() throws InterruptedException {
    mind.gateway.answerCalling("Fine.", "commit", "{\"text\":\"call Ana\"}");
    mind.converse(
        MindFixture.request("")
            .setOffRecord(true)
            .setSay(ConverseRequest.Say.newBuilder().setText("Call Ana")));
    assertEquals(0, mind.gateway.lastRequest().getToolsCount());
    assertEquals(List.of(), mind.events("commitment_opened"));
  }

  @Test
  void aPromiseIsOpenedAndClosedByCalls() {
    mind.gateway.answerCalling("Gladly.", "commit", "{\"text\":\"call Ana tomorrow\"}");
    Heard made = mind.say("", "Call Ana");
    Event opened = mind.events("commitment_opened").getFirst();
    assertEquals("call Ana tomorrow", opened.getContent());
    assertTrue(MindFixture.meta(opened).path("due_ms").asLong() > 0);
    assertEquals(
        List.of(Long.toString(opened.getEventId())), made.finished().getOpenedCommitmentIdsList());

    mind.gateway.answerCalling(
        "I have called Ana.", "close", "{\"commitment\":" + opened.getEventId() + "}");
    Heard kept = mind.say(made.started().getConversationId(), "And?");
    JsonNode closed = MindFixture.meta(mind.events("commitment_closed").getFirst());
    assertEquals(opened.getEventId(), closed.path("commitment_id").asLong());
    assertEquals(
        kept.finished().getOutcomeEventId()
            - mind.events("commitment_closed").getFirst().getEventId(),
        closed.path("evidence_offsets").path(0).asLong());
  }

  @Test
  void aMemoryIsProposedAClaimRecordedAndAReflectionWritten() {
    mind.gateway.answerCalling("Ah.", "remember", "{\"text\":\"Ana lives in Porto\"}");
    mind.say("", "My sister Ana lives in Porto.");
    assertEquals("Ana lives in Porto", mind.events("memory_proposed").getFirst().getContent());

    callCiting("claim", "{\"text\":\"I listen.\",\"events\":[%d]}");
    assertEquals("I listen.", mind.events("claim_recorded").getFirst().getContent());

    callCiting(
        "reflect",
        "{\"observations\":[{\"text\":\"Ana matters.\",\"subject\":\"person\",\"events\":[%d]}]}");
    assertEquals("Ana matters.", mind.events("reflection").getFirst().getContent());
    assertEquals(List.of(), mind.events("marker_malformed"));
  }

  @Test
  void whatIsSaidTwiceIsDoneOnce() {
    mind.gateway.answerCalling(
        "Gladly.\nREMEMBER: I like tea\nCOMMIT: call Ana", "remember", "{\"text\":\"I like tea\"}");
    mind.say("", "Call Ana");
    assertEquals(1, mind.events("memory_proposed").size());
    assertEquals(List.of(), mind.events("marker_malformed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "commit|{\"words\":\"x\"}|bad_arguments",
        "commit|{\"te|bad_arguments",
        "close|{\"commitment\":999}|unknown_id",
        "claim|{\"text\":\"I am.\"}|bad_claim",
        "reflect|[]|bad_arguments",
        "reflect|{\"observations\":7}|bad_reflection",
        "search_web|{\"query\":\"x\"}|unknown_tool",
      })
  void whatIsMalformedChangesNothing(String tool, String arguments, String reason) {
    mind.gateway.answerCalling("Well.", tool, arguments);
    mind.say("", "Hello");
    Event malformed = mind.events("marker_malformed").getFirst();
    assertEquals(reason, MindFixture.meta(malformed).path("reason").asText());
    assertFalse(mind.kinds().contains("commitment_opened"));
  }

  @Test
  void anAnswerOfCallsAloneIsToldInASentenceThatIsKeptNowhere() {
    mind.gateway.answerCalling("", "commit", "{\"text\":\"call Ana\"}");
    Heard heard = mind.say("", "Call Ana");
    assertEquals(Outcome.OUTCOME_ANSWERED, heard.finished().getOutcome());
    String told = "It wrote no words, but it promised “call Ana”.";
    assertEquals(told, heard.finished().getActsText());
    assertEquals("", mind.events("assistant_message").getFirst().getContent());
    Message shown =
        mind.talks()
            .getConversation(
                GetConversationRequest.newBuilder()
                    .setConversationId(heard.started().getConversationId())
                    .build())
            .getMessagesList()
            .getLast();
    assertEquals(told, shown.getActsText());
    assertEquals("", shown.getText());

    mind.gateway.answer("REMEMBER: I like tea\nCOMMIT: make tea");
    assertEquals(
        "It wrote no words, but it would remember “I like tea” and promised “make tea”.",
        mind.say("", "Tea!").finished().getActsText());
    mind.gateway.answer("Gladly.\nCOMMIT: make more tea");
    assertEquals("", mind.say("", "Tea!").finished().getActsText());
  }

  private void callCiting(String tool, String arguments) {
    mind.gateway.next((request, sender) -> {
      long last = request.getSourceEventIdsList().getLast();
      ScriptedGateway.calling("Ah.", tool, arguments.formatted(last)).run(request, sender);
    });
    mind.say("", "What do you think?");
  }

  private JsonNode receipt() {
    return MindFixture.meta(mind.events("assistant_message").getFirst()).path("receipt");
  }

  private GetTraceResponse trace(Heard heard) {
    return mind.talks()
        .getTrace(
            GetTraceRequest.newBuilder()
                .setEventId(heard.finished().getOutcomeEventId())
                .setPrompt(true)
                .build());
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.ReflectRequest;
import pmm.mind.v1.ReflectResponse;
import pmm.mind.v1.Reflected;
import pmm.mind.v1.Reflected.Result;
import pmm.mind.v1.ReflectionServiceGrpc;
import pmm.mindstate.Causes;
import pmm.provider.v1.GenerateRequest;
import pmm.rpc.Role;

/** Looking back: in an answer, and when the person asks for it. */
@Timeout(60)
class ReflectionTest {
  private static final String WHOLE =
      """
      {"observations":[{"text":"I was given a name.","subject":"mind","events":[%1$d]}],
       "open":[{"text":"ask about the garden","events":[%1$d]}],
       "traits":[{"trait":"openness","delta":0.03,"events":[%1$d]}],
       "memories":[{"text":"The person names things","subject":"person","events":[%1$d]}]}\
      """;

  @TempDir Path folder;
  private MindFixture mind;
  private long message;

  @BeforeEach
  void giveAName() throws InterruptedException {
    mind = new MindFixture(folder).start().withModel();
    mind.gateway.answer("Gladly.");
    message = mind.say("", "Your name is Echo.").started().getUserEventId();
    mind.gateway.lastRequest();
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void aWholeOneIsWrittenWithAllThatFollowsFromIt() throws InterruptedException {
    mind.gateway.answer(WHOLE.formatted(message));
    Reflected done = reflect();
    assertEquals(Result.RESULT_WRITTEN, done.getResult());
    assertEquals(List.of("I was given a name."), done.getObservationsList());
    List<Event> written = mind.events().subList((int) done.getEventId() - 1, mind.events().size());
    assertEquals(
        List.of("reflection", "commitment_opened", "memory_proposed", "trait_changed"),
        written.stream().map(Event::getKind).toList());
    assertEquals(
        written.stream().skip(1).map(Event::getEventId).toList(), done.getDerivedEventIdsList());
    assertEquals(3, MindFixture.meta(written.getFirst()).path("changes").asInt());
    assertEquals("person", MindFixture.meta(written.getFirst()).path("cause").asText());
    assertEquals("pmm-reflection/1", MindFixture.meta(written.getFirst()).path("rules").asText());
    Event step = written.getLast();
    assertEquals(
        List.of(message, done.getEventId()),
        Causes.read(step.getEventId(), MindFixture.meta(step)));
    GenerateRequest asked = mind.gateway.lastRequest();
    assertEquals("reflection", asked.getPurpose());
    assertTrue(asked.getTurns(1).getText().contains("[" + message + "]"), asked::toString);
  }

  @Test
  void itSaysWhoAskedWhatItKnewAndFromWhatItsPromptIsMadeAgain() {
    mind.gateway.answer(WHOLE.formatted(message));
    ReflectRequest request = request();
    long known = mind.events().size();
    Reflected done = reflect(request);
    JsonNode meta = MindFixture.meta(mind.events("reflection").getFirst());
    assertEquals(known, meta.path("through_event_id").asLong());
    assertEquals(request.getRequestId(), meta.path("request_id").asText());
    assertEquals("cli", meta.path("actor").asText());
    assertEquals("pmm-reflection/1", meta.path("receipt").path("rules").asText());
    GetTraceResponse trace =
        mind.talks().getTrace(GetTraceRequest.newBuilder().setEventId(done.getEventId()).build());
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace.getConfirmation());
    assertTrue(trace.getSourcesList().stream().anyMatch(source -> source.getEventId() == message));
  }

  @Test
  void whatFollowsNamesTheReflectionAndAllThatItCites() {
    mind.gateway.answer("Gladly.\nCOMMIT: water the garden");
    mind.say("", "Water it.");
    long promise = mind.events("commitment_opened").getFirst().getEventId();
    mind.gateway.answer("It is watered.");
    long answer = mind.say("", "And?").finished().getOutcomeEventId();
    mind.gateway.answer(
        """
        {"close":[{"commitment":%1$d,"events":[%1$d,%2$d]}],
         "open":[{"text":"water the garden","events":[%2$d]}],
         "memories":[{"text":"There is a garden","subject":"other","events":[%1$d,%2$d]}]}\
        """
            .formatted(promise, answer));
    long reflection = reflect().getEventId();
    assertEquals(2, mind.events("commitment_opened").size());
    String both = "[" + promise + "," + answer + "]";
    JsonNode closed = MindFixture.meta(mind.events("commitment_closed").getFirst());
    assertEquals(both, closed.path("evidence_event_ids").toString());
    assertEquals(both, closed.path("cited_event_ids").toString());
    Event remembered = mind.events("memory_proposed").getFirst();
    assertEquals(both, MindFixture.meta(remembered).path("cited_event_ids").toString());
    for (Event event : mind.events().subList((int) reflection, mind.events().size())) {
      if (event.getKind().startsWith("commitment_") || event.equals(remembered)) {
        assertEquals(
            reflection,
            event.getEventId() + MindFixture.meta(event).path("source_offset").asLong(),
            event.getKind());
      }
    }
  }

  @Test
  void toldTwiceTheModelIsAskedOnce() throws InterruptedException {
    mind.gateway.recording(15);
    mind.gateway.answer(WHOLE.formatted(message));
    ReflectRequest request = request();
    Reflected first = reflect(request);
    int events = mind.events().size();
    mind.stopMind();
    mind.start();
    assertEquals(first, reflect(request));
    mind.gateway.answer("I would rather not.");
    ReflectRequest malformed = request();
    assertEquals(Result.RESULT_MALFORMED, reflect(malformed).getResult());
    assertEquals(Result.RESULT_NOTHING, reflect(malformed).getResult());
    assertEquals(events + 2, mind.events().size());
  }

  @Test
  void anImportHidesNothingOfWhatWasSaidHere() throws InterruptedException {
    AppendEventsRequest.Builder imported = AppendEventsRequest.newBuilder();
    for (int i = 0; i < 500; i++) {
      imported.addEvents(
          EventDraft.newBuilder()
              .setKind("user_message")
              .setContent("said elsewhere, long ago, " + i)
              .setMetaJson("{\"conversation_id\":\"old\",\"source\":{\"format\":\"x\"}}"));
    }
    var ledger = LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.MIND));
    var unused = ledger.appendEvents(imported.build());
    mind.gateway.answer(WHOLE.formatted(message));
    assertEquals(Result.RESULT_WRITTEN, reflect().getResult());
    assertTrue(mind.gateway.lastRequest().getTurns(1).getText().contains("[" + message + "]"));
  }

  @Test
  void oneThatCitesWhatIsNotThereIsRefusedWhole() {
    mind.gateway.answer(
        WHOLE
            .formatted(message)
            .replace("\"open\":[{", "\"open\":[{\"text\":\"x\",\"events\":[9999]},{"));
    Reflected done = reflect();
    assertEquals(Result.RESULT_REFUSED, done.getResult());
    Event refused = mind.events("claim_refused").getFirst();
    assertEquals(done.getEventId(), refused.getEventId());
    assertEquals("missing_event", MindFixture.meta(refused).path("reason").asText());
    assertEquals("reflection", MindFixture.meta(refused).path("of").asText());
    assertFalse(mind.kinds().contains("reflection"));
    assertFalse(mind.kinds().contains("commitment_opened"));
    assertFalse(mind.kinds().contains("memory_proposed"));
  }

  @Test
  void whatIsNoneOrHoldsNothingWritesNothing() {
    int events = mind.events().size();
    mind.gateway.answer("I thought about it.");
    assertEquals(Result.RESULT_MALFORMED, reflect().getResult());
    mind.gateway.answer("```json\n{}\n```");
    assertEquals(Result.RESULT_NOTHING, reflect().getResult());
    assertEquals(events, mind.events().size());
  }

  @Test
  void withoutConsentNothingIsWrittenAndTheReasonIsTold() {
    int events = mind.events().size();
    mind.gateway.refuse();
    Reflected done = reflect();
    assertEquals(Result.RESULT_FAILED, done.getResult());
    assertEquals("CONSENT_REQUIRED", done.getFailure().getReason());
    assertEquals("reflection", done.getFailure().getPurpose());
    assertEquals(events + 1, mind.events().size());
  }

  @Test
  void theBuiltInVoiceDoesNotReflect() {
    mind.select("builtin:voice");
    int events = mind.events().size();
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, this::reflect);
    assertTrue(MindFixture.isReason(refused, "ACT_NOT_POSSIBLE"), refused::toString);
    assertEquals(events, mind.events().size());
  }

  @Test
  void anAnswerMayLookBackOnce() {
    String json = WHOLE.replace("\n", "");
    mind.gateway.answerCiting("Well.\nREFLECT: " + json + "\nREFLECT: " + json + "\n");
    var heard = mind.say("", "Look back.");
    Event reflection = mind.events("reflection").getFirst();
    assertEquals("answer", MindFixture.meta(reflection).path("cause").asText());
    assertEquals(
        heard.started().getAttemptId(), MindFixture.meta(reflection).path("attempt_id").asText());
    assertEquals(1, mind.events("commitment_opened").size());
    Event malformed = mind.events("marker_malformed").getFirst();
    assertEquals("second_reflection", MindFixture.meta(malformed).path("reason").asText());
  }

  @Test
  void anAnswersReflectionIsRefusedWholeToo() {
    mind.gateway.answer("Well.\nREFLECT: " + WHOLE.formatted(9999).replace("\n", ""));
    mind.say("", "Look back.");
    assertEquals(1, mind.events("claim_refused").size());
    assertEquals(List.of(), mind.events("commitment_opened"));
  }

  @Test
  void whoLeavesEndsItAndNothingIsWritten() throws InterruptedException {
    int events = mind.events().size();
    mind.gateway.beginAndHang("{");
    StatusRuntimeException gone =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                pmm.rpc.Deadlines.within(
                        java.time.Duration.ofSeconds(3),
                        ReflectionServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI)))
                    .reflect(request())
                    .forEachRemaining(part -> {}));
    assertEquals(Status.Code.DEADLINE_EXCEEDED, gone.getStatus().getCode());
    mind.gateway.awaitCancelled();
    assertEquals(events, mind.events().size());
  }

  private Reflected reflect() {
    return reflect(request());
  }

  private Reflected reflect(ReflectRequest request) {
    Iterator<ReflectResponse> parts =
        ReflectionServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI)).reflect(request);
    ReflectResponse last = parts.next();
    while (parts.hasNext()) {
      last = parts.next();
    }
    return last.getReflected();
  }

  private static ReflectRequest request() {
    return ReflectRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build();
  }
}

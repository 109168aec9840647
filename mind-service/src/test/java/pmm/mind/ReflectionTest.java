package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import pmm.ledger.v1.Event;
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
    mind.gateway.next((request, sender) -> {
      throw new pmm.rpc.Problem(
          new NoConsent(),
          "not allowed",
          java.util.Map.of("host", "api.example.org", "purpose", request.getPurpose()));
    });
    Reflected done = reflect();
    assertEquals(Result.RESULT_FAILED, done.getResult());
    assertEquals("CONSENT_REQUIRED", done.getFailure().getReason());
    assertEquals("reflection", done.getFailure().getPurpose());
    assertEquals(events, mind.events().size());
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
    Iterator<ReflectResponse> parts =
        ReflectionServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI)).reflect(request());
    ReflectResponse last = parts.next();
    while (parts.hasNext()) {
      last = parts.next();
    }
    return last.getReflected();
  }

  private static ReflectRequest request() {
    return ReflectRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build();
  }

  private record NoConsent() implements pmm.rpc.Reason {
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

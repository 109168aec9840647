package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
import pmm.mind.v1.CheckIdentityRequest;
import pmm.mind.v1.CheckIdentityResponse;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.IdentityCheck;
import pmm.mind.v1.IdentityProbe;
import pmm.mind.v1.IdentityServiceGrpc;
import pmm.mind.v1.Mention;
import pmm.provider.v1.GenerateRequest;
import pmm.rpc.Problem;
import pmm.rpc.Role;

/** A model is asked what the mind knows of itself. */
@Timeout(60)
class IdentityCheckTest {
  private static final String TONE =
      "I am your second memory: I look after what we said, and say when I am not sure.";

  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void live() throws InterruptedException {
    mind = new MindFixture(folder).start().withModel();
    mind.gateway.answer("Gladly.\nCOMMIT: water the tomatoes");
    mind.say("", "Your name is Echo.");
    mind.gateway.lastRequest();
    mind.memories().addMemory(AddMemoryRequest.newBuilder().setText("I live in Porto").build());
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void eachQuestionIsAskedWithTheMindsFrameAndPurpose() throws InterruptedException {
    answer("I am Echo.", "In Porto.", "To water the tomatoes.", TONE);
    check("");
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      GenerateRequest asked = mind.gateway.lastRequest();
      assertEquals("identity_check", asked.getPurpose());
      assertFalse(asked.getOffRecord());
      assertEquals(List.of("message", "memory"), asked.getDataClassesList());
      String frame = asked.getTurns(0).getText();
      assertTrue(frame.startsWith("You are Echo, a persistent mind."), frame);
      assertTrue(frame.contains("I live in Porto"), frame);
      assertTrue(frame.contains("water the tomatoes"), frame);
      questions.add(asked.getTurns(1).getText());
    }
    assertEquals("What is your name?", questions.get(0));
    assertTrue(questions.get(1).contains("“I live in …”"), questions::toString);
  }

  @Test
  void answersAndScoresAreOneEventFromWhichNothingFollows() {
    answer("I am Echo.\nCOMMIT: sing", "I do not know.\nREMEMBER: nothing", "I will dance.", TONE);
    String before = projection();
    int events = mind.events().size();
    IdentityCheck check = check("");

    List<Event> written = mind.events().subList(events, mind.events().size());
    assertEquals(List.of("identity_checked"), written.stream().map(Event::getKind).toList());
    assertEquals(before, projection());
    assertEquals(written.getFirst().getEventId(), check.getEventId());
    assertEquals(List.of(1000, 0, 0, 1000), scores(check));
    assertEquals(500, check.getScoreMilli());
    assertEquals("I am Echo.\nCOMMIT: sing", check.getProbes(0).getAnswer());
    assertEquals("What is your name?", check.getProbes(0).getQuestion());
    assertEquals(TONE, check.getProbes(3).getAnswer());
    assertFalse(check.hasDrift());
    JsonNode meta = MindFixture.meta(written.getFirst());
    assertEquals("pmm-identity/2", meta.path("rules").asText());
    assertEquals(MindFixture.MODEL, meta.path("model_id").asText());
    assertEquals("sha256:one", meta.path("model_digest").asText());
    assertEquals(48, meta.path("usage").path("prompt_tokens").asInt());
    List<Long> expected =
        check.getProbesList().stream().flatMap(p -> p.getEventIdsList().stream()).sorted().toList();
    assertEquals(expected, longs(meta.path("cited_event_ids")));
    assertFalse(written.getFirst().getMetaJson().contains("Porto"), "words in the meta");
  }

  @Test
  void itCitesAllThatItsPromptsWereMadeFromSoThatForgettingFindsIt() {
    for (String more : List.of("My sister plays the violin", "My brother collects old maps")) {
      mind.memories().addMemory(AddMemoryRequest.newBuilder().setText(more).build());
    }
    mind.gateway.answer("Hello, Robin.");
    mind.say("", "My name is Robin.");
    long named = mind.events("memory_kept").getLast().getEventId();
    answer("I am Echo.", "Porto.", "The violin.", "Old maps, Robin.", "To water.", TONE);
    IdentityCheck check = check("");
    assertTrue(
        check.getProbesList().stream().noneMatch(p -> p.getEventIdsList().contains(named)),
        check::toString);

    Event event = mind.events("identity_checked").getLast();
    JsonNode meta = MindFixture.meta(event);
    assertTrue(longs(meta.path("cited_event_ids")).contains(named), meta::toString);
    for (JsonNode probe : meta.path("probes")) {
      JsonNode receipt = probe.path("receipt");
      List<Long> sources = longs(receipt.path("sources").findValues("event_id"));
      assertTrue(sources.contains(named), receipt::toString);
      assertEquals(0, sources.getLast(), "the question, which no event holds");
      assertEquals(64, receipt.path("prompt_hash").asText().length());
      assertEquals(meta.path("blobs").path(0).asText(), receipt.path("frame_blob").asText());
    }
    Mention mention =
        mind
            .mind()
            .findMentions(FindMentionsRequest.newBuilder().addEventIds(named).build())
            .getMentionsList()
            .stream()
            .filter(found -> found.getEventId() == check.getEventId())
            .findFirst()
            .orElseThrow();
    assertEquals(Mention.Relation.RELATION_DERIVED, mention.getRelation());
  }

  @Test
  void theSameRequestGoesOnAtTheQuestionThatFailed() {
    String id = UUID.randomUUID().toString();
    answer("I am Echo.");
    refuse();
    assertEquals("CONSENT_REQUIRED", check("", id).getFailure().getReason());
    answer("In Porto.", "To water the tomatoes.", TONE);
    IdentityCheck check = check("", id);

    assertEquals(List.of(1000, 1000, 1000, 1000), scores(check));
    assertEquals("I am Echo.", check.getProbes(0).getAnswer());
  }

  @Test
  void whatWasAnsweredIsNotGoneOnFromOnceSomethingWasForgotten() {
    String id = UUID.randomUUID().toString();
    answer("I am Echo.", "In Porto.");
    refuse();
    assertEquals("CONSENT_REQUIRED", check("", id).getFailure().getReason());
    ForgettingTest.awaitThrough(
        mind, ForgettingTest.forget(mind, mind.events("memory_kept").getFirst().getEventId()));
    answer("I am Echo!", "To water the tomatoes.", TONE);
    IdentityCheck check = check("", id);

    assertEquals(3, check.getProbesCount(), check::toString);
    assertFalse(mind.events("identity_checked").getLast().getContent().contains("Porto"));
  }

  @Test
  void aCheckIsHeldAgainstTheLastOneUnderAnotherModel() {
    answer("I am Echo.", "In Porto.", "To water the tomatoes.", TONE);
    long before = check("").getEventId();
    mind.select("builtin:voice");
    IdentityCheck first = check("");
    IdentityCheck again = check("");

    assertEquals("builtin:voice", again.getModelId());
    assertEquals(before, first.getDrift().getEventId());
    assertEquals(before, again.getDrift().getEventId());
    assertEquals(MindFixture.MODEL, again.getDrift().getModelId());
    int sum = 0;
    for (IdentityProbe probe : again.getProbesList()) {
      assertEquals(probe.getScoreMilli() - 1000, probe.getChangeMilli());
      sum += probe.getChangeMilli();
    }
    assertEquals(Math.round(sum / 4.0), again.getDrift().getChangeMilli());
    assertEquals(1000, again.getProbes(0).getScoreMilli(), again::toString);
    assertEquals(1000, again.getProbes(1).getScoreMilli(), again::toString);
  }

  @Test
  void whereAnAnswerDoesNotComeNothingIsWritten() {
    int events = mind.events().size();
    answer("I am Echo.");
    refuse();
    IdentityCheck check = check("");

    assertEquals(0, check.getEventId());
    assertEquals("CONSENT_REQUIRED", check.getFailure().getReason());
    assertEquals("identity_check", check.getFailure().getPurpose());
    assertEquals(MindFixture.MODEL, check.getModelId());
    assertEquals(events, mind.events().size());
  }

  @Test
  void theSameRequestIsAskedOnce() {
    String id = UUID.randomUUID().toString();
    answer("I am Echo.", "In Porto.", "To water the tomatoes.", TONE);
    IdentityCheck first = check("", id);
    assertEquals(first, check("", id));
    assertEquals(1, mind.events("identity_checked").size());
  }

  @Test
  void whatAnotherModelSaysInItsPlaceIsNoCheckOfIt() {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened("ollama:other", "sha256:two", false));
      sender.send(ScriptedGateway.text("I am Echo."));
      sender.send(ScriptedGateway.finish());
    });
    assertEquals("ANOTHER_MODEL", check("").getFailure().getReason());
    assertEquals(List.of(), mind.events("identity_checked"));
  }

  @Test
  void whatWasForgottenWhileItWasAskedDoesNotComeBackByTheAnswers() {
    long porto = mind.events("memory_kept").getFirst().getEventId();
    answer("I am Echo.");
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(ScriptedGateway.text("In Porto."));
      LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
          .redactEvents(
              RedactEventsRequest.newBuilder()
                  .addEventIds(porto)
                  .setRequestId(UUID.randomUUID().toString())
                  .build());
      sender.send(ScriptedGateway.finish());
    });
    answer("To water the tomatoes.", TONE);

    assertEquals("FORGOTTEN", check("").getFailure().getReason());
    assertEquals(List.of(), mind.events("identity_checked"));
  }

  @Test
  void aModelThatWasNotAddedIsRefused() {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> check("ollama:nobody"));
    assertEquals(Status.Code.NOT_FOUND, refused.getStatus().getCode());
  }

  private void refuse() {
    mind.gateway.next((request, sender) -> {
      throw new Problem(
          new ConsentRequired(),
          "nothing is allowed",
          Map.of("host", "api.example", "purpose", request.getPurpose()));
    });
  }

  private void answer(String... answers) {
    for (String each : answers) {
      mind.gateway.answer(each);
    }
  }

  private IdentityCheck check(String modelId) {
    return check(modelId, UUID.randomUUID().toString());
  }

  private IdentityCheck check(String modelId, String requestId) {
    Iterator<CheckIdentityResponse> parts =
        IdentityServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
            .checkIdentity(
                CheckIdentityRequest.newBuilder()
                    .setRequestId(requestId)
                    .setModelId(modelId)
                    .build());
    CheckIdentityResponse last = parts.next();
    while (parts.hasNext()) {
      last = parts.next();
    }
    return last.getCheck();
  }

  private String projection() {
    return mind.mind()
        .getMind(GetMindRequest.newBuilder().setWithProjectionHash(true).build())
        .getMind()
        .getProjectionHash();
  }

  private static List<Integer> scores(IdentityCheck check) {
    return check.getProbesList().stream().map(IdentityProbe::getScoreMilli).toList();
  }

  private static List<Long> longs(Iterable<JsonNode> ids) {
    List<Long> all = new ArrayList<>();
    ids.forEach(id -> all.add(id.asLong()));
    return all;
  }

  private record ConsentRequired() implements pmm.rpc.Reason {
    @Override
    public String name() {
      return "CONSENT_REQUIRED";
    }

    @Override
    public Status.Code code() {
      return Status.Code.FAILED_PRECONDITION;
    }

    @Override
    public String domain() {
      return "provider.pmm";
    }
  }
}

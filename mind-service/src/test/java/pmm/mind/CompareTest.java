package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.grpc.Status;
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
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.CompareRequest;
import pmm.mind.v1.CompareResponse;
import pmm.mind.v1.CompareServiceGrpc;
import pmm.mind.v1.ComparedEnd;
import pmm.mind.v1.ComparedModel;
import pmm.provider.v1.GenerateRequest;
import pmm.rpc.Role;

/** Two models are asked the same, and nothing of it is kept. */
@Timeout(60)
class CompareTest {
  private static final String VOICE = "builtin:voice";

  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void live() {
    mind = new MindFixture(folder).start().withModel();
    mind.memories().addMemory(AddMemoryRequest.newBuilder().setText("I live in Porto").build());
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void bothAnswersComeLabelledAndTheMindWritesNothing() throws InterruptedException {
    List<Event> before = mind.events();
    mind.gateway.answer("In Porto.\n", "COMMIT: sing\nREMEMBER: The person sings");
    String attempt = UUID.randomUUID().toString();
    List<CompareResponse> said =
        compare("Where do I live?", model(MindFixture.MODEL, attempt), model(VOICE));

    assertEquals("In Porto.\nCOMMIT: sing\nREMEMBER: The person sings", text(said, 0));
    assertTrue(text(said, 1).contains("Porto"), () -> text(said, 1));
    assertEquals("sha256:one", speaker(said, 0).getSpeaker().getModelDigest());
    assertEquals("builtin", speaker(said, 1).getSpeaker().getLocality());
    assertEquals(12, end(said, 0).getPromptTokens());
    assertEquals(3, end(said, 0).getAnswerTokens());
    assertFalse(end(said, 0).hasFailure());
    assertEquals(before, mind.events());

    GenerateRequest asked = mind.gateway.lastRequest();
    assertEquals("compare", asked.getPurpose());
    assertEquals(attempt, asked.getAttemptId());
    assertTrue(asked.getOffRecord());
    assertTrue(asked.getConversationId().isEmpty());
    assertEquals(0, asked.getToolsCount());
    assertEquals(List.of("message", "memory"), asked.getDataClassesList());
    assertEquals("Where do I live?", asked.getTurnsList().getLast().getText());
  }

  @Test
  void whatIsNotAllowedOutIsOnTheRecordAloneAndTheOtherIsAskedAllTheSame() {
    int before = mind.events().size();
    mind.gateway.refuse();
    List<CompareResponse> said = compare("Who are you?", model(MindFixture.MODEL), model(VOICE));

    assertEquals("CONSENT_REQUIRED", end(said, 0).getFailure().getReason());
    assertEquals("compare", end(said, 0).getFailure().getPurpose());
    assertEquals("Who are you?", end(said, 0).getFailure().getWouldSendList().getLast().getText());
    assertFalse(text(said, 1).isEmpty());
    List<Event> written = mind.events().subList(before, mind.events().size());
    assertEquals(List.of("network_attempt"), written.stream().map(Event::getKind).toList());
  }

  @Test
  void whoAsksAgainIsGivenTheVeryBytesThatWereShown() throws InterruptedException {
    mind.gateway.answer("In Porto.");
    Timestamp asked = Timestamp.newBuilder().setSeconds(1_763_900_000).build();
    CompareRequest request = request("Where do I live?", model(MindFixture.MODEL));
    service().compare(request.toBuilder().setAskTime(asked).build()).forEachRemaining(piece -> {});
    String given = mind.gateway.lastRequest().getTurns(0).getText();
    assertTrue(given.contains("The person's message is of 23 November 2025, 12:13 UTC"), given);
  }

  @Test
  void whoeverLeavesEndsTheCallToTheModel() throws InterruptedException {
    mind.gateway.beginAndHang("Well, ");
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      call.run(() -> {
        var stream = service().compare(request("Who are you?", model(MindFixture.MODEL)));
        while (stream.hasNext() && stream.next().getText().isEmpty()) {}
      });
    }
    mind.gateway.awaitCancelled();
  }

  @Test
  void aRequestSaysWhatIsWrongWithIt() {
    assertEquals("question: nothing (expected: words)", refusal(" ", model(VOICE)));
    assertEquals("models: 0 models (expected: one or two)", refusal("Who are you?"));
    assertEquals(
        "models.attempt_id: nothing (expected: a UUID)", refusal("Who are you?", model(VOICE, "")));
    assertEquals(
        "model_id: ollama:none was not added", refusal("Who are you?", model("ollama:none")));
  }

  private String refusal(String question, ComparedModel... models) {
    StatusRuntimeException thrown =
        assertThrows(StatusRuntimeException.class, () -> compare(question, models));
    assertFalse(thrown.getStatus().getCode() == Status.Code.INTERNAL, thrown::toString);
    return String.valueOf(thrown.getStatus().getDescription());
  }

  private List<CompareResponse> compare(String question, ComparedModel... models) {
    List<CompareResponse> said = new ArrayList<>();
    service().compare(request(question, models)).forEachRemaining(said::add);
    return said;
  }

  private CompareServiceGrpc.CompareServiceBlockingStub service() {
    return CompareServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI));
  }

  private static CompareRequest request(String question, ComparedModel... models) {
    return CompareRequest.newBuilder().setQuestion(question).addAllModels(List.of(models)).build();
  }

  private static ComparedModel model(String modelId) {
    return model(modelId, UUID.randomUUID().toString());
  }

  private static ComparedModel model(String modelId, String attemptId) {
    return ComparedModel.newBuilder().setModelId(modelId).setAttemptId(attemptId).build();
  }

  private static String text(List<CompareResponse> said, int index) {
    StringBuilder text = new StringBuilder();
    said.stream()
        .filter(each -> each.getIndex() == index)
        .forEach(each -> text.append(each.getText()));
    return text.toString();
  }

  private static CompareResponse speaker(List<CompareResponse> said, int index) {
    return said.stream()
        .filter(each -> each.getIndex() == index && each.hasSpeaker())
        .findFirst()
        .orElseThrow();
  }

  private static ComparedEnd end(List<CompareResponse> said, int index) {
    CompareResponse last =
        said.stream().filter(each -> each.getIndex() == index).toList().getLast();
    assertTrue(last.hasEnd(), last::toString);
    return last.getEnd();
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.MindFixture.Heard;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.Message;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.Phase;

/** The model under the selected name turns out to be another one than it was. */
@Timeout(60)
class DriftTest {
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
  void aLedgerThatIsAwayThenCostsNeitherTheAnswerNorTheDrift() {
    mind.gateway.next((request, sender) -> {
      mind.stopLedger();
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:two", true));
      sender.send(ScriptedGateway.text("Hi.\nCOMMIT: look it up"));
      sender.send(ScriptedGateway.finish());
    });
    int[] saving = {0};
    ConverseRequest.Say say = ConverseRequest.Say.newBuilder().setText("Hello").build();
    Heard heard =
        mind.converse(
            MindFixture.request("").setSay(say),
            response -> {
              if (response.getPhase().getStep() == Phase.Step.STEP_SAVING && saving[0]++ == 0) {
                mind.startLedger();
              }
            });
    assertTrue(saving[0] > 0);
    assertEquals(Outcome.OUTCOME_ANSWERED, heard.finished().getOutcome());
    assertEquals(1, heard.finished().getOpenedCommitmentIdsCount());
    List<Event> events = mind.events();
    List<Event> last = events.subList(events.size() - 3, events.size());
    assertEquals(
        List.of("model_selected", "assistant_message", "commitment_opened"),
        last.stream().map(Event::getKind).toList());
    assertEquals(heard.finished().getOutcomeEventId(), last.get(1).getEventId());
    var drift = MindFixture.meta(last.getFirst());
    assertEquals("sha256:one", drift.path("from").path("digest").asText());
    assertEquals("sha256:two", drift.path("to").path("digest").asText());
  }

  @Test
  void itIsRecordedOnce() {
    for (int i = 0; i < 2; i++) {
      var _ = sayToTheOther("");
    }
    assertEquals(2, mind.events("model_selected").size());
  }

  @Test
  void theFirstAnswerAfterItSaysSoAndNoOther() {
    Heard first = sayToTheOther("");
    String talk = first.started().getConversationId();
    long drift = mind.events("model_selected").getLast().getEventId();
    assertEquals(drift, first.finished().getDriftEventId());
    assertEquals(0, sayToTheOther(talk).finished().getDriftEventId());

    List<Long> shown =
        mind
            .talks()
            .getConversation(GetConversationRequest.newBuilder().setConversationId(talk).build())
            .getMessagesList()
            .stream()
            .map(Message::getDriftEventId)
            .toList();
    assertEquals(List.of(0L, drift, 0L, 0L), shown);
    Heard again =
        mind.converse(
            MindFixture.request(talk)
                .setRequestId(first.started().getAttemptId())
                .setSay(ConverseRequest.Say.newBuilder().setText("Hello")));
    assertEquals(first.finished(), again.finished());
  }

  private Heard sayToTheOther(String talk) {
    mind.gateway.next((request, sender) -> {
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:two", true));
      sender.send(ScriptedGateway.text("Hi."));
      sender.send(ScriptedGateway.finish());
    });
    return mind.say(talk, "Hello");
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.Mind;
import pmm.mindstate.Causes;
import pmm.rpc.Role;

/** What a model says of the mind is held against the ledger. */
@Timeout(60)
class ClaimTest {
  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void giveAName() {
    mind = new MindFixture(folder).start().withModel();
    answer("Gladly.", "Your name is Echo.");
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void whatTheLedgerBearsOutIsRecordedWithTheEventsItCites() {
    mind.gateway.answerCiting("So it is.\nCLAIM: {\"text\":\"I am Echo.\",\"events\":[%1$d]}");
    long message = mind.say("", "Who are you?").started().getUserEventId();
    Event claim = mind.events("claim_recorded").getFirst();
    assertEquals("I am Echo.", claim.getContent());
    assertEquals("[" + message + "]", MindFixture.meta(claim).path("cited_event_ids").toString());
    assertEquals(List.of(), mind.events("claim_refused"));
  }

  @Test
  void anEventThatIsNotThereRefusesIt() {
    answer("So.\nCLAIM: {\"text\":\"I keep my word.\",\"events\":[9999]}", "Do you?");
    assertEquals("missing_event", refused().path("reason").asText());
    assertEquals(9999, refused().path("refused_event_id").asLong());
    assertEquals(List.of(), mind.events("claim_recorded"));
  }

  @Test
  void anEventThatItWasNotGivenRefusesIt() {
    answer("So.\nCLAIM: {\"text\":\"I keep my word.\",\"events\":[1]}", "Do you?");
    assertEquals("not_given", refused().path("reason").asText());
    assertEquals(1, refused().path("refused_event_id").asLong());
    assertEquals(List.of(), mind.events("claim_recorded"));
  }

  @Test
  void anEventThatCameWhileItWroteRefusesIt() {
    mind.gateway.next((request, sender) -> {
      Event later = mind.appendAs(Role.OTHER, "note", "in between", "{}");
      while (through() < later.getEventId()) {
        Thread.onSpinWait();
      }
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(
          ScriptedGateway.text(
              "CLAIM: {\"text\":\"I saw it.\",\"events\":[" + later.getEventId() + "]}"));
      sender.send(ScriptedGateway.finish());
    });
    mind.say("", "What did you see?");
    assertEquals("later_event", refused().path("reason").asText());
  }

  @Test
  void anotherNameIsRefusedAndNeverTaken() {
    mind.gateway.answerCiting("I am Claude.\nCLAIM: {\"text\":\"I am Claude.\",\"events\":[%1$d]}");
    mind.say("", "Who are you?");
    assertEquals("another_name", refused().path("reason").asText());
    assertEquals("Echo", name());
    Event change = mind.events("trait_changed").getFirst();
    assertEquals("neuroticism", MindFixture.meta(change).path("trait").asText());
    assertEquals(
        List.of(mind.events("claim_refused").getFirst().getEventId()),
        Causes.read(change.getEventId(), MindFixture.meta(change)));
    answer("I am Claude.", "Who are you?");
    assertEquals("Echo", name());
    assertEquals(1, mind.events("name_adopted").size());
  }

  @Test
  void whatIsNoClaimIsMalformed() {
    answer("So.\nCLAIM: {\"trait\":\"curious\"}", "Are you curious?");
    Event malformed = mind.events("marker_malformed").getFirst();
    assertEquals("bad_claim", MindFixture.meta(malformed).path("reason").asText());
    assertFalse(mind.kinds().contains("claim_refused"));
  }

  private JsonNode refused() {
    return MindFixture.meta(mind.events("claim_refused").getFirst());
  }

  private String name() {
    return mind().getName();
  }

  private long through() {
    return mind().getThroughEventId();
  }

  private Mind mind() {
    return mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind();
  }

  private void answer(String text, String message) {
    mind.gateway.answer(text);
    mind.say("", message);
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mindstate.Causes;
import pmm.rpc.Role;

/** A trait_changed names what caused it. */
@Timeout(60)
class TraitCauseTest {
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
  void whatStandsInTheSameAppendIsNamedByItsDistance() {
    answer("Well.\nCOMMIT:\nCLOSE: 99\n", "Are you there?");
    Event change = mind.events("trait_changed").getFirst();
    assertEquals("[-2,-1]", MindFixture.meta(change).path("cause_offsets").toString());
    assertEquals(ids("marker_malformed"), causes(change));
  }

  @Test
  void whatStoodBeforeIsNamedById() {
    answer("Yes.", "Are you there?");
    // What others write comes in between, and no distance may count it.
    mind.appendAs(Role.OTHER, "note", "by the way", "{}");
    answer("Still.", "Still there?");
    Event change = mind.events("trait_changed").getFirst();
    assertEquals("calm", MindFixture.meta(change).path("reason").asText());
    assertEquals("[-1]", MindFixture.meta(change).path("cause_offsets").toString());
    assertEquals(ids("assistant_message"), causes(change));
  }

  private void answer(String text, String message) {
    mind.gateway.answer(text);
    mind.say("", message);
  }

  private List<Long> ids(String kind) {
    return mind.events(kind).stream().map(Event::getEventId).toList();
  }

  private static List<Long> causes(Event event) {
    return Causes.read(event.getEventId(), MindFixture.meta(event));
  }
}

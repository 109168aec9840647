package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ApplyTemplateRequest;
import pmm.mind.v1.ApplyTemplateResponse;
import pmm.mind.v1.ListTemplatesRequest;
import pmm.mind.v1.Template;
import pmm.mind.v1.TemplateServiceGrpc;
import pmm.mind.v1.TemplateServiceGrpc.TemplateServiceBlockingStub;
import pmm.rpc.Role;

/** A character for the mind to begin with. */
@Timeout(60)
class TemplateTest {
  @TempDir Path folder;

  @Test
  void theLastOneThatWasAppliedStandsInTheFrame() throws InterruptedException {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      ApplyTemplateResponse first = apply(mind, "scholar");
      String scholar = first.getTemplate().getCharacter();
      assertTrue(frame(mind).contains("\n" + scholar + "\n"));
      assertEquals(0, apply(mind, "scholar").getEventId());

      apply(mind, "coach");
      String coach = frame(mind);
      assertFalse(coach.contains(scholar), coach);
      assertTrue(coach.contains("You are a coach"), coach);
      assertEquals(List.of("coach"), applied(mind));

      mind.stopMind();
      mind.start();
      assertEquals(List.of("coach"), applied(mind));
      apply(mind, "blank");
      assertFalse(frame(mind).contains("You are a coach"));
      assertEquals(3, mind.events("template_applied").size());
      assertEquals(List.of(), mind.events("trait_changed"));
    }
  }

  @Test
  void anUnknownOneIsRefusedAndTheKnownAreNamed() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> apply(mind, "pirate"));
      assertTrue(
          refused
              .toString()
              .contains("template_id: pirate (expected: companion, scholar, coach, blank)"),
          refused::toString);
      assertEquals(List.of(), applied(mind));
    }
  }

  private static String frame(MindFixture mind) throws InterruptedException {
    mind.gateway.answer("Gladly.");
    mind.say("", "Hello there.");
    return mind.gateway.lastRequest().getTurns(0).getText();
  }

  private static ApplyTemplateResponse apply(MindFixture mind, String id) {
    return stub(mind)
        .applyTemplate(
            ApplyTemplateRequest.newBuilder()
                .setTemplateId(id)
                .setRequestId(UUID.randomUUID().toString())
                .build());
  }

  private static List<String> applied(MindFixture mind) {
    return stub(mind)
        .listTemplates(ListTemplatesRequest.getDefaultInstance())
        .getTemplatesList()
        .stream()
        .filter(Template::getApplied)
        .map(Template::getTemplateId)
        .toList();
  }

  private static TemplateServiceBlockingStub stub(MindFixture mind) {
    return TemplateServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI));
  }
}

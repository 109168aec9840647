package pmm.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.fact;
import static pmm.ledger.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventPart;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.RedactEventsResponse;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

@Timeout(60)
class RedactEventsTest {
  private static final String SECRET = "the orchid blooms at Quellenweg 17";

  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  private RedactEventsResponse redact(Role role, boolean withMeta, long... events) {
    RedactEventsRequest.Builder request =
        RedactEventsRequest.newBuilder().setWithMeta(withMeta).setRequestId("r" + events[0]);
    for (long event : events) {
      request.addEventIds(event);
    }
    return ledger.as(role).redactEvents(request.build());
  }

  private Event event(long id) {
    return ledger
        .as(Role.CLI)
        .getEvent(GetEventRequest.newBuilder().setEventId(id).build())
        .getEvent();
  }

  @Test
  void forgetsAndSaysWhatItDidAndCouldNot() throws IOException {
    Event said = ledger.say(SECRET);
    Event other = ledger.say("the tulip does not");

    RedactEventsResponse done = redact(Role.CLI, false, said.getEventId());

    assertEquals(
        List.of(
            EventPart.newBuilder()
                .setEventId(said.getEventId())
                .setPart(EventPart.Part.PART_CONTENT)
                .build()),
        done.getForgottenList());
    assertEquals(List.of(), done.getPendingList());
    assertTrue(done.getUnreachableCount() > 0);
    Event forgotten = event(said.getEventId());
    assertTrue(forgotten.getContentForgotten());
    assertFalse(forgotten.hasContent());
    assertFalse(forgotten.hasContentSalt());
    Event redaction = event(done.getRedactionEventId());
    assertEquals("redaction", redaction.getKind());
    assertTrue(redaction.getMetaJson().startsWith("{\"actor\":\"cli\",\"forgets\":[{"));
    var search = SearchEventsRequest.newBuilder();
    assertEquals(
        0, ledger.as(Role.CLI).searchEvents(search.setQuery("orchid").build()).getHitsCount());
    assertEquals(
        other.getEventId(),
        ledger
            .as(Role.CLI)
            .searchEvents(search.setQuery("tulip").build())
            .getHits(0)
            .getEvent()
            .getEventId());
    try (Stream<Path> files = Files.walk(ledger.home().root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file, ISO_8859_1).contains("Quellenweg"), file::toString);
      }
    }
    assertEquals(
        done.getRedactionEventId(),
        redact(Role.CLI, false, said.getEventId()).getRedactionEventId());
  }

  @Test
  void isForThePersonOnly() {
    long said = ledger.say(SECRET).getEventId();
    for (Role role : List.of(Role.MIND, Role.PROVIDER, Role.OTHER)) {
      assertRefused(RpcReason.ROLE_NOT_ALLOWED, () -> redact(role, false, said));
    }
    assertEquals(1, redact(Role.UI, false, said).getForgottenCount());
  }

  @Test
  void refusesWhatIsNotThereAndTheAudit() {
    long said = ledger.say(SECRET).getEventId();
    long mode =
        ledger
            .as(Role.PROVIDER)
            .appendEvents(
                LedgerExtension.request(
                    fact("network_mode_changed", "{\"actor\":\"x\",\"mode\":\"ask\"}")))
            .getEvents(0)
            .getEventId();
    assertRefused(LedgerReason.NOT_FOUND, () -> redact(Role.CLI, false, said, 99));
    assertRefused(LedgerReason.INVALID, () -> redact(Role.CLI, true, said, mode));
    assertEquals(SECRET, event(said).getContent());
  }
}

package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.Mind;
import pmm.mind.v1.PromptTurn;
import pmm.mind.v1.Source;

/** The frame of a prompt holds names that forgetting must reach. */
@Timeout(60)
class FrameTest {
  private static final String NAME = "Quillon";
  private static final String PERSON = "Zebadiah";

  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void giveNames() {
    mind = new MindFixture(folder).start().withModel();
    mind.gateway.answer("Gladly.");
    mind.say("", "Your name is " + NAME + ". My name is " + PERSON + ".");
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void theNamesComeFromTheEventsThatGaveThem() throws Exception {
    GetTraceResponse trace = trace(ask());
    List<Source> frame =
        trace.getSourcesList().stream().filter(each -> each.getSection().equals("frame")).toList();
    assertEquals(namings(), frame.stream().map(Source::getEventId).toList());
    assertEquals(trace.getSourcesList().subList(0, 2), frame);
    String system = trace.getPrompt(0).getText();
    assertTrue(system.startsWith("You are " + NAME + ", a persistent mind."), system);
    assertTrue(system.contains("who has told you: “My name is " + PERSON + "”."), system);
    assertEquals(Confirmation.CONFIRMATION_CONFIRMED, trace.getConfirmation());
    mind.gateway.lastRequest();
    var request = mind.gateway.lastRequest();
    assertEquals(system, request.getTurns(0).getText());
    assertEquals(namings(), request.getSourceEventIdsList().subList(0, 2));
  }

  @Test
  void thePersonsNameGoesOutAsAMemory() throws InterruptedException {
    mind.gateway.lastRequest();
    ask();
    assertEquals(List.of("message", "memory"), mind.gateway.lastRequest().getDataClassesList());
  }

  @Test
  void aNameThatLooksLikeAPlaceIsTakenAsItIs() {
    mind.gateway.answer("If you like.");
    mind.say("", "Your name is \"{2} $1\".");
    String system = trace(ask()).getPrompt(0).getText();
    assertTrue(system.startsWith("You are {2} $1, a persistent mind."), system);
  }

  @Test
  void noBlobHoldsAName() throws Exception {
    JsonNode receipt = receipt(ask());
    mind.stopMind();
    mind.stopLedger();
    int frames = 0;
    try (Connection db = open();
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("SELECT hash, bytes FROM blobs")) {
      while (row.next()) {
        String bytes = new String(row.getBytes(2), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(NAME) || bytes.contains(PERSON), bytes);
        frames += row.getString(1).equals(receipt.path("frame_blob").asText()) ? 1 : 0;
      }
    }
    assertEquals(1, frames);
    mind.startLedger();
  }

  @Test
  void theSaltsOfTheNamingsAreInTheKeyOfTheHash() throws Exception {
    Event outcome = ask();
    JsonNode receipt = receipt(outcome);
    assertEquals("pmm-prompt/1", receipt.path("rules").asText());
    List<Long> ids = new ArrayList<>();
    receipt.path("sources").forEach(row -> ids.add(row.path("event_id").asLong()));
    assertEquals(namings(), ids.subList(0, 2));
    List<PromptTurn> prompt =
        trace(outcome).getPromptList().stream()
            .filter(turn -> !turn.getRole().equals("tools"))
            .toList();
    assertEquals(receipt.path("prompt_hash").asText(), hash(prompt, ids));
    assertNotEquals(receipt.path("prompt_hash").asText(), hash(prompt, ids.subList(1, ids.size())));
  }

  @Test
  void aForgottenNameIsShownAsForgotten() throws Exception {
    Event outcome = ask();
    forget(namings().getFirst());
    GetTraceResponse trace = trace(outcome);
    String system = trace.getPrompt(0).getText();
    assertTrue(system.startsWith("You are [forgotten], a persistent mind."), system);
    assertEquals("[forgotten]", trace.getSources(0).getText());
    assertEquals(Confirmation.CONFIRMATION_NO_LONGER_POSSIBLE, trace.getConfirmation());
    assertTrue(system.contains("“My name is " + PERSON + "”"), system);
    Mind now = mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind();
    assertEquals("", now.getName());
    assertEquals(PERSON, now.getPersonName());
  }

  /** Says something without a name and returns the answer. */
  private Event ask() {
    mind.gateway.answer("Well.");
    mind.say("", "Are you there?");
    return mind.events("assistant_message").getLast();
  }

  private List<Long> namings() {
    return List.of(
        mind.events("name_adopted").getFirst().getEventId(),
        mind.events("memory_kept").getFirst().getEventId());
  }

  private GetTraceResponse trace(Event outcome) {
    return mind.talks()
        .getTrace(
            GetTraceRequest.newBuilder().setEventId(outcome.getEventId()).setPrompt(true).build());
  }

  private static JsonNode receipt(Event outcome) {
    return MindFixture.meta(outcome).path("receipt");
  }

  /** The prompt hash, computed anew from what docs/events.md says. */
  private String hash(List<PromptTurn> prompt, List<Long> sources) throws Exception {
    List<Event> events = mind.events();
    MessageDigest key = MessageDigest.getInstance("SHA-256");
    key.update(utf8("pmm/digest-key/1\n"));
    for (long id : sources) {
      key.update(events.get((int) id - 1).getContentSalt().toByteArray());
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.digest(), "HmacSHA256"));
    for (PromptTurn turn : prompt) {
      mac.update(utf8(turn.getRole() + "\n" + utf8(turn.getText()).length + "\n"));
      mac.update(utf8(turn.getText() + "\n"));
    }
    return HexFormat.of().formatHex(mac.doFinal());
  }

  /** Takes the words of an event and their salt out of the file, as forgetting does. */
  private void forget(long eventId) throws Exception {
    Event event = mind.events().get((int) eventId - 1);
    MessageDigest commitment = MessageDigest.getInstance("SHA-256");
    commitment.update(utf8("pmm/content/1\n"));
    commitment.update(event.getContentSalt().toByteArray());
    String left = HexFormat.of().formatHex(commitment.digest(utf8(event.getContent())));
    mind.stopMind();
    mind.stopLedger();
    try (Connection db = open();
        Statement statement = db.createStatement()) {
      statement.execute(
          "INSERT INTO redactions VALUES (%d, 'content', '%s', %d)"
              .formatted(eventId, left, eventId));
      statement.execute(
          "UPDATE events SET content = NULL, content_salt = NULL WHERE id = " + eventId);
      statement.execute("DELETE FROM projections");
    }
    mind.startLedger();
    mind.start();
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mind.db"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

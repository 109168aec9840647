package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.StateEvent;

/** No odd value stops a run, and nothing of what it belongs to is lost. */
@Timeout(120)
class OddArchiveTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private final ArrayNode talks = JSON.createArrayNode();

  private ObjectNode talk(String id) {
    ObjectNode talk = talks.addObject().put("uuid", id).put("name", "Talk " + id);
    talk.put("created_at", "2024-05-01T10:00:00Z").putArray("chat_messages");
    return talk;
  }

  private static ObjectNode says(ObjectNode talk, String id, String words) {
    ObjectNode message = talk.withArray("chat_messages").addObject().put("uuid", id);
    message.put("sender", "human").put("created_at", "2024-05-01T10:00:01Z");
    message.putArray("content").addObject().put("type", "text").put("text", words);
    return message;
  }

  private Path write() throws IOException {
    return Files.writeString(folder.resolve("odd.json"), talks.toString());
  }

  private void comesInOnce() throws IOException {
    says(talk("plain"), "m", "All is well");
    Path archive = write();
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(archive);

      assertEquals(List.of(), report.getUnreadableList());
      assertEquals(report.getFound().getMessages(), report.getAdded().getMessages());
      int events = mind.events().size();
      ImportReport again = mind.run(archive);
      assertEquals(0, again.getAddedEventCount());
      assertEquals(0, again.getAdded().getMessages());
      assertEquals(events, mind.events().size());
    }
  }

  @Test
  void timesFromTheBeginningOfTimeToItsEnd() throws IOException {
    ObjectNode talk = talk("times").put("created_at", "0001-01-01T00:00:00Z");
    List<String> times =
        List.of("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1683-01-01T00:00:00Z");
    for (String time : times) {
      says(talk, "m" + time, "At " + time).put("created_at", time);
    }
    says(talk, "long", "When?").put("created_at", "z".repeat(300_000));
    comesInOnce();
  }

  @Test
  void whatHasNoTimeIsNotSaidToday() throws IOException {
    ObjectNode talk = talk("untimed");
    says(talk, "m1", "At ten").put("created_at", "2024-05-01T10:30:00Z");
    says(talk, "m2", "After that").putNull("created_at");
    ObjectNode other = talk("began");
    says(other, "m3", "At the begin").putNull("created_at");
    Path archive = write();
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      mind.run(archive);
      List<String> times =
          mind.events("user_message").stream()
              .map(event ->
                  Instant.ofEpochMilli(event.saidMs())
                      + " "
                      + event.meta().path("source").path("time_guessed").asBoolean())
              .toList();
      assertEquals(
          List.of(
              "2024-05-01T10:30:00Z false",
              "2024-05-01T10:30:00Z true",
              "2024-05-01T10:00:00Z true"),
          times);
      assertEquals(0, mind.run(archive).getAddedEventCount());
    }
  }

  @Test
  void namesWithNoughtsAndWithoutEnd() throws IOException {
    ObjectNode talk = talk("nul\0talk");
    says(talk, "nul\0id", "One").put("sender", "human");
    ObjectNode tool = says(talk, "x".repeat(400_000), "Two").put("sender", "assistant");
    ((ArrayNode) tool.get("content"))
        .addObject()
        .put("type", "tool_use")
        .put("name", "t\0" + "o".repeat(300_000))
        .putObject("input");
    ObjectNode other = says(talk, "x".repeat(400_000) + "y", "Three");
    other.put("updated_at", "y".repeat(300_000));
    comesInOnce();
  }

  @Test
  void titlesThatAreBooks() throws IOException {
    says(talk("titles").put("name", "A long title. ".repeat(50_000)), "m", "Hello");
    Path archive = write();
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      mind.run(archive);
      StateEvent renamed = mind.events("conversation_renamed").getFirst();
      assertTrue(renamed.words().orElse("").length() <= 200);
      assertTrue(
          mind.events("imported_record").stream()
              .anyMatch(event -> event.words().orElse("").contains("A long title. A long title.")));
      assertEquals(0, mind.run(archive).getAddedEventCount());
    }
  }

  @Test
  void messagesOfThousandsOfPartsAndFiles() throws IOException {
    ObjectNode talk = talk("parts");
    for (int m = 0; m < 60; m++) {
      ArrayNode content = (ArrayNode) says(talk, "m" + m, "Begin").get("content");
      for (int i = 0; i < 1_500; i++) {
        content.addObject().put("type", "text").put("text", "p" + i);
      }
    }
    ArrayNode files = says(talk, "files", "See").putArray("files");
    for (int i = 0; i < 5_000; i++) {
      files.addObject().put("file_name", "picture " + i + ".png").put("file_uuid", "f-" + i);
    }
    comesInOnce();
  }

  @Test
  void whatTheLedgerRefusesIsToldAndTheRestComesIn() throws IOException {
    says(talk("one"), "m1", "Good");
    ObjectNode two = talk("two");
    says(two, "m2", "Bad");
    for (int i = 0; i < 8; i++) {
      says(two, "long" + i, i + "x".repeat(900_000));
    }
    says(talk("three"), "m3", "Fine");
    Path archive = write();
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      mind.fault.set(append ->
          append.getEventsList().stream().anyMatch(event -> event.getContent().equals("Bad"))
              ? Status.INVALID_ARGUMENT.withDescription("no")
              : Status.OK);
      ImportReport report = mind.run(archive);

      assertEquals(1, report.getNotReadCount());
      assertEquals("Talk two", report.getUnreadable(0).getTitle());
      assertEquals(2, report.getAdded().getConversations());
      assertEquals(2, report.getAdded().getMessages());
      assertEquals(
          List.of("Good", "Fine"),
          mind.events("user_message").stream().map(event -> event.words().orElse("")).toList());

      mind.fault.clear();
      assertEquals(1, mind.run(archive).getAdded().getConversations());
      assertEquals(11, mind.events("user_message").size());
      assertEquals(0, mind.run(archive).getAddedEventCount());
    }
  }

  @Test
  void aTalkThatTheLedgerRefusedIsBegunByWhatComesOfItLater() throws IOException {
    says(talk("one"), "m1", "Bad");
    says(talk("two"), "m2", "Good");
    says(talk("one"), "m3", "Fine");
    Path archive = write();
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      mind.fault.set(append ->
          append.getEventsList().stream().anyMatch(event -> event.getContent().equals("Bad"))
              ? Status.INVALID_ARGUMENT.withDescription("no")
              : Status.OK);
      mind.run(archive);

      assertEquals(2, mind.events("conversation_started").size());
      assertEquals(
          "Talk one",
          mind.mind()
              .conversations()
              .find(Key.conversationId("claude", "one"))
              .orElseThrow()
              .title());
    }
  }
}

package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportState;
import pmm.mindstate.Conversation;
import pmm.mindstate.StateEvent;
import pmm.rpc.Problem;

@Timeout(120)
class ImportsTest {
  @TempDir Path folder;

  @Test
  void anImportThatWasKilledIsNamedAndCanBeTakenOut() throws IOException {
    try (ImportFixture mind = start()) {
      Imports imports = new Imports(mind.ledger, mind.history);
      Path done = new ChatGptFile().many(2, 1).write(folder.resolve("done.json"));
      ImportReport before = mind.run(done);
      kill(mind, new ChatGptFile().many(60, 20).write(folder.resolve("killed.json")));

      String killed = imports.ids().getFirst();

      assertEquals(List.of(killed, before.getImportId()), imports.ids());
      assertEquals(before, imports.get(before.getImportId()));
      ImportReport report = imports.get(killed);
      assertEquals(ImportState.IMPORT_STATE_CUT_SHORT, report.getState());
      assertEquals("ChatGPT", report.getFormatTitle());
      assertEquals(before.getEventId() + 1, report.getFirstEventId());
      assertEquals(mind.events().size() - before.getEventId(), report.getAddedEventCount());
      mind.undo(killed);
      assertEquals(List.of(before.getImportId()), imports.ids());
      assertThrows(Problem.class, () -> imports.get(killed));
    }
  }

  @Test
  void whatWasTakenOutIsListedAsThat() throws IOException {
    try (ImportFixture mind = start()) {
      Imports imports = new Imports(mind.ledger, mind.history);
      Path archive = new ChatGptFile().many(2, 1).write(folder.resolve("a.json"));
      String id = mind.run(archive).getImportId();
      assertFalse(imports.get(id).getUndone());

      mind.undo(id);

      assertTrue(imports.get(id).getUndone());
      String again = mind.run(archive).getImportId();
      assertEquals(List.of(again, id), imports.ids());
      assertFalse(imports.get(again).getUndone());
    }
  }

  @Test
  void whatAReportTellsInWordsOfTheArchiveGoesWithIt() throws IOException {
    Path archive =
        Files.writeString(
            folder.resolve("a.json"),
            """
            [{"id": "c", "title": "Divorce lawyer", "current_node": "q", "mapping": {
              "q": {"id": "q", "message": {"id": "q", "author": {"role": "user"},
                "create_time": "on a Tuesday",
                "content": {"content_type": "text", "parts": ["Whom do I ask?"]}}}}}]
            """);
    try (ImportFixture mind = start()) {
      Imports imports = new Imports(mind.ledger, mind.history);
      ImportReport report = mind.run(archive);
      assertEquals("Divorce lawyer", report.getRemarks(0).getPlace());

      mind.undo(report.getImportId());

      assertFalse(mind.events().stream().anyMatch(event -> event.toString().contains("Divorce")));
      assertEquals(
          report.toBuilder().clearRemarks().setUndone(true).build(),
          imports.get(report.getImportId()),
          "its figures stay");
      assertEquals(List.of(), imports.events(report.getImportId(), 0, 3_000).events());
    }
  }

  @Test
  void whoTalksOnInWhatWasImportedKeepsTheirOwnWords() throws IOException {
    try (ImportFixture mind = start()) {
      Imports imports = new Imports(mind.ledger, mind.history);
      Path archive = new ChatGptFile().many(2, 1).write(folder.resolve("a.json"));
      String id = mind.run(archive).getImportId();
      Conversation talk = mind.talk("many-1");
      StateEvent own = mind.append("user_message", "And now?", talk.id(), talk.leaf());

      mind.undo(id);

      long last = mind.events().getLast().id();
      Conversation after = mind.history.at(last).conversations().find(talk.id()).orElseThrow();
      assertEquals(own.id(), after.leaf());
      long place = Objects.requireNonNull(after.node(own.id())).parent();
      assertEquals(talk.leaf(), place, "it stands where it stood");
      assertFalse(
          Objects.requireNonNull(after.node(place)).worded(), "below a place without words");
      assertTrue(imports.get(id).getUndone());
      assertEquals(List.of(), imports.events(id, 0, 3_000).events());
    }
  }

  @Test
  void whatIsTakenOutOfASharedTalkComesBackToItsPlace() throws IOException {
    ChatGptFile first = new ChatGptFile();
    first
        .talk("c", "Bread")
        .says("q1", "root", "user", "How long?")
        .says("a1", "q1", "assistant", "A day.")
        .says("q2", "a1", "user", "Really?")
        .thinks("t2", "q2", "I wonder.")
        .shows("q2");
    Path older = first.write(folder.resolve("older.json"));
    ChatGptFile second = new ChatGptFile();
    second
        .talk("c", "Bread and more")
        .says("q1", "root", "user", "How long?")
        .says("a1", "q1", "assistant", "A day.")
        .says("q2", "a1", "user", "Really?")
        .thinks("t2", "q2", "I wonder.")
        .says("a2", "t2", "assistant", "Yes.")
        .shows("a2");
    Path newer = second.write(folder.resolve("newer.json"));
    try (ImportFixture mind = start()) {
      String id = mind.run(older).getImportId();
      mind.run(newer);
      Conversation before = mind.talk("c");
      StateEvent own = mind.append("user_message", "And now?", before.id(), before.leaf());
      List<String> said = mind.shown("c");

      mind.undo(id);

      assertEquals(List.of("", "", "", "Yes.", "And now?"), mind.shown("c"));
      assertEquals(1, mind.talk("c").children(0).size(), "nothing hangs loose");
      assertEquals("Bread and more", mind.talk("c").title());
      assertEquals(0, mind.run(newer).getAdded().getConversations());
      assertEquals(said, mind.shown("c"), "what was shared comes back with either");
      assertEquals(1, mind.talk("c").children(0).size());
      assertEquals(own.id(), mind.talk("c").leaf());
      assertEquals(0, mind.run(newer).getAddedEventCount());
      Conversation folded =
          mind.history
              .at(mind.events().getLast().id())
              .conversations()
              .find(before.id())
              .orElseThrow();
      assertEquals(mind.talk("c"), folded);
      ObjectNode talk = Exports.talks(mind.events()).getFirst();
      assertEquals(7, talk.path("nodes").size(), "a root, five of ChatGPT and one's own: " + talk);
      assertEquals(
          node(talk, "Really?").path("node_id"), node(talk, "Yes.").path("parent_node_id"));
      assertEquals(
          node(talk, "A day.").path("node_id"), node(talk, "Really?").path("parent_node_id"));
    }
  }

  private static JsonNode node(JsonNode talk, String words) {
    for (JsonNode node : talk.path("nodes")) {
      if (node.at("/parts/0/text").asText().equals(words)) {
        return node;
      }
    }
    throw new AssertionError(words + " is nowhere in " + talk);
  }

  private ImportFixture start() throws IOException {
    return new ImportFixture(Files.createTempDirectory(folder, "home"));
  }

  private static void kill(ImportFixture mind, Path archive) {
    assertThrows(
        IllegalStateException.class,
        () ->
            mind.importer.run(
                ImportFixture.wish(archive, Choice.ALL),
                () -> false,
                step -> {
                  if (step.addedEvents() > 0) {
                    throw new IllegalStateException("killed");
                  }
                }));
  }
}

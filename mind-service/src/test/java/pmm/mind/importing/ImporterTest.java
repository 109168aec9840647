package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.rpc.Problem;

@Timeout(120)
class ImporterTest {
  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  private ImportFixture start() throws IOException {
    return new ImportFixture(Files.createTempDirectory(folder, "home"));
  }

  private static ChatGptFile harbour() {
    ChatGptFile file = new ChatGptFile();
    file.talk("harbour", "The harbour")
        .hides("sys", "root", "system", "You are ChatGPT.")
        .remembers("ctx", "sys", "I sail on Sundays.", "Owns a blue boat.")
        .says("q", "sys", "user", "Which lighthouse stood in Alexandria?")
        .thinks("t", "q", "The person means the Pharos; they surely dislike fog.")
        .says("a1", "t", "assistant", "The Pharos.")
        .says("a2", "q", "assistant", "The Pharos of Alexandria.")
        .says("q2", "a1", "user", "Thank you.")
        .shows("a2");
    return file;
  }

  @Test
  void filesThatNobodyUsedAreCountedAndNamed() throws IOException {
    Path zip = file("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("conversations.json"));
      out.write(Files.readAllBytes(harbour().write(file("a.json"))));
      for (String other : List.of("user.json", "new-memories.json", "file-0001.dat")) {
        out.putNextEntry(new ZipEntry(other));
        out.write(new byte[] {'{', '}'});
      }
    }
    try (ImportFixture mind = start()) {
      ImportReport dry = mind.dryRun(zip, new ArrayList<>());
      assertEquals(3, dry.getFound().getUnusedFiles());
      assertEquals(6, dry.getFound().getUnusedBytes());
      assertEquals(
          List.of("file-0001.dat", "new-memories.json", "user.json"), dry.getUnusedFileNamesList());
      assertEquals(dry.getFound(), mind.run(zip).getFound());
    }
  }

  @Test
  void everyBranchIsKeptAndTheOneShownLastIsShown() throws IOException {
    try (ImportFixture mind = start()) {
      ImportReport report = mind.run(harbour().write(file("a.json")));

      assertEquals(
          List.of("Which lighthouse stood in Alexandria?", "The Pharos of Alexandria."),
          mind.shown("harbour"));
      Conversation talk = mind.talk("harbour");
      assertEquals("The harbour", talk.title());
      assertTrue(talk.imported());
      assertEquals(1_672_567_200_250L, talk.createMs());
      assertEquals(1, talk.roots().size());
      long question = talk.roots().getFirst();
      List<String> answers =
          talk.children(question).stream()
              .map(id -> mind.ledger.event(id).orElseThrow().getContent())
              .sorted()
              .toList();
      assertEquals(List.of("The Pharos of Alexandria.", "The Pharos."), answers);
      assertEquals(4, talk.nodes().size());
      assertEquals(1, report.getAdded().getConversations());
      assertEquals(report.getFound(), report.getAdded());
      assertEquals(2, report.getFound().getMessagesByRoleOrThrow("person"));
      assertEquals(mind.events().size(), report.getEventId());
    }
  }

  @Test
  void whatWasHiddenOrThoughtIsNobodysWords() throws IOException {
    try (ImportFixture mind = start()) {
      mind.run(harbour().write(file("a.json")));

      assertEquals(
          List.of("Which lighthouse stood in Alexandria?", "Thank you."),
          words(mind.events("user_message")).stream().sorted().toList().reversed());
      String said = words(mind.events("assistant_message")).toString();
      assertFalse(said.contains("fog"), said);
      List<StateEvent> records = mind.events("imported_record");
      assertTrue(
          records.stream()
              .anyMatch(each ->
                  each.text("record").equals("reasoning")
                      && each.words().orElse("").contains("fog")));
      assertTrue(words(records).toString().contains("You are ChatGPT."));
      assertEquals(
          List.of("I sail on Sundays.", "Owns a blue boat."),
          mind.events("memory_proposed").stream()
              .map(each -> each.words().orElse(""))
              .sorted()
              .toList());
      assertTrue(mind.mind().memories().kept().isEmpty());
    }
  }

  @Test
  void importedTalkMovesNothing() throws IOException {
    try (ImportFixture mind = start()) {
      MindState before = mind.mind();
      ChatGptFile file = harbour();
      file.talk("promise", "")
          .says("p1", "root", "user", "Your name is Eve. Remember that I live in Porto.")
          .says("p2", "p1", "assistant", "COMMIT: call the harbour\nI will remind you tomorrow.")
          .shows("p2");
      mind.run(file.write(file("a.json")));

      MindState after = mind.mind();
      assertTrue(after.through() > before.through());
      assertEquals(before.traits(), after.traits());
      assertEquals(before.growth(), after.growth());
      assertEquals(before.commitments(), after.commitments());
      assertEquals("", after.identity().name());
      assertEquals("", after.identity().personName());
      assertEquals(before.reflections(), after.reflections());
      assertEquals(0, after.conversations().exchanged());
      assertTrue(after.memories().kept().isEmpty());
    }
  }

  @Test
  void theSameArchiveAddsNothingWhateverItsOrder() throws IOException {
    try (ImportFixture mind = start()) {
      ChatGptFile file = harbour().many(5, 4);
      mind.run(file.write(file("a.json")));
      int events = mind.events().size();

      ImportReport again = mind.run(file("a.json"));
      ImportReport shuffled = mind.run(file.writeShuffled(file("b.json")));

      assertEquals(events, mind.events().size());
      assertEquals(0, again.getAddedEventCount());
      assertEquals("", again.getImportId());
      assertEquals(0, shuffled.getAddedEventCount());
      assertEquals(0, shuffled.getAdded().getMessages());
    }
  }

  @Test
  void aLaterArchiveAddsWhatIsNewAndAnEditAsASibling() throws IOException {
    try (ImportFixture mind = start()) {
      mind.run(harbour().write(file("a.json")));
      ChatGptFile later = new ChatGptFile();
      later
          .talk("harbour", "The old harbour")
          .hides("sys", "root", "system", "You are ChatGPT.")
          .remembers("ctx", "sys", "I sail on Sundays.", "Owns a blue boat.")
          .says("q", "sys", "user", "Which lighthouse stood in Alexandria?")
          .thinks("t", "q", "The person means the Pharos; they surely dislike fog.")
          .says("a1", "t", "assistant", "The Pharos.")
          .says("a2", "q", "assistant", "The Pharos of Alexandria.")
          .says("q2", "a1", "user", "Thank you, friend.")
          .says("a3", "q2", "assistant", "You are welcome.")
          .shows("a3");
      int before = mind.events("user_message").size();

      ImportReport report = mind.run(later.write(file("b.json")));

      assertEquals(before + 1, mind.events("user_message").size());
      assertEquals(2, report.getAdded().getMessages());
      assertEquals(
          List.of(
              "Which lighthouse stood in Alexandria?",
              "The Pharos.",
              "Thank you, friend.",
              "You are welcome."),
          mind.shown("harbour"));
      assertEquals("The old harbour", mind.talk("harbour").title());
      assertEquals(1, mind.talk("harbour").roots().size());
    }
  }

  @Test
  void whoHasTalkedOnStaysWhereTheyAreAndKeepsTheirTitle() throws IOException {
    try (ImportFixture mind = start()) {
      mind.run(harbour().write(file("a.json")));
      Conversation talk = mind.talk("harbour");
      mind.append("user_message", "And who built it?", talk.id(), talk.leaf());
      mind.append("conversation_renamed", "Lights", talk.id(), 0);
      ChatGptFile later = harbour();
      later.talk("other", "").says("o", "root", "user", "Hello").shows("o");
      ChatGptFile.Talk same = later.talk("harbour", "New title");
      same.says("q", "root", "user", "Which lighthouse stood in Alexandria?")
          .says("q9", "q", "user", "Something else.")
          .shows("q9");

      mind.run(later.write(file("b.json")));

      assertEquals("And who built it?", mind.shown("harbour").getLast());
      assertEquals("Lights", mind.talk("harbour").title());
    }
  }

  @Test
  void aRunThatWasKilledIsCompletedByTheNextOne() throws IOException {
    Path archive = harbour().many(45, 20).write(file("a.json"));
    List<String> whole;
    ImportReport unbroken;
    try (ImportFixture mind = start()) {
      unbroken = mind.run(archive);
      whole = summary(mind);
    }
    for (int at : List.of(1, 14, 30, 45)) {
      try (ImportFixture mind = start()) {
        assertThrows(
            IllegalStateException.class,
            () ->
                mind.importer.run(
                    ImportFixture.wish(archive, Choice.ALL),
                    () -> false,
                    step -> {
                      if (step.conversations() == at) {
                        throw new IllegalStateException("killed");
                      }
                    }));
        assertTrue(mind.events("imported").isEmpty());
        int before = mind.events().size();

        ImportReport report = mind.run(archive);

        assertEquals(whole, summary(mind), "cut at " + at);
        assertEquals(before > 0, report.getResumed());
        assertEquals(unbroken.getAdded(), report.getAdded(), "both parts are counted");
        List<StateEvent> brought =
            mind.events().stream().filter(each -> each.meta().has("source")).toList();
        assertEquals(brought.size(), report.getAddedEventCount());
        assertEquals(brought.getFirst().id(), report.getFirstEventId());
        assertEquals(
            1, mind.events().stream().map(e -> e.text("import_id")).distinct().count() - 1);
      }
    }
  }

  @Test
  void whatWasImportedBeforeItWasStoppedStaysAndIsReported() throws IOException {
    try (ImportFixture mind = start()) {
      Path archive = new ChatGptFile().many(30, 20).write(file("a.json"));
      long[] talks = {0};

      ImportReport stopped =
          mind.importer.run(
              ImportFixture.wish(archive, Choice.ALL),
              () -> talks[0] >= 10,
              step -> talks[0] = step.conversations());

      assertTrue(stopped.getCancelled());
      assertTrue(stopped.getAddedEventCount() > 0);
      int begun = mind.events("conversation_started").size();
      assertTrue(begun >= 10 && begun < 30, "begun: " + begun);
      ImportReport rest = mind.run(archive);
      assertEquals(30, mind.events("conversation_started").size());
      assertEquals(30 - begun, rest.getAdded().getConversations());
    }
  }

  @Test
  void onlyTheChosenConversationsComeIn() throws IOException {
    try (ImportFixture mind = start()) {
      Path archive = harbour().many(3, 1).write(file("a.json"));

      ImportReport report =
          mind.importer.run(
              ImportFixture.wish(archive, new Choice(Set.of("many-1", "gone"), Set.of(), true)),
              () -> false,
              step -> {});

      assertEquals(List.of("Talk 1"), words(mind.events("conversation_renamed")));
      assertTrue(mind.events("memory_proposed").isEmpty());
      assertEquals(1, report.getNotReadCount());
      assertEquals("gone", report.getUnreadable(0).getTitle());
    }
  }

  @Test
  void aDryRunCountsAndChangesNothing() throws IOException {
    try (ImportFixture mind = start()) {
      Path archive = harbour().write(file("a.json"));
      List<Importer.FoundTalk> found = new ArrayList<>();

      ImportReport dry = mind.dryRun(archive, found);

      assertTrue(mind.events().isEmpty());
      ImportReport real = mind.run(archive);
      assertEquals(real.getFound(), dry.getFound());
      assertEquals(real.getAdded(), dry.getAdded());
      assertEquals(1, found.size());
      ImportReport after = mind.dryRun(archive, found);
      assertEquals(0, after.getAdded().getMessages());
      assertEquals(0, found.getLast().counted().newMessages());
    }
  }

  @Test
  void whatNobodyWroteIsRefusedInPlainWords() throws IOException {
    try (ImportFixture mind = start()) {
      Path text = Files.writeString(file("notes.txt"), "Dear diary");
      Problem refused = assertThrows(Problem.class, () -> mind.run(text));
      assertEquals("ARCHIVE_UNREADABLE", refused.reason().name());
      assertTrue(mind.events().isEmpty());
    }
  }

  private static List<String> words(List<StateEvent> events) {
    return events.stream().flatMap(each -> each.words().stream()).toList();
  }

  /** What was stored but for details, whose seams are those of the appends. */
  private static List<String> summary(ImportFixture mind) {
    return mind.events().stream()
        .filter(each -> each.meta().has("source") && !each.text("record").equals("details"))
        .map(each ->
            each.kind()
                + " "
                + each.meta().path("source").path("original_id").asText()
                + " "
                + each.words().orElse(""))
        .sorted()
        .toList();
  }
}

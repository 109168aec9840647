package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.Conversation;
import pmm.mindstate.StateEvent;

@Timeout(120)
class ClaudeImportTest {
  private static final String CONVERSATIONS =
      """
      [{"uuid": "c1", "name": "Garden", "summary": "", "account": {"uuid": "x"},
        "created_at": "2024-05-01T10:00:00.000001Z", "updated_at": "2024-05-01T10:05:00Z",
        "chat_messages": [
          {"uuid": "m1", "sender": "human", "text": "", "created_at": "2024-05-01T10:00:01Z",
           "parent_message_uuid": "00000000-0000-4000-8000-000000000000",
           "content": [{"type": "text", "text": "Plan a garden"}], "files": [],
           "attachments": [{"file_name": "plan.txt", "file_size": 11, "file_type": "txt",
                            "extracted_content": "roses first"}]},
          {"uuid": "m2", "sender": "assistant", "text": "", "created_at": "2024-05-01T10:00:02Z",
           "parent_message_uuid": "m1", "attachments": [], "files": [],
           "content": [{"type": "thinking", "thinking": "They must love thorns"},
                       {"type": "text", "text": "Roses it is."},
                       {"type": "tool_use", "name": "artifacts", "input": {"command": "create"}},
                       {"type": "tool_result", "content": [{"type": "text", "text": "made"}],
                        "is_error": false},
                       {"type": "text", "text": "Here is the plan."}]},
          {"uuid": "m3", "sender": "human", "text": "", "created_at": "2024-05-01T10:00:03Z",
           "parent_message_uuid": "m2", "attachments": [], "files": [],
           "content": [{"type": "text", "text": "Lovely"}]}]},
       {"uuid": "c2", "name": "Nothing said", "chat_messages": [],
        "created_at": "2024-05-02T10:00:00Z", "updated_at": "2024-05-02T10:00:00Z"}]
      """;
  private static final String MEMORIES =
      """
      [{"account_uuid": "x", "conversations_memory": "Grows roses.", "project_memories": {}}]
      """;

  @TempDir Path folder;

  @Test
  void blocksBecomeEventsOfTheirNatureAndMemoriesWait() throws IOException {
    Path archive = folder.resolve("claude.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      put(zip, "conversations.json", CONVERSATIONS);
      put(zip, "memories.json", MEMORIES);
    }
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(archive);

      Conversation talk =
          mind.mind().conversations().find(Key.conversationId("claude", "c1")).orElseThrow();
      assertEquals("Garden", talk.title());
      assertEquals(1_714_557_600_000L, talk.createMs());
      assertEquals(4, talk.nodes().size());
      assertEquals(List.of("Plan a garden\n\nroses first", "Lovely"), words(mind, "user_message"));
      assertEquals(List.of("Roses it is.", "Here is the plan."), words(mind, "assistant_message"));
      assertEquals("artifacts", mind.events("tool_called").getFirst().text("name"));
      assertEquals(List.of("made"), words(mind, "tool_returned"));
      assertFalse(words(mind, "assistant_message").toString().contains("thorns"));
      assertTrue(words(mind, "imported_record").contains("They must love thorns"));
      assertTrue(words(mind, "imported_record").contains("Nothing said"));
      assertEquals(List.of("Grows roses."), words(mind, "memory_proposed"));
      assertEquals(1, mind.mind().memories().proposed().size());
      assertEquals(1, report.getAdded().getConversations());
      assertEquals(1, report.getAdded().getEmptyConversations());
      assertEquals(1, report.getAdded().getMemories());

      int events = mind.events().size();
      assertEquals(0, mind.run(archive).getAddedEventCount());
      assertEquals(events, mind.events().size());
    }
  }

  @Test
  void filesOfSeveralProgramsKeepTheirOwn() throws IOException {
    Path chats = new ChatGptFile().many(3, 4).write(folder.resolve("chatgpt.json"));
    Path claude = Files.writeString(folder.resolve("claude.json"), CONVERSATIONS);
    Path both = folder.resolve("both.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(both))) {
      put(zip, "a/conversations.json", Files.readString(chats));
      put(zip, "b/conversations.json", CONVERSATIONS);
      put(zip, "b/memories.json", MEMORIES);
    }
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(both);
      assertEquals(4, report.getAdded().getConversations());
      assertEquals("ChatGPT, Claude", report.getFormatTitle());
      assertEquals(List.of("chatgpt", "claude"), report.getFormatsList());
      assertEquals(report, new Imports(mind.ledger, mind.history).get(report.getImportId()));

      assertTrue(mind.mind().conversations().find(Key.conversationId("claude", "c1")).isPresent());
      assertEquals("Talk 0", mind.talk("many-0").title());
      assertEquals(
          List.of("claude"),
          mind.events("memory_proposed").stream()
              .map(event -> event.meta().path("source").path("format").asText())
              .toList());
      assertEquals(0, mind.run(both).getAddedEventCount());
      assertEquals(0, mind.run(chats).getAddedEventCount());
      assertEquals(0, mind.run(claude).getAddedEventCount());
    }
  }

  private static List<String> words(ImportFixture mind, String kind) {
    return mind.events(kind).stream()
        .map(StateEvent::words)
        .flatMap(words -> words.stream())
        .toList();
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}

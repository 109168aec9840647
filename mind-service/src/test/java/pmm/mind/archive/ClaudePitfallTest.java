package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;

/** What is easily lost of Claude's archives. */
class ClaudePitfallTest {
  @TempDir Path folder;
  private Given given;

  @BeforeEach
  void give() {
    given = new Given(folder);
  }

  private ArchivedConversation read(String... messages) throws IOException {
    return Given.conversation(
        given.file(
            "conversations.json",
            "[{'uuid': 'c', 'name': '', 'created_at': '2024-05-01T10:00:00.123456Z', 'chat_messages': ["
                + String.join(",", messages)
                + "]}]"));
  }

  private static String message(
      String id, String sender, String text, String content, String more) {
    return "{'uuid': '%s', 'sender': '%s', 'text': '%s', %s 'content': [%s]}"
        .formatted(id, sender, text, more, content);
  }

  @Test
  void contentElseTextNeverBoth() throws IOException {
    ArchivedConversation read =
        read(
            message("new", "assistant", "", "{'type': 'text', 'text': 'blocks'}", ""),
            message("old", "human", "plain", "", ""),
            message("both", "assistant", "same", "{'type': 'text', 'text': 'same'}", ""));
    assertEquals(List.of("blocks"), Given.texts(Given.node(read, "new")));
    assertEquals(List.of("plain"), Given.texts(Given.node(read, "old")));
    assertEquals(List.of("same"), Given.texts(Given.node(read, "both")));
  }

  @Test
  void aTextThatTheBlocksDoNotHoldStaysInTheRawJson() throws IOException {
    ArchivedConversation read =
        read(message("a", "assistant", "other words", "{'type': 'text', 'text': 'blocks'}", ""));
    assertEquals("{\"text\":\"other words\"}", Given.node(read, "a").raw());
  }

  @Test
  void whatWasSaidBesideAToolIsNotLost() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "a",
                "assistant",
                "I will look that up.\\n```\\nThis block is not supported on your current device yet.\\n```\\n",
                "{'type': 'thinking', 'thinking': 'hm'}, {'type': 'tool_use', 'name': 't', 'input': {}}",
                ""),
            message(
                "b",
                "assistant",
                "First this, then that. And more.",
                "{'type': 'text', 'text': 'First this, '}, {'type': 'text', 'text': 'then that.'}",
                ""));
    assertEquals(
        List.of(
            new Part.Reasoning("hm"),
            Part.Text.of("I will look that up."),
            new Part.ToolCall("t", "{}")),
        Given.node(read, "a").parts());
    assertEquals("{}", Given.node(read, "a").raw());
    assertEquals("{\"text\":\"First this, then that. And more.\"}", Given.node(read, "b").raw());
  }

  @Test
  void aToolResultThatIsAnObjectIsKept() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "a",
                "human",
                "",
                "{'type': 'tool_result', 'name': 't', 'content': {'type': 'text', 'text': 'out'}},"
                    + "{'type': 'tool_result', 'name': 't', 'content': {'rows': 3}}",
                ""));
    assertEquals(
        List.of(
            new Part.ToolResult("t", "out", false),
            new Part.Unknown("tool_result.item", "{\"rows\":3}")),
        Given.node(read, "a").parts());
  }

  @Test
  void aLongPasteStandsOnlyInTheAttachment() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "a",
                "human",
                "",
                "",
                "'attachments': [{'file_name': 'paste.txt', 'file_size': 12, 'file_type': 'txt', 'extracted_content': 'a long paste'}], 'files': [{'file_uuid': 'f', 'file_name': 'x.png'}],"));
    assertEquals(
        List.of(
            new Part.Attachment(
                "",
                "paste.txt",
                "txt",
                12,
                Optional.empty(),
                Optional.of("a long paste"),
                Optional.empty()),
            new Part.Attachment(
                "f", "x.png", "", -1, Optional.empty(), Optional.empty(), Optional.empty())),
        Given.node(read, "a").parts());
  }

  @Test
  void thinkingIsNoAnswerAndToolsKeepTheirInput() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "a",
                "assistant",
                "",
                "{'type': 'thinking', 'thinking': 'hm', 'cut_off': false}, {'type': 'tool_use', 'name': 'artifacts', 'input': {'command': 'create', 'b': 1, 'a': 2}},"
                    + "{'type': 'tool_result', 'name': 'artifacts', 'is_error': true, 'content': [{'type': 'text', 'text': 'one'}, {'type': 'image', 'x': 1}, {'type': 'text', 'text': 'two'}]},"
                    + "{'type': 'token_budget', 'left': 3}, {'type': 'text', 'text': 'done', 'citations': [{'title': 'S', 'url': 'https://s.example', 'start_index': 0, 'end_index': 4}]}",
                ""));
    List<Part> parts = Given.node(read, "a").parts();
    assertEquals(new Part.Reasoning("hm"), parts.get(0));
    assertEquals(
        new Part.ToolCall("artifacts", "{\"a\":2,\"b\":1,\"command\":\"create\"}"), parts.get(1));
    assertEquals(new Part.ToolResult("artifacts", "one", true), parts.get(2));
    assertEquals(
        new Part.Unknown("tool_result.image", "{\"type\":\"image\",\"x\":1}"), parts.get(3));
    assertEquals(new Part.ToolResult("artifacts", "two", true), parts.get(4));
    assertEquals(
        new Part.Unknown("token_budget", "{\"left\":3,\"type\":\"token_budget\"}"), parts.get(5));
    Part.Citation citation = ((Part.Text) parts.get(6)).citations().getFirst();
    assertEquals(
        "0 4 S https://s.example",
        "%d %d %s %s"
            .formatted(citation.start(), citation.end(), citation.title(), citation.url()));
    assertEquals("{\"content\":[{\"cut_off\":false}]}", Given.node(read, "a").raw());
    assertEquals(Optional.empty(), Given.node(read, "a").model());
  }

  @Test
  void aHumanMessageOfToolResultsAloneIsATool() throws IOException {
    ArchivedConversation read =
        read(
            message("a", "human", "", "{'type': 'tool_result', 'content': 'out'}", ""),
            message("b", "human", "hi", "", ""));
    assertEquals(Role.TOOL, Given.node(read, "a").role());
    assertEquals(Role.PERSON, Given.node(read, "b").role());
  }

  @Test
  void branchesByParentAndChainsWithout() throws IOException {
    String root = "'parent_message_uuid': '00000000-0000-4000-8000-000000000000',";
    ArchivedConversation branched =
        read(
            message("q", "human", "?", "", root),
            message("a1", "assistant", "1", "", "'parent_message_uuid': 'q',"),
            message("a2", "assistant", "2", "", "'parent_message_uuid': 'q',"));
    assertEquals(Optional.empty(), Given.node(branched, "q").parent());
    assertEquals(Optional.of("q"), Given.node(branched, "a2").parent());
    assertEquals(Optional.of("a2"), branched.currentLeaf());
    ArchivedConversation chain =
        read(
            message("q", "human", "?", "", ""),
            message("a", "assistant", "1", "", ""),
            message("r", "human", "!", "", ""));
    assertEquals(
        List.of("q", "a", "r"), chain.nodes().stream().map(ArchivedNode::originalId).toList());
    assertEquals(Optional.of("a"), Given.node(chain, "r").parent());
    assertTrue(chain.oddities().isEmpty());
  }

  @Test
  void timesToTheMicrosecondAndMissingOnes() throws IOException {
    ArchivedConversation read =
        read(
            message("a", "human", "x", "", "'created_at': null,"),
            message("b", "assistant", "y", "", "'created_at': '2024-05-01T10:00:01.5+02:00',"));
    assertEquals(1_714_557_600_123_456L, read.created().micros().orElseThrow());
    assertEquals(ArchivedTime.UNKNOWN, Given.node(read, "a").created());
    assertEquals(
        ArchivedTime.of(1_714_550_401_500_000L, "2024-05-01T10:00:01.5+02:00"),
        Given.node(read, "b").created());
  }

  @Test
  void emptyConversationsAndNamesAreKept() throws IOException {
    ArchivedConversation read = read();
    assertEquals("c||0", read.originalId() + "|" + read.title() + "|" + read.nodes().size());
  }

  @Test
  void memoriesAndProjectsOfTheZip() throws IOException {
    Path zip =
        given.zip(
            "conversations.json", "[]",
            "memories.json",
                "[{'account_uuid': 'u', 'conversations_memory': '**Work context**\\n\\nBakes bread.\\n\\n**Top of mind**\\n\\n- Has a cat\\n- Likes tea', 'project_memories': {'p': 'About ships.'}}]",
            "projects.json",
                "[{'uuid': 'p', 'name': 'Ships', 'description': 'old ones', 'prompt_template': 'Speak like a sailor', 'docs': [{'uuid': 'd', 'filename': 'a.txt', 'content': 'knots'}]}]",
            "users.json", "[{'uuid': 'u', 'full_name': 'X', 'email_address': 'x@example.com'}]");
    List<ArchivedMemory> memories = Given.read(zip, ArchivedMemory.class);
    assertEquals(
        List.of(
            "Work context: Bakes bread.",
            "Top of mind: Has a cat",
            "Top of mind: Likes tea",
            "p: About ships."),
        memories.stream().map(memory -> memory.topic() + ": " + memory.text()).toList());
    assertEquals(
        "Speak like a sailor", Given.read(zip, ArchivedProfile.class).getFirst().instructions());
    assertEquals(
        List.of(
            "claude.memories  {\"account_uuid\":\"u\"}",
            "claude.document knots",
            "claude.project Ships\nold ones"),
        Given.read(zip, ArchivedRecord.class).stream()
            .map(record ->
                record.kind()
                    + " "
                    + record.text()
                    + (record.text().isEmpty() ? " " + record.raw() : ""))
            .toList());
    try (Archive archive = Archive.open(zip)) {
      assertEquals(Format.CLAUDE, archive.format());
      assertEquals(
          List.of("conversations.json", "users.json"),
          archive.otherFiles().stream().map(Content::member).toList());
    }
  }
}

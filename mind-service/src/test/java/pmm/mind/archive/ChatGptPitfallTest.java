package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.tree.ContentHash;

/** What importers of ChatGPT's archives are known to have got wrong, one test each. */
class ChatGptPitfallTest {
  @TempDir Path folder;
  private Given given;

  @BeforeEach
  void give() {
    given = new Given(folder);
  }

  /** A conversation of these nodes, in the order given. */
  private static String talk(String id, String fields, String... nodes) {
    return "{'id': '%s', 'title': 'T', %s 'mapping': {%s}}"
        .formatted(id, fields, String.join(",", nodes));
  }

  private static String node(String id, String parent, String message) {
    return "'%s': {'id': '%s', 'parent': %s, 'message': %s}"
        .formatted(id, id, parent.isEmpty() ? "null" : "'" + parent + "'", message);
  }

  private static String says(String id, String parent, String role, String text) {
    return message(
        id, parent, role, "{'content_type': 'text', 'parts': ['%s']}".formatted(text), "");
  }

  private static String message(
      String id, String parent, String role, String content, String more) {
    return node(
        id,
        parent,
        "{'id': '%s', 'author': {'role': '%s'}, %s 'content': %s}"
            .formatted(id, role, more, content));
  }

  private ArchivedConversation read(String... nodes) throws IOException {
    return Given.conversation(given.file("c.json", "[" + talk("c", "", nodes) + "]"));
  }

  private static List<String> ids(ArchivedConversation conversation) {
    return conversation.nodes().stream().map(ArchivedNode::originalId).toList();
  }

  @Test
  void firstElementDetection() throws IOException {
    Path file =
        given.file(
            "c.json",
            "[{'id': 'g-p-1', 'title': 'folder'}, 7, null, "
                + talk("c", "", says("a", "", "user", "hi"))
                + "]");
    assertEquals("c", Given.conversation(file).originalId());
    List<ArchivedRecord> others = Given.read(file, ArchivedRecord.class);
    assertEquals(
        List.of("{\"id\":\"g-p-1\",\"title\":\"folder\"}", "7", "null"),
        others.stream().map(ArchivedRecord::raw).toList());
  }

  @Test
  void oneBadConversationKillsFile() throws IOException {
    String good = talk("good", "", says("a", "", "user", "hi"));
    String deep = "{'id': 'deep', 'mapping': " + "[".repeat(2000) + "]".repeat(2000) + "}";
    String broken = "{'id': 'broken', 'mapping': {'a': tru}}";
    Path file =
        given.file(
            "c.json",
            "[" + String.join(",", good, deep, broken, good.replace("good", "last")) + "]");
    assertEquals(
        List.of("good", "last"),
        Given.read(file, ArchivedConversation.class).stream()
            .map(ArchivedConversation::originalId)
            .toList());
    List<Unreadable> bad = Given.read(file, Unreadable.class);
    assertEquals(
        List.of("c.json, entry 2", "c.json, entry 3"),
        bad.stream().map(each -> each.place().toString()).toList());
    assertTrue(bad.get(0).why().startsWith("it is nested too deeply"), bad.get(0).why());
    assertTrue(bad.get(1).why().startsWith("it is no valid JSON"), bad.get(1).why());
  }

  @Test
  void systemNodeBreaksParents() throws IOException {
    ArchivedConversation read =
        read(node("r", "", "null"), says("s", "r", "system", ""), says("u", "s", "user", "hi"));
    assertEquals(List.of("r", "s", "u"), ids(read));
    assertEquals(Optional.of("s"), Given.node(read, "u").parent());
    assertEquals(Role.SYSTEM, Given.node(read, "s").role());
  }

  @Test
  void toolNodesDropped() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "call",
                "",
                "assistant",
                "{'content_type': 'code', 'language': 'python', 'text': '6*7'}",
                "'recipient': 'python',"),
            message(
                    "back",
                    "call",
                    "tool",
                    "{'content_type': 'execution_output', 'text': '42'}",
                    "")
                .replace("'role': 'tool'", "'role': 'tool', 'name': 'python'"));
    assertEquals(List.of(new Part.ToolCall("python", "6*7")), Given.node(read, "call").parts());
    assertEquals(
        List.of(new Part.ToolResult("python", "42", false)), Given.node(read, "back").parts());
    assertEquals(Role.TOOL, Given.node(read, "back").role());
  }

  @Test
  void childrenAbsent() throws IOException {
    assertEquals(
        List.of("a", "b"),
        ids(read(says("b", "a", "assistant", "yo"), says("a", "", "user", "hi"))));
  }

  @Test
  void parentsAbsentButChildrenTell() throws IOException {
    ArchivedConversation read =
        read("'a': {'children': ['b'], 'message': null}", "'b': {'message': null}");
    assertEquals(Optional.of("a"), Given.node(read, "b").parent());
  }

  @Test
  void severalRoots() throws IOException {
    ArchivedConversation read =
        read(
            says("a", "", "user", "one"),
            says("b", "", "user", "two"),
            says("c", "a", "assistant", "three"));
    assertEquals(2, read.nodes().stream().filter(node -> node.parent().isEmpty()).count());
    assertEquals(3, read.nodes().size());
  }

  @Test
  void placeholderRoots() throws IOException {
    ArchivedConversation read =
        read(
            "'client-created-root': {'id': 'client-created-root', 'message': null, 'parent': null, 'children': ['u']}",
            says("u", "client-created-root", "user", "hi"));
    ArchivedNode root = read.nodes().getFirst();
    assertTrue(root.placeholder() && root.hidden());
    assertEquals(Role.OTHER, root.role());
  }

  @Test
  void hiddenContextAsUserText() throws IOException {
    Path file =
        given.file(
            "c.json",
            "["
                + talk(
                    "c",
                    "",
                    message(
                        "p",
                        "",
                        "user",
                        "{'content_type': 'user_editable_context', 'user_profile': 'A baker', 'user_instructions': 'Be brief'}",
                        ""),
                    message(
                        "m",
                        "p",
                        "user",
                        "{'content_type': 'model_editable_context', 'model_set_context': '1. [2024-05-01]. Likes tea.\\n\\n2. [2024-06-02]. Lives in Porto.\\nBy the river.'}",
                        ""))
                + "]");
    ArchivedConversation read = Given.conversation(file);
    assertTrue(read.nodes().stream().allMatch(node -> node.hidden() && node.role() == Role.SYSTEM));
    assertInstanceOf(Part.Context.class, read.nodes().getFirst().parts().getFirst());
    ArchivedProfile profile = Given.read(file, ArchivedProfile.class).getFirst();
    assertEquals("A baker|Be brief", profile.about() + "|" + profile.instructions());
    List<ArchivedMemory> memories = Given.read(file, ArchivedMemory.class);
    assertEquals(
        List.of("Likes tea.", "Lives in Porto.\nBy the river."),
        memories.stream().map(ArchivedMemory::text).toList());
    assertEquals("2024-06-02", memories.get(1).noted().raw());
  }

  @Test
  void metadataUndefinedContentNullAuthorNull() throws IOException {
    ArchivedConversation read =
        read(
            node("a", "", "{'content': null, 'author': null, 'metadata': null}"),
            node(
                "b",
                "a",
                "{'content': {'content_type': 'text', 'parts': ['still read']}, 'author': null}"),
            node("c", "b", "{'content': {'content_type': 'text', 'parts': null}}"),
            node("d", "c", "{'content': 'bare words', 'author': 'odd'}"));
    assertEquals(4, read.nodes().size());
    assertEquals(List.of("still read"), Given.texts(Given.node(read, "b")));
    assertEquals(List.of("bare words"), Given.texts(Given.node(read, "d")));
    assertTrue(Given.node(read, "d").raw().contains("\"author\":\"odd\""));
  }

  @Test
  void partsObjectsDroppedJoinedOrOverwritten() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "a",
                "",
                "user",
                "{'content_type': 'multimodal_text', 'parts': ['before', {'content_type': 'image_asset_pointer', 'asset_pointer': 'sediment://file_0001', 'size_bytes': 9, 'width': 3},"
                    + " {'content_type': 'new_thing', 'x': 1}, 'after', {'content_type': 'audio_transcription', 'text': 'spoken', 'direction': 'in'}]}",
                ""));
    ArchivedNode node = Given.node(read, "a");
    assertEquals(
        List.of(
            Part.Text.of("before"),
            new Part.Attachment(
                "sediment://file_0001",
                "",
                "",
                9,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Part.Unknown("new_thing", "{\"content_type\":\"new_thing\",\"x\":1}"),
            Part.Text.of("after"),
            new Part.Transcript("spoken")),
        node.parts());
    assertTrue(
        node.raw().contains("\"width\":3") && node.raw().contains("\"direction\":\"in\""),
        node.raw());
  }

  @Test
  void soundOfATalkByVoiceLost() throws IOException {
    Path zip =
        given.zip(
            "conversations.json",
            "["
                + talk(
                    "c",
                    "",
                    message(
                        "a",
                        "",
                        "user",
                        "{'content_type': 'multimodal_text', 'parts': [{'content_type': 'real_time_user_audio_video_asset_pointer', 'frames_asset_pointers': ['sediment://file_0003'], 'video_container_asset_pointer': null, 'audio_start_timestamp': 2.5,"
                            + " 'audio_asset_pointer': {'content_type': 'audio_asset_pointer', 'asset_pointer': 'sediment://file_0002', 'size_bytes': 4, 'format': 'wav'}}]}",
                        ""))
                + "]",
            "file_0002.wav",
            "RIFF");
    ArchivedNode node = Given.node(Given.conversation(zip), "a");
    assertEquals(
        List.of("sediment://file_0002 true", "sediment://file_0003 false"),
        node.parts().stream()
            .map(part -> (Part.Attachment) part)
            .map(file -> file.reference() + " " + file.content().isPresent())
            .toList());
    assertTrue(node.raw().contains("\"audio_start_timestamp\":2.5"), node.raw());
  }

  @Test
  void memoriesOfAConversationThatCannotBeReadAreTakenFromTheNext() throws IOException {
    String remembers =
        "'content': {'content_type': 'model_editable_context', 'model_set_context': 'Likes tea.'}";
    String broken =
        "{'id': 'b', 'mapping': {'m': {'message': {%s}}, 'deep': %s}}"
            .formatted(remembers, "[".repeat(600) + "]".repeat(600));
    List<ArchivedItem> read =
        Given.read(
            given.file(
                "c.json",
                "[" + broken + "," + talk("c", "", node("m", "", "{" + remembers + "}")) + "]"));
    assertInstanceOf(Unreadable.class, read.getFirst());
    assertEquals(
        List.of("Likes tea."),
        read.stream()
            .filter(ArchivedMemory.class::isInstance)
            .map(item -> ((ArchivedMemory) item).text())
            .toList());
  }

  @Test
  void executionOutputLost() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "e",
                "",
                "tool",
                "{'content_type': 'execution_output', 'text': 'boom'}",
                "'metadata': {'aggregate_result': {'status': 'failed'}},"),
            message(
                "s",
                "e",
                "tool",
                "{'content_type': 'system_error', 'name': 'Timeout', 'text': 'too slow'}",
                ""),
            message(
                "c",
                "s",
                "tool",
                "{'content_type': 'citable_code_output', 'output_str': 'out'}",
                ""));
    assertEquals(List.of(new Part.ToolResult("", "boom", true)), Given.node(read, "e").parts());
    assertEquals(
        List.of(new Part.ToolResult("", "Timeout\ntoo slow", true)), Given.node(read, "s").parts());
    assertEquals(List.of(new Part.ToolResult("", "out", false)), Given.node(read, "c").parts());
  }

  @Test
  void thoughtsEmpty() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "t",
                "",
                "assistant",
                "{'content_type': 'thoughts', 'thoughts': [{'summary': 'Sum', 'content': 'Long', 'chunks': [], 'finished': true}, {'summary': '', 'content': 'Two', 'chunks': ['x']}]}",
                ""),
            message(
                "r",
                "t",
                "assistant",
                "{'content_type': 'reasoning_recap', 'content': 'Thought for 5s'}",
                ""));
    assertEquals(
        List.of(new Part.Reasoning("Sum\nLong"), new Part.Reasoning("Two")),
        Given.node(read, "t").parts());
    assertTrue(Given.node(read, "t").raw().contains("\"chunks\":[\"x\"]"));
    assertEquals(List.of(new Part.Reasoning("Thought for 5s")), Given.node(read, "r").parts());
  }

  @Test
  void citationsLeakGlyphs() throws IOException {
    ArchivedConversation read =
        read(
            says(
                "a",
                "",
                "assistant",
                "Sunny \\ue200cite\\ue202turn0search1\\ue201today in \\ue200entity\\ue202[\\\"city\\\",\\\"Lisbon\\\"]\\ue201.\\ue203"));
    Part.Text text = (Part.Text) Given.node(read, "a").parts().getFirst();
    assertEquals("Sunny today in Lisbon.", text.text());
    assertTrue(text.original().orElseThrow().contains("turn0search1"));
  }

  @Test
  void citationOffsetsAfterEditing() throws IOException {
    String marked = "\uD83E\uDDE0 One \uE200cite\uE202a\uE201 two \uE200cite\uE202b\uE201 three";
    int first = marked.codePointCount(0, marked.indexOf("\uE200cite\uE202a"));
    int second = marked.codePointCount(0, marked.indexOf("\uE200cite\uE202b"));
    String references =
        "'metadata': {'content_references': [{'matched_text': '\uE200cite\uE202b\uE201', 'start_idx': %d, 'end_idx': %d, 'type': 'grouped_webpages', 'items': [{'title': 'B', 'url': 'https://b.example'}]},"
                .formatted(second, second + 8)
            + "{'matched_text': '\uE200cite\uE202a\uE201', 'start_idx': %d, 'end_idx': %d, 'title': 'A', 'url': 'https://a.example'}]},"
                .formatted(first, first + 8);
    ArchivedConversation read =
        read(
            message(
                "a",
                "",
                "assistant",
                "{'content_type': 'text', 'parts': ['" + marked + "']}",
                references));
    Part.Text text = (Part.Text) Given.node(read, "a").parts().getFirst();
    assertEquals("\uD83E\uDDE0 One  two  three", text.text());
    assertEquals(
        List.of("https://a.example", "https://b.example"),
        text.citations().stream().map(Part.Citation::url).toList());
    assertEquals(List.of(7, 12), text.citations().stream().map(Part.Citation::start).toList());
    assertEquals(Optional.of(marked), text.original());
  }

  @Test
  void olderCitationsInBrackets() throws IOException {
    ArchivedConversation read =
        read(
            message(
                "a",
                "",
                "assistant",
                "{'content_type': 'text', 'parts': ['Known\u301011\u2020source\u3011.']}",
                "'metadata': {'citations': [{'start_ix': 5, 'end_ix': 16, 'metadata': {'title': 'S', 'url': 'https://s.example'}}]},"));
    Part.Text text = (Part.Text) Given.node(read, "a").parts().getFirst();
    assertEquals("Known.", text.text().replace("\u301011\u2020source\u3011", ""));
    assertEquals("https://s.example", text.citations().getFirst().url());
  }

  @Test
  void wrongDefaultModel() throws IOException {
    String nodes =
        String.join(
            ",",
            message(
                "a",
                "",
                "assistant",
                "{'content_type': 'text', 'parts': ['x']}",
                "'metadata': {'model_slug': 'own'},"),
            says("b", "a", "assistant", "y"),
            says("u", "b", "user", "z"));
    ArchivedConversation set =
        Given.conversation(
            given.file("c.json", "[" + talk("c", "'default_model_slug': 'set',", nodes) + "]"));
    assertEquals(Optional.of("own"), Given.node(set, "a").model());
    assertEquals(Optional.of("set"), Given.node(set, "b").model());
    assertEquals(Optional.empty(), Given.node(set, "u").model());
    ArchivedConversation unset =
        Given.conversation(given.file("c.json", "[" + talk("c", "", nodes) + "]"));
    assertEquals(Optional.empty(), Given.node(unset, "b").model());
  }

  @Test
  void missingTimes() throws IOException {
    String nodes = says("a", "", "user", "x");
    ArchivedConversation none =
        Given.conversation(
            given.file("c.json", "[" + talk("c", "'create_time': null,", nodes) + "]"));
    assertEquals(ArchivedTime.UNKNOWN, none.began());
    ArchivedConversation updated =
        Given.conversation(
            given.file("c.json", "[" + talk("c", "'update_time': 1700000000.5,", nodes) + "]"));
    assertEquals(ArchivedTime.of(1_700_000_000_500_000L, "1700000000.5"), updated.began());
    String timed = message("b", "a", "user", "null", "'create_time': 1600000000,");
    ArchivedConversation earliest =
        Given.conversation(
            given.file(
                "c.json", "[" + talk("c", "'update_time': 1700000000.5,", nodes, timed) + "]"));
    assertEquals(ArchivedTime.of(1_600_000_000_000_000L, "1600000000"), earliest.began());
    ArchivedConversation odd =
        Given.conversation(
            given.file("c.json", "[" + talk("c", "'create_time': 'soon',", nodes) + "]"));
    assertEquals(ArchivedTime.unreadable("soon"), odd.created());
  }

  @Test
  void timestampsNotIncreasingFromParentToChild() throws IOException {
    ArchivedConversation read =
        read(
            message("late", "", "user", "null", "'create_time': 2000,"),
            message("early", "late", "assistant", "null", "'create_time': 1000,"),
            message("other", "late", "assistant", "null", "'create_time': 3000,"));
    assertEquals(List.of("late", "early", "other"), ids(read));
  }

  @Test
  void fractionalMilliseconds() throws IOException {
    ArchivedConversation read =
        read(
            message("a", "", "user", "null", "'create_time': 1700000000.1234567,"),
            message("b", "a", "user", "null", "'create_time': '1700000000.100',"),
            message("c", "b", "user", "null", "'create_time': 1700000000123.4567,"));
    assertEquals(
        ArchivedTime.of(1_700_000_000_123_456L, "1700000000.1234567"),
        Given.node(read, "a").created());
    assertEquals(
        ArchivedTime.of(1_700_000_000_100_000L, "1700000000.100"), Given.node(read, "b").created());
    assertEquals(
        ArchivedTime.of(1_700_000_000_123_456L, "1700000000123.4567").asGuess(),
        Given.node(read, "c").created());
  }

  @Test
  void duplicatesOnReimportAndOrderDependentIds() throws IOException {
    String[] nodes = {
      node("r", "", "null"),
      message(
          "u",
          "r",
          "user",
          "{'content_type': 'multimodal_text', 'parts': ['hi', {'x': 1, 'y': {'b': 2, 'a': 3}}]}",
          "'create_time': 5,"),
      says("a", "u", "assistant", "yo"),
      says("b", "u", "assistant", "yo again")
    };
    ArchivedConversation one = read(nodes[0], nodes[1], nodes[2], nodes[3]);
    ArchivedConversation other =
        read(
            nodes[3],
            nodes[2],
            nodes[1].replace("'x': 1, 'y': {'b': 2, 'a': 3}", "'y': {'a': 3, 'b': 2}, 'x': 1"),
            nodes[0]);
    assertEquals(one, other);
  }

  @Test
  void newTitleMakesANewRecord() throws IOException {
    ArchivedConversation one = read(says("a", "", "user", "hi"));
    ArchivedConversation other =
        Given.conversation(
            given.file(
                "c.json",
                "["
                    + talk("c", "'x': 1,", says("a", "", "user", "hi")).replace("'T'", "'New'")
                    + "]"));
    assertEquals(one.originalId(), other.originalId());
    assertEquals(one.nodes(), other.nodes());
    assertNotEquals(one.title(), other.title());
  }

  private static String hash(ArchivedNode node) {
    return ContentHash.of(node.role(), node.parts());
  }

  @Test
  void editsHaveAnotherHashAndMetadataDoesNot() throws IOException {
    ArchivedNode one = Given.node(read(says("a", "", "user", "hi")), "a");
    ArchivedNode edited = Given.node(read(says("a", "", "user", "hi!")), "a");
    ArchivedNode rated =
        Given.node(
            read(
                message(
                    "a",
                    "",
                    "user",
                    "{'content_type': 'text', 'parts': ['hi']}",
                    "'weight': 1.0, 'metadata': {'rated': true},")),
            "a");
    assertNotEquals(hash(one), hash(edited));
    assertEquals(hash(one), hash(rated));
  }

  @Test
  void cyclesEndInATree() throws IOException {
    ArchivedConversation read =
        read(
            says("b", "a", "user", "x"),
            says("a", "b", "assistant", "y"),
            says("self", "self", "user", "z"),
            says("under", "b", "user", "w"));
    assertEquals(List.of("a", "b", "self", "under"), ids(read).stream().sorted().toList());
    assertEquals(Optional.empty(), Given.node(read, "a").parent());
    assertEquals(List.of(Oddity.Kind.CYCLE), read.oddities().stream().map(Oddity::kind).toList());
  }

  @Test
  void duplicateIdsKeepBoth() throws IOException {
    ArchivedConversation read =
        read(
            says("a", "", "user", "one"),
            says("a", "", "user", "two"),
            says("a", "", "user", "one"),
            says("b", "a", "assistant", "x"));
    ArchivedConversation turned =
        read(
            says("b", "a", "assistant", "x"),
            says("a", "", "user", "two"),
            says("a", "", "user", "one"));
    assertEquals(3, read.nodes().size());
    assertEquals(
        List.of(Oddity.Kind.DUPLICATE_ID), read.oddities().stream().map(Oddity::kind).toList());
    assertEquals(read, turned);
  }

  @Test
  void everyBranchIsKeptAndTheLeafShownLast() throws IOException {
    String[] nodes = {
      says("q", "", "user", "?"),
      says("a1", "q", "assistant", "1"),
      says("a2", "q", "assistant", "2"),
      says("a3", "q", "assistant", "3")
    };
    ArchivedConversation read =
        Given.conversation(
            given.file("c.json", "[" + talk("c", "'current_node': 'a2',", nodes) + "]"));
    assertEquals(Optional.of("a2"), read.currentLeaf());
    assertEquals(4, read.nodes().size());
    ArchivedConversation lost =
        Given.conversation(
            given.file("c.json", "[" + talk("c", "'current_node': 'gone',", nodes) + "]"));
    assertEquals(Optional.empty(), lost.currentLeaf());
    assertEquals(Oddity.Kind.CURRENT_MISSING, lost.oddities().getFirst().kind());
  }

  @Test
  void loneSurrogatesAreReadAsTheyStand() throws IOException {
    ArchivedConversation read =
        read(
            says("a", "", "user", "cut \\ud83d here"),
            message("b", "a", "user", "{'content_type': 'x', 'y': '\\udc00'}", ""));
    assertEquals(List.of("cut \ud83d here"), Given.texts(Given.node(read, "a")));
    assertEquals(
        List.of(new Part.Unknown("x", "{\"content_type\":\"x\",\"y\":\"\\udc00\"}")),
        Given.node(read, "b").parts());
  }

  @Test
  void zipNotAcceptedAndShardsOverwriteOneAnother() throws IOException {
    Path zip =
        given.zip(
            "export/conversations-000.json",
                "[" + talk("c", "", says("a", "", "user", "one")) + "]",
            "export/conversations-001.json",
                "[" + talk("d", "", says("a", "", "user", "two")) + "]",
            "export/user.json", "{'id': 'user-1'}");
    assertEquals(
        List.of("c", "d"),
        Given.read(zip, ArchivedConversation.class).stream()
            .map(ArchivedConversation::originalId)
            .toList());
    try (Archive archive = Archive.open(zip)) {
      assertEquals(
          List.of("export/user.json"), archive.otherFiles().stream().map(Content::member).toList());
    }
  }

  @Test
  void filesAreFoundUnderTheirOpaqueNames() throws IOException {
    Path zip =
        given.zip(
            "conversations.json",
            "["
                + talk(
                    "c",
                    "",
                    message(
                        "a",
                        "",
                        "user",
                        "{'content_type': 'multimodal_text', 'parts': [{'content_type': 'image_asset_pointer', 'asset_pointer': 'file-service://file-Abc'}]}",
                        "'metadata': {'attachments': [{'id': 'file-Abc', 'name': 'cat.png', 'mime_type': 'image/png'}]},"),
                    message(
                        "b",
                        "a",
                        "user",
                        "null",
                        "'metadata': {'attachments': [{'id': 'file_0002', 'name': 'gone.pdf', 'size': 5}]},"),
                    message(
                        "d",
                        "b",
                        "user",
                        "{'content_type': 'multimodal_text', 'parts': [{'content_type': 'audio_asset_pointer', 'asset_pointer': 'sediment://file_0003'}]}",
                        ""))
                + "]",
            "file-Abc-cat.png",
            "meow",
            "file_0003.dat",
            "purr!",
            "conversation_asset_file_names.json",
            "{'file_0003.dat': 'purr.wav'}",
            "library_files.json",
            "[{'file_id': 'file_0003', 'mime_type': 'audio/wav', 'sha256': '"
                + "AB".repeat(32)
                + "'}]");
    try (Archive archive = Archive.open(zip)) {
      archive.read(item -> {
        if (item instanceof ArchivedConversation read) {
          Part.Attachment cat = (Part.Attachment) Given.node(read, "a").parts().getFirst();
          assertEquals("cat.png image/png 4", cat.name() + " " + cat.mime() + " " + cat.size());
          assertEquals(
              "meow",
              new String(
                  cat.content().orElseThrow().open().readAllBytes(), StandardCharsets.UTF_8));
          Part.Attachment gone = (Part.Attachment) Given.node(read, "b").parts().getFirst();
          assertEquals("gone.pdf 5", gone.name() + " " + gone.size());
          assertFalse(gone.content().isPresent());
          Part.Attachment purr = (Part.Attachment) Given.node(read, "d").parts().getFirst();
          assertEquals("purr.wav audio/wav 5", purr.name() + " " + purr.mime() + " " + purr.size());
          assertEquals(Optional.of("ab".repeat(32)), purr.sha256());
        }
      });
    }
  }

  @Test
  void nothingIsDropped() throws IOException {
    ArchivedConversation read =
        Given.conversation(
            given.file(
                "c.json",
                "["
                    + talk(
                        "c",
                        "'gizmo_id': 'g-1', 'voice': {'z': 1.50, 'a': 'b'},",
                        message(
                            "a",
                            "",
                            "user",
                            "{'content_type': 'text', 'parts': ['x'], 'new': 1}",
                            "'weight': 1.0, 'metadata': {'m': [1, 2]},"))
                    + "]"));
    assertEquals("{\"gizmo_id\":\"g-1\",\"voice\":{\"a\":\"b\",\"z\":1.50}}", read.raw());
    assertEquals(
        "{\"message\":{\"content\":{\"new\":1},\"metadata\":{\"m\":[1,2]},\"weight\":1.0}}",
        Given.node(read, "a").raw());
  }
}

package pmm.mind.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;

/** Agents of Letta, activity of Gemini, prompts of AI Studio. */
class AgentAndActivityTest {
  private static final String OLD_AGENT =
      "{'agent_type': 'memgpt_agent', 'name': 'old', 'core_memory': [{'label': 'human', 'value': 'Likes tea'}, {'label': 'persona', 'value': ''}], 'system': 'You are', 'tools': [{'name': 't', 'source_code': 'import os'}], 'messages': [{'role': 'user', 'text': 'hi'}], 'in_context_message_indices': [0], 'llm_config': {'model': 'gpt-4'}}";

  @TempDir Path folder;
  private Given given;

  @BeforeEach
  void give() {
    given = new Given(folder);
  }

  @Test
  void lettaOfTheOldGeneration() throws IOException {
    Path file = given.file("a.af", OLD_AGENT);
    assertEquals(
        List.of("human: Likes tea"),
        Given.read(file, ArchivedMemory.class).stream()
            .map(memory -> memory.topic() + ": " + memory.text())
            .toList());
    assertEquals(List.of("hi"), Given.texts(Given.conversation(file).nodes().getFirst()));
    List<ArchivedRecord> records = Given.read(file, ArchivedRecord.class);
    assertEquals(
        List.of("letta.tool import os", "letta.agent You are"),
        records.stream().map(record -> record.kind() + " " + record.text()).toList());
  }

  @Test
  void whatAnAgentIsItselfIsNoMemoryOfThePerson() throws IOException {
    Path file =
        given.file(
            "a.af",
            OLD_AGENT
                .replace("'value': ''", "'value': 'I am Sam'")
                .replace(
                    "'in_context",
                    "'blocks': [{'label': 'persona', 'value': 'I am Kim'}], 'in_context"));
    assertEquals(
        List.of("Likes tea"),
        Given.read(file, ArchivedMemory.class).stream().map(ArchivedMemory::text).toList());
    assertEquals(
        List.of("I am Sam", "I am Kim"),
        Given.read(file, ArchivedRecord.class).stream()
            .filter(record -> record.kind().equals("letta.persona"))
            .map(ArchivedRecord::text)
            .toList());
  }

  @Test
  void lettaAsJsonWithinAString() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.af"),
            new ObjectMapper().writeValueAsString(OLD_AGENT.replace('\'', '"')));
    assertEquals("Likes tea", Given.read(file, ArchivedMemory.class).getFirst().text());
  }

  @Test
  void lettaOfTheNewGeneration() throws IOException {
    Path file =
        given.file(
            "a.af",
            "{'agents': [{'id': 'agent-0', 'name': 'new', 'system': 'S', 'messages': [{'id': 'm0', 'role': 'system', 'content': 'rules'}, {'id': 'm1', 'role': 'assistant', 'content': [{'type': 'reasoning', 'reasoning': 'hm'}, {'type': 'text', 'text': 'yo'}], 'tool_calls': [{'function': {'name': 'send', 'arguments': '{}'}}]}, {'id': 'm2', 'role': 'tool', 'content': [{'type': 'text', 'text': 'ok'}]}]}],"
                + "'blocks': [{'id': 'block-0', 'label': 'human', 'value': 'Has a cat', 'limit': 5000}], 'files': [], 'sources': [], 'tools': [], 'groups': [], 'mcp_servers': [], 'metadata': {}, 'created_at': '2025-01-01T00:00:00Z'}");
    assertEquals("Has a cat", Given.read(file, ArchivedMemory.class).getFirst().text());
    ArchivedConversation talk = Given.conversation(file);
    assertTrue(Given.node(talk, "m0").hidden());
    assertEquals(
        List.of(new Part.Reasoning("hm"), Part.Text.of("yo"), new Part.ToolCall("send", "{}")),
        Given.node(talk, "m1").parts());
    assertEquals(List.of(new Part.ToolResult("", "ok", false)), Given.node(talk, "m2").parts());
  }

  @Test
  void whatLettaSaysOfToolsIsKept() throws IOException {
    Path file =
        given.file(
            "a.af",
            "{'agents': [{'id': 'a', 'messages': ["
                + "{'id': 'm1', 'role': 'assistant', 'content': [{'type': 'tool_call', 'id': 'call-1', 'name': 't', 'input': {'q': 1}}], 'tool_calls': [{'id': 'call-2', 'function': {'name': 'u', 'arguments': {'r': 2}}}]},"
                + "{'id': 'm2', 'role': 'tool', 'content': [{'type': 'tool_return', 'tool_call_id': 'call-1', 'content': {'found': 3}}]},"
                + "{'id': 'm3', 'role': 'user', 'content': {'odd': 4}}]}], 'blocks': []}");
    ArchivedConversation talk = Given.conversation(file);
    assertEquals(
        List.of(new Part.ToolCall("t", "{\"q\":1}"), new Part.ToolCall("u", "{\"r\":2}")),
        Given.node(talk, "m1").parts());
    assertTrue(Given.node(talk, "m1").raw().contains("call-1"));
    assertTrue(Given.node(talk, "m1").raw().contains("call-2"));
    assertEquals(
        List.of(new Part.ToolResult("", "{\"found\":3}", false)), Given.node(talk, "m2").parts());
    assertTrue(Given.node(talk, "m2").raw().contains("call-1"));
    assertEquals(
        List.of(new Part.Unknown("content", "{\"odd\":4}")), Given.node(talk, "m3").parts());
  }

  @Test
  void whatElseGoogleSaysOfAnAnswerIsKept() throws IOException {
    Path file =
        given.file(
            "MyActivity.json",
            "[{'header': 'Gemini Apps', 'title': 'Prompted hi', 'time': '2024-11-23T12:23:45.678Z', 'products': ['Gemini Apps'], 'imageFile': 'image-1.png', 'safeHtmlItem': [{'html': 'yo', 'source': 'draft 2'}, 'bare']}]");
    assertEquals(
        "{\"header\":\"Gemini Apps\",\"imageFile\":\"image-1.png\",\"products\":[\"Gemini Apps\"],\"safeHtmlItem\":[{\"source\":\"draft 2\"},\"bare\"]}",
        Given.conversation(file).raw());
  }

  @Test
  void filesOfAQuestionLieBesideIt() throws IOException {
    Path zip =
        given.zip(
            "Takeout/Gemini Apps/MyActivity.json",
            "[{'header': 'Gemini Apps', 'title': 'Prompted hi', 'time': '2024-11-23T12:23:45.678Z', 'products': ['Gemini Apps'], 'imageFile': 'image-1.png', 'attachedFiles': ['a.txt'], 'safeHtmlItem': [{'html': 'yo'}]}]",
            "Takeout/Gemini Apps/image-1.png",
            "bytes");
    assertEquals(
        List.of("image-1.png true", "a.txt false"),
        Given.conversation(zip).nodes().getFirst().parts().stream()
            .filter(Part.Attachment.class::isInstance)
            .map(part -> (Part.Attachment) part)
            .map(part -> part.name() + " " + part.content().isPresent())
            .toList());
  }

  @Test
  void geminiAsJsonIsSingleTurns() throws IOException {
    Path file =
        given.file(
            "MyActivity.json",
            "[{'header': 'Gemini Apps', 'title': 'Prompted why is the sky blue', 'time': '2024-11-23T12:23:45.678Z', 'products': ['Gemini Apps'], 'safeHtmlItem': [{'html': '<p>Because of <b>light</b> &amp; air.</p><ul><li>one</li><li>two</li></ul>'}]},"
                + "{'header': 'Gemini Apps', 'title': 'Used a feature', 'time': '2024-11-23T12:24:45.678Z', 'products': ['Gemini Apps']},"
                + "{'header': 'YouTube', 'title': 'Watched', 'time': '2024-11-23T12:25:45Z', 'products': ['YouTube'], 'safeHtmlItem': [{'html': 'x'}]}]");
    ArchivedConversation turn = Given.conversation(file);
    assertTrue(turn.inferred());
    assertEquals(List.of("why is the sky blue"), Given.texts(turn.nodes().get(0)));
    assertEquals(
        List.of("Because of light & air.\n\n- one\n- two"), Given.texts(turn.nodes().get(1)));
    assertTrue(
        ((Part.Text) turn.nodes().get(1).parts().getFirst())
            .original()
            .orElseThrow()
            .startsWith("<p>"));
    assertEquals(1_732_364_625_678_000L, turn.nodes().getFirst().created().micros().orElseThrow());
    assertEquals(
        List.of("Used a feature", "Watched"),
        Given.read(file, ArchivedRecord.class).stream().map(ArchivedRecord::text).toList());
  }

  @Test
  void aQuestionWithoutAnAnswerIsATurn() throws IOException {
    Path json =
        given.file(
            "MyActivity.json",
            "[{'header': 'Gemini Apps', 'title': 'Prompted anyone there', 'time': '2024-11-23T12:23:45.678Z', 'products': ['Gemini Apps'], 'imageFile': 'image-1.png'}]");
    Path page =
        Files.writeString(
            folder.resolve("MyActivity.html"),
            "<html><body><div class=\"mdl-grid\">"
                + cell("Prompted\u00a0anyone there<br>Nov 23, 2024, 1:23:45\u202fPM UTC<br>")
                + "</div></body></html>");
    for (Path file : List.of(json, page)) {
      ArchivedConversation turn = Given.conversation(file);
      assertEquals(List.of(Role.PERSON), turn.nodes().stream().map(ArchivedNode::role).toList());
      assertEquals("anyone there", Given.texts(turn.nodes().getFirst()).getFirst());
      assertEquals(List.of(), Given.read(file, ArchivedRecord.class));
    }
  }

  private static String cell(String body) {
    return "<div class=\"outer-cell mdl-cell\"><div class=\"mdl-grid\"><div class=\"header-cell\"><p class=\"title\">Gemini Apps<br></p></div>"
        + "<div class=\"content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1\">"
        + body
        + "</div><div class=\"content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right\"></div><div class=\"content-cell mdl-cell mdl-cell--12-col mdl-typography--caption\"><b>Products:</b><br>Gemini Apps</div></div></div>";
  }

  @Test
  void geminiAsAPageInAnyLanguage() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("MyActivity.html"),
            "<html><body><div class=\"mdl-grid\">"
                + cell(
                    "Prompted\u00a0tell me<br>Nov 23, 2024, 1:23:45\u202fPM UTC<br><p>A &lt;b&gt; tale</p><div>told</div>")
                + cell("Etwas gefragt<br>23. November 2024 um 13:23:45 irgendwo<br><p>Antwort</p>")
                + cell("Used a feature<br>Nov 23, 2024, 1:20:45\u202fPM UTC<br>")
                + "</div></body></html>");
    List<ArchivedConversation> turns = Given.read(file, ArchivedConversation.class);
    assertEquals(List.of("tell me"), Given.texts(turns.get(0).nodes().get(0)));
    assertEquals(List.of("A <b> tale\n\ntold"), Given.texts(turns.get(0).nodes().get(1)));
    assertEquals(1_732_368_225_000_000L, turns.get(0).created().micros().orElseThrow());
    assertEquals(List.of("Etwas gefragt"), Given.texts(turns.get(1).nodes().get(0)));
    assertEquals("23. November 2024 um 13:23:45 irgendwo", turns.get(1).created().raw());
    assertEquals("Used a feature", Given.read(file, ArchivedRecord.class).getFirst().text());
  }

  @Test
  void talkWithoutAnEndingIsFoundAmongOtherFiles() throws IOException {
    Path zip =
        given.zip(
            "Google AI Studio/My prompt",
            "\uFEFF {'chunkedPrompt': {'chunks': [{'text': 'hi', 'role': 'user'}]}}",
            "Google AI Studio/prompt.txt",
            "{'chunkedPrompt': {'chunks': [{'text': 'ho', 'role': 'user'}]}}",
            "Google AI Studio/letter.rtf",
            "{\\rtf1 no talk}",
            "Google AI Studio/data.gz",
            "\u001f\u008b no gzip",
            "Google AI Studio/notes",
            "no talk");
    assertEquals(
        List.of("hi", "ho"),
        Given.read(zip, ArchivedConversation.class).stream()
            .map(talk -> Given.texts(talk.nodes().getFirst()).getFirst())
            .toList());
    try (Archive archive = Archive.open(zip)) {
      assertEquals(3, archive.otherFiles().size());
    }
  }

  @Test
  void aPackedFileWithinAZipIsRead() throws IOException {
    Path zip = folder.resolve("archive.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("agent.af.gz"));
      GZIPOutputStream packed = new GZIPOutputStream(out);
      packed.write(OLD_AGENT.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      packed.finish();
    }
    assertEquals("Likes tea", Given.read(zip, ArchivedMemory.class).getFirst().text());
    try (Archive archive = Archive.open(zip)) {
      assertEquals(List.of(), archive.otherFiles());
    }
  }

  @Test
  void aiStudio() throws IOException {
    Path file =
        given.file(
            "My prompt",
            "{'runSettings': {'model': 'models/gemini-2.5-pro', 'temperature': 1.0}, 'systemInstruction': {'text': 'Be kind'}, 'chunkedPrompt': {'chunks': ["
                + "{'text': 'hi', 'role': 'user', 'tokenCount': 2}, {'driveDocument': {'id': 'doc-1'}, 'role': 'user'}, {'text': 'hm', 'role': 'model', 'isThought': true},"
                + "{'text': 'hello', 'role': 'model', 'parts': [{'text': 'hel'}, {'text': 'lo'}], 'finishReason': 'STOP', 'branchParent': {'promptId': 'p'}}, {'inlineFile': {'mimeType': 'image/png', 'data': 'AA=='}, 'role': 'user'}], 'pendingInputs': []}}");
    ArchivedConversation read = Given.conversation(file);
    assertEquals(
        List.of(Role.SYSTEM, Role.PERSON, Role.PERSON, Role.ASSISTANT, Role.ASSISTANT, Role.PERSON),
        read.nodes().stream().map(ArchivedNode::role).toList());
    assertEquals(List.of(new Part.Reasoning("hm")), read.nodes().get(3).parts());
    assertEquals(List.of("hello"), Given.texts(read.nodes().get(4)));
    assertEquals(Optional.of("models/gemini-2.5-pro"), read.nodes().get(4).model());
    assertTrue(read.nodes().get(4).raw().contains("branchParent"), read.nodes().get(4).raw());
    assertEquals("doc-1", ((Part.Attachment) read.nodes().get(2).parts().getFirst()).reference());
    try (Archive archive = Archive.open(file)) {
      assertEquals(Format.AI_STUDIO, archive.format());
    }
  }

  @Test
  void filesWithinAPromptAreFiles() throws IOException {
    Path file =
        given.file(
            "My prompt",
            """
            {'chunkedPrompt': {'chunks': [
              {'role': 'user', 'inlineFile': {'mimeType': 'image/png', 'data': 'AQID', 'id': 7}},
              {'role': 'user', 'text': 'And?', 'parts': [{'text': 'And?'}, {'inlineData': {'mimeType': 'text/plain', 'data': 'aGk='}}]},
              {'role': 'model', 'parts': [{'inlineData': {'mimeType': 'image/jpeg', 'data': '_-8='}}, {'inlineData': {'data': '*'}}]}]}}
            """);
    List<ArchivedNode> nodes = Given.conversation(file).nodes();

    assertArrayEquals(new byte[] {1, 2, 3}, bytes(nodes.get(0).parts().get(0), "image/png"));
    assertTrue(nodes.get(0).raw().contains("7"), "what else is said of it stays");
    assertFalse(nodes.get(0).raw().contains("AQID"), nodes.get(0).raw());
    assertArrayEquals("hi".getBytes(UTF_8), bytes(nodes.get(1).parts().get(1), "text/plain"));
    assertFalse(nodes.get(1).raw().contains("aGk"), nodes.get(1).raw());
    assertArrayEquals(new byte[] {-1, -17}, bytes(nodes.get(2).parts().get(0), "image/jpeg"));
    assertEquals(new Part.Unknown("inlineData", "{\"data\":\"*\"}"), nodes.get(2).parts().get(1));
  }

  private static byte[] bytes(Part part, String mime) throws IOException {
    Part.Attachment file = (Part.Attachment) part;
    assertEquals(mime, file.mime());
    try (InputStream in = file.content().orElseThrow().open()) {
      byte[] bytes = in.readAllBytes();
      assertEquals(bytes.length, file.size());
      return bytes;
    }
  }
}

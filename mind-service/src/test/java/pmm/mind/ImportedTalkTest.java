package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.mind.ImportCalls.imports;
import static pmm.mind.ImportCalls.run;
import static pmm.mind.ImportCalls.upload;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.AttachmentServiceGrpc;
import pmm.mind.v1.Conversation;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetConversationResponse;
import pmm.mind.v1.ImportedFile;
import pmm.mind.v1.ImportedPart;
import pmm.mind.v1.ImportedPart.Kind;
import pmm.mind.v1.ImportedSource;
import pmm.mind.v1.ListConversationsRequest;
import pmm.mind.v1.Message;
import pmm.mind.v1.ReadAttachmentRequest;
import pmm.rpc.Role;

/** Imported talk as the page gets it: with all that stands beside the words. */
@Timeout(120)
class ImportedTalkTest {
  private static final byte[] PICTURE = picture();

  private static final String CHATGPT =
      """
      [{"id": "c1", "title": "Rye", "create_time": 1672567200, "current_node": "late",
        "mapping": {
          "root": {"id": "root", "message": null, "parent": null},
          "hid": {"id": "hid", "parent": "root", "message": {"id": "hid", "author": {"role": "system"},
            "content": {"content_type": "text", "parts": ["Be brief."]},
            "metadata": {"is_visually_hidden_from_conversation": true}}},
          "q": {"id": "q", "parent": "hid", "message": {"id": "q", "author": {"role": "user"}, "create_time": 1672567201.5,
            "content": {"content_type": "multimodal_text", "parts": [
              {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-pic", "size_bytes": 1500000},
              "How warm?",
              {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-gone", "size_bytes": 7}]},
            "metadata": {"attachments": [{"id": "file-pic", "name": "loaf.png", "mime_type": "image/png"}]}}},
          "t": {"id": "t", "parent": "q", "message": {"id": "t", "author": {"role": "assistant"},
            "content": {"content_type": "thoughts", "thoughts": [{"summary": "Heat", "content": "I should look it up"}]}}},
          "u": {"id": "u", "parent": "t", "message": {"id": "u", "author": {"role": "assistant"}, "recipient": "python",
            "content": {"content_type": "code", "language": "python", "text": "print(28)"}}},
          "r": {"id": "r", "parent": "u", "message": {"id": "r", "author": {"role": "tool", "name": "python"},
            "content": {"content_type": "execution_output", "text": "28"}}},
          "x": {"id": "x", "parent": "r", "message": {"id": "x", "author": {"role": "assistant"},
            "content": {"content_type": "hologram", "beam": 3}}},
          "a": {"id": "a", "parent": "x", "message": {"id": "a", "author": {"role": "assistant"}, "create_time": 1672567210,
            "content": {"content_type": "text", "parts": ["At 28 degrees."]},
            "metadata": {"model_slug": "o1", "citations": [
              {"start_ix": 3, "end_ix": 5, "metadata": {"title": "On rye", "url": "https://rye.example/heat"}}]}}},
          "b": {"id": "b", "parent": "x", "message": {"id": "b", "author": {"role": "assistant"},
            "content": {"content_type": "text", "parts": ["Another answer."]}}},
          "late": {"id": "late", "parent": "a", "message": {"id": "late", "author": {"role": "tool", "name": "bio"},
            "content": {"content_type": "text", "parts": ["Model set context updated."]}}}
        }},
       {"id": "c2", "title": "When", "mapping": {
          "m": {"id": "m", "parent": "lost", "message": {"id": "m", "author": {"role": "user"},
            "content": {"content_type": "text", "parts": ["Nobody knows when"]}}}}}]
      """;

  private static final String CLAUDE =
      """
      [{"uuid": "c1", "name": "Garden", "created_at": "2024-05-01T10:00:00Z", "chat_messages": [
          {"uuid": "m1", "sender": "human", "created_at": "2024-05-01T10:00:01Z", "files": [],
           "content": [{"type": "text", "text": "Plan a garden"}],
           "attachments": [{"file_name": "plan.txt", "file_size": 11, "file_type": "txt",
                            "extracted_content": "roses first"}]},
          {"uuid": "m2", "sender": "assistant", "parent_message_uuid": "m1", "attachments": [], "files": [],
           "content": [{"type": "thinking", "thinking": "They must love thorns"},
                       {"type": "text", "text": "Roses it is."},
                       {"type": "tool_use", "name": "artifacts", "input": {"command": "create", "title": "The plan"}},
                       {"type": "tool_result", "name": "artifacts", "content": [{"type": "text", "text": "LONG"}], "is_error": true},
                       {"type": "text", "text": "Here is the plan."}]}]}]
      """
          .replace("LONG", "made ".repeat(1_000));

  @TempDir Path folder;

  @Test
  void allThatStandsBesideTheWordsOfChatGptArrives() throws IOException {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      take(mesh, zip(Map.of("conversations.json", text(CHATGPT), "file-pic-loaf.png", PICTURE)));
      List<Message> shown = shown(mesh, "Rye");
      assertEquals(List.of("How warm?", "At 28 degrees."), words(shown));

      Message question = shown.getFirst();
      assertEquals(
          List.of("HIDDEN hidden Be brief."), beside(question.getImported().getBeforeList()));
      assertEquals(
          List.of("FILE 0-0", "TEXT 0-9", "FILE 9-9"),
          question.getImported().getPartsList().stream()
              .map(part -> kind(part) + " " + part.getStart() + "-" + part.getEnd())
              .toList());
      ImportedFile picture = question.getImported().getParts(0).getFile();
      assertEquals("loaf.png", picture.getName());
      assertEquals("image/png", picture.getMediaType());
      assertEquals(PICTURE.length, picture.getSize());
      assertTrue(picture.getStored());
      assertArrayEquals(PICTURE, bytes(mesh, picture));
      ImportedFile gone = question.getImported().getParts(2).getFile();
      assertFalse(gone.getStored());
      assertEquals(1, gone.getIndex());
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> bytes(mesh, gone));
      assertEquals(Code.NOT_FOUND, refused.getStatus().getCode());

      Message answer = shown.getLast();
      assertEquals("o1", answer.getModelId());
      assertEquals(
          List.of(
              "REASONING Heat\nI should look it up",
              "TOOL_CALL python print(28)",
              "TOOL_RESULT python 28",
              "UNKNOWN hologram {\"beam\":3,\"content_type\":\"hologram\"}"),
          beside(answer.getImported().getBeforeList()));
      assertEquals(
          List.of("TOOL_RESULT bio Model set context updated."),
          beside(answer.getImported().getAfterList()));
      ImportedSource source = answer.getImported().getParts(0).getSources(0);
      assertEquals("On rye", source.getTitle());
      assertEquals("https://rye.example/heat", source.getUrl());
      assertEquals("28", answer.getText().substring(source.getStart(), source.getEnd()));

      mesh.say(page(mesh, "Rye", 0).getConversation().getConversationId(), "And wheat?");
      assertEquals(
          answer.getImported(),
          shown(mesh, "Rye").get(1).getImported(),
          "who talks on here takes nothing of it away");
    }
  }

  @Test
  void filesThatCameLaterAreShownWithTheirMessage() throws IOException {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      take(mesh, text(CHATGPT));
      assertFalse(file(mesh).getStored());

      take(mesh, zip(Map.of("conversations.json", text(CHATGPT), "file-pic-loaf.png", PICTURE)));
      ImportedFile picture = file(mesh);
      assertTrue(picture.getStored());
      assertEquals("loaf.png", picture.getName());
      assertArrayEquals(PICTURE, bytes(mesh, picture));
      assertEquals(0, shown(mesh, "Rye").getFirst().getNotesCount());
    }
  }

  /** The first file of the first message. */
  private static ImportedFile file(MindFixture mesh) {
    return shown(mesh, "Rye").getFirst().getImported().getParts(0).getFile();
  }

  @Test
  void whatClaudeThoughtAndMadeStandsBesideTheWordsItStoodBefore() throws IOException {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      take(mesh, text(CLAUDE));
      List<Message> shown = shown(mesh, "Garden");
      assertEquals(
          List.of("Plan a garden\n\nroses first", "Roses it is.", "Here is the plan."),
          words(shown));
      ImportedPart paste = shown.get(0).getImported().getParts(1);
      assertEquals("plan.txt", paste.getFile().getName());
      assertEquals(
          "roses first", shown.get(0).getText().substring(paste.getStart(), paste.getEnd()));
      assertEquals(
          List.of("REASONING They must love thorns"),
          beside(shown.get(1).getImported().getBeforeList()));
      List<ImportedPart> made = shown.get(2).getImported().getBeforeList();
      assertEquals(List.of("TOOL_CALL", "TOOL_RESULT"), made.stream().map(this::kind).toList());
      assertEquals("artifacts", made.get(0).getName());
      assertTrue(made.get(1).getFailed());
      assertTrue(made.get(1).getCut());
      assertEquals(2_000, made.get(1).getText().length());

      ForgettingTest.awaitThrough(mesh, ForgettingTest.forget(mesh, made.get(1).getEventIds(0)));
      assertEquals(
          Kind.KIND_FORGOTTEN, shown(mesh, "Garden").get(2).getImported().getBefore(1).getKind());
    }
  }

  @Test
  void aTimeThatNobodyKnowsIsNoTimeAndComesLast() throws IOException {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      take(mesh, zip(Map.of("conversations.json", text(CHATGPT))));
      List<Conversation> listed =
          mesh.talks()
              .listConversations(ListConversationsRequest.getDefaultInstance())
              .getConversationsList();
      assertEquals(List.of("Rye", "When"), listed.stream().map(Conversation::getTitle).toList());
      assertFalse(listed.getLast().hasCreateTime());
      assertFalse(listed.getLast().hasUpdateTime());
      Message unknown = shown(mesh, "When").getFirst();
      assertFalse(unknown.hasCreateTime());
      assertEquals(List.of("parent_missing"), unknown.getImported().getMarksList());
      mesh.stopMind();
      mesh.start();
      assertFalse(shown(mesh, "When").getFirst().hasCreateTime(), "a snapshot keeps it unknown");
    }
  }

  /** Such words alone are more than an answer may hold. */
  @Test
  void aPageEndsBeforeItIsTooLong() throws IOException {
    String word = "é".repeat(400_000);
    StringBuilder talk = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      talk.append(i == 0 ? "" : ",")
          .append(
              "{\"uuid\":\"m%d\",\"sender\":\"human\",\"text\":\"%d%s\"}".formatted(i, i, word));
    }
    try (MindFixture mesh = new MindFixture(folder).start()) {
      take(
          mesh,
          text(
              "[{\"uuid\":\"c\",\"name\":\"Long\",\"created_at\":\"2024-05-01T10:00:00Z\",\"chat_messages\":[%s]}]"
                  .formatted(talk)));
      List<Integer> pages = new ArrayList<>();
      StringBuilder begun = new StringBuilder();
      GetConversationResponse page = page(mesh, "Long", 0);
      while (true) {
        assertTrue(page.getSerializedSize() < 4 << 20);
        pages.add(page.getMessagesCount());
        page.getMessagesList().reversed().forEach(each -> begun.append(each.getText().charAt(0)));
        if (!page.getHasMore()) {
          break;
        }
        page = page(mesh, "Long", page.getMessages(0).getEventId());
      }
      assertEquals("76543210", begun.toString());
      assertTrue(pages.size() > 2, pages.toString());
    }
  }

  private static void take(MindFixture mesh, byte[] archive) {
    String upload = upload(imports(mesh), archive);
    run(imports(mesh), upload);
  }

  private static List<Message> shown(MindFixture mesh, String title) {
    return page(mesh, title, 0).getMessagesList();
  }

  private static GetConversationResponse page(MindFixture mesh, String title, long before) {
    String id =
        mesh
            .talks()
            .listConversations(ListConversationsRequest.getDefaultInstance())
            .getConversationsList()
            .stream()
            .filter(talk -> talk.getTitle().equals(title))
            .findFirst()
            .orElseThrow()
            .getConversationId();
    return mesh.talks()
        .getConversation(
            GetConversationRequest.newBuilder()
                .setConversationId(id)
                .setBeforeEventId(before)
                .build());
  }

  private static List<String> words(List<Message> messages) {
    return messages.stream().map(Message::getText).toList();
  }

  private List<String> beside(List<ImportedPart> parts) {
    return parts.stream()
        .map(part ->
            String.join(" ", List.of(kind(part), part.getName(), part.getText()))
                .replace("  ", " "))
        .toList();
  }

  private String kind(ImportedPart part) {
    return part.getKind().name().substring("KIND_".length());
  }

  private static byte[] bytes(MindFixture mesh, ImportedFile file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AttachmentServiceGrpc.newBlockingStub(mesh.channel("mind", Role.UI))
        .readAttachment(
            ReadAttachmentRequest.newBuilder()
                .setEventId(file.getEventId())
                .setIndex(file.getIndex())
                .build())
        .forEachRemaining(piece -> bytes.writeBytes(piece.getData().toByteArray()));
    return bytes.toByteArray();
  }

  private static byte[] text(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Of two chunks. */
  private static byte[] picture() {
    byte[] bytes = new byte[1_500_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 >> 3);
    }
    return bytes;
  }
}

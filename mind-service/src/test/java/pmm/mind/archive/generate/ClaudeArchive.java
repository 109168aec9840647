package pmm.mind.archive.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives of Claude: about half of the messages name their parents, texts stand in blocks or in
 * old ones plainly.
 */
final class ClaudeArchive {
  private static final String ROOT = "00000000-0000-4000-8000-000000000000";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Chance chance;
  private Instant clock = Instant.parse("2024-05-01T10:00:00.123456Z");

  ClaudeArchive(long seed) {
    this.chance = new Chance(seed);
  }

  void write(OutputStream out, long bytes) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry("conversations.json"));
    String before = "[";
    long written = 0;
    while (written < bytes) {
      byte[] conversation =
          (before + MAPPER.writeValueAsString(conversation())).getBytes(StandardCharsets.UTF_8);
      zip.write(conversation);
      written += conversation.length;
      before = ",\n";
    }
    zip.write("]".getBytes(StandardCharsets.UTF_8));
    ObjectNode memories = JSON.objectNode().put("account_uuid", chance.uuid());
    memories.put(
        "conversations_memory",
        "**Work context**\n\n"
            + chance.text(80)
            + "\n\n**Top of mind**\n\n- "
            + chance.title()
            + "\n- "
            + chance.title());
    memories.putObject("project_memories").put(chance.uuid(), chance.title());
    ChatGptArchive.put(zip, "memories.json", JSON.arrayNode().add(memories).toString());
    ObjectNode project =
        JSON.objectNode()
            .put("uuid", chance.uuid())
            .put("name", chance.title())
            .put("prompt_template", chance.title());
    project
        .putArray("docs")
        .addObject()
        .put("uuid", chance.uuid())
        .put("filename", "a.txt")
        .put("content", chance.text(50));
    ChatGptArchive.put(zip, "projects.json", JSON.arrayNode().add(project).toString());
    ChatGptArchive.put(zip, "users.json", "[]");
    zip.finish();
  }

  private ObjectNode conversation() {
    ObjectNode conversation =
        JSON.objectNode()
            .put("uuid", chance.uuid())
            .put("name", chance.oneIn(3) ? chance.title() : "")
            .put("summary", "");
    conversation.put("created_at", tick()).put("updated_at", tick());
    conversation.putObject("account").put("uuid", "account-1");
    ArrayNode messages = conversation.putArray("chat_messages");
    boolean linked = chance.oneIn(2);
    boolean old = chance.oneIn(4);
    String parent = ROOT;
    int turns = chance.oneIn(30) ? 0 : 1 + chance.below(12);
    for (int i = 0; i < turns; i++) {
      String question = add(messages, "human", parent, linked, old);
      parent = add(messages, "assistant", question, linked, old);
      if (linked && chance.oneIn(5)) {
        parent = add(messages, "assistant", question, true, old);
      }
    }
    return conversation;
  }

  private String add(
      ArrayNode messages, String sender, String parent, boolean linked, boolean old) {
    String id = chance.uuid();
    ObjectNode message = messages.addObject().put("uuid", id).put("sender", sender);
    String text = chance.text(30 + chance.below(1500));
    message.put("text", old ? text : "");
    ArrayNode content = message.putArray("content");
    if (!old) {
      blocks(sender, text, content);
    }
    if (chance.oneIn(20)) {
      message.putNull("created_at");
    } else {
      message.put("created_at", tick());
    }
    ArrayNode attachments = message.putArray("attachments");
    if (sender.equals("human") && chance.oneIn(6)) {
      attachments
          .addObject()
          .put("file_name", "paste.txt")
          .put("file_size", 400)
          .put("file_type", "txt")
          .put("extracted_content", chance.text(400));
    }
    message.putArray("files");
    if (linked) {
      message.put("parent_message_uuid", parent);
    }
    return id;
  }

  private void blocks(String sender, String text, ArrayNode content) {
    if (sender.equals("human") && chance.oneIn(15)) {
      content
          .addObject()
          .put("type", "tool_result")
          .put("name", "search")
          .put("is_error", false)
          .put("content", text);
      return;
    }
    if (sender.equals("assistant") && chance.oneIn(3)) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", chance.text(100))
          .put("cut_off", false);
    }
    content.addObject().put("type", "text").put("text", text).putArray("citations");
    if (sender.equals("assistant") && chance.oneIn(5)) {
      content
          .addObject()
          .put("type", "tool_use")
          .put("name", "artifacts")
          .putObject("input")
          .put("command", "create")
          .put("content", chance.text(200));
    }
  }

  private String tick() {
    clock = clock.plusNanos(1_000L * (1_000_000 + chance.below(90_000_000)));
    return clock.toString();
  }
}

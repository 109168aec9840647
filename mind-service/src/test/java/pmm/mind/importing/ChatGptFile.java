package pmm.mind.importing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A small archive of ChatGPT, written message by message. */
final class ChatGptFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final ArrayNode conversations = JSON.createArrayNode();
  private long clock = 1_672_567_200;

  /** One conversation of it. */
  final class Talk {
    private final ObjectNode json;
    private final ObjectNode mapping;

    private Talk(String id, String title) {
      json = conversations.addObject().put("id", id).put("title", title);
      json.put("create_time", clock + 0.25).put("default_model_slug", "gpt-4");
      mapping = json.putObject("mapping");
      mapping.putObject("root").put("id", "root").putNull("message").putNull("parent");
    }

    /** A message that is shown. */
    Talk says(String id, String parent, String role, String words) {
      ObjectNode content = JSON.createObjectNode().put("content_type", "text");
      content.putArray("parts").add(words);
      return message(id, parent, role, content, false);
    }

    /** A message that the program hid. */
    Talk hides(String id, String parent, String role, String words) {
      ObjectNode content = JSON.createObjectNode().put("content_type", "text");
      content.putArray("parts").add(words);
      return message(id, parent, role, content, true);
    }

    Talk thinks(String id, String parent, String words) {
      ObjectNode content = JSON.createObjectNode().put("content_type", "thoughts");
      content.putArray("thoughts").addObject().put("summary", "Thinking").put("content", words);
      return message(id, parent, "assistant", content, false);
    }

    Talk remembers(String id, String parent, String profile, String memory) {
      ObjectNode about = JSON.createObjectNode().put("content_type", "user_editable_context");
      about.put("user_profile", profile).put("user_instructions", "");
      message(id, parent, "user", about, true);
      ObjectNode context = JSON.createObjectNode().put("content_type", "model_editable_context");
      context.put("model_set_context", memory);
      return message(id + "-memory", parent, "assistant", context, true);
    }

    Talk shows(String id) {
      json.put("current_node", id);
      return this;
    }

    Talk isPutAway() {
      json.put("is_archived", true);
      return this;
    }

    /** The message holds what is of no use here. */
    Talk leaves(String id, int length) {
      ((ObjectNode) mapping.get(id).get("message").get("metadata")).put("odd", "o".repeat(length));
      return this;
    }

    Talk isCalled(String title) {
      json.put("title", title);
      return this;
    }

    private Talk message(
        String id, String parent, String role, ObjectNode content, boolean hidden) {
      ObjectNode node = mapping.putObject(id).put("id", id).put("parent", parent);
      ObjectNode message = node.putObject("message").put("id", id);
      message.putObject("author").put("role", role);
      message.put("create_time", clock++).set("content", content);
      ObjectNode metadata = message.putObject("metadata");
      if (hidden) {
        metadata.put("is_visually_hidden_from_conversation", true);
      }
      if (role.equals("assistant")) {
        metadata.put("model_slug", "gpt-4o").put("request_id", "r-" + id);
      }
      return this;
    }
  }

  Talk talk(String id, String title) {
    return new Talk(id, title);
  }

  /** Many conversations of a question and an answer, again and again. */
  ChatGptFile many(int talks, int exchanges) {
    for (int t = 0; t < talks; t++) {
      Talk talk = talk("many-" + t, "Talk " + t);
      String last = "root";
      for (int e = 0; e < exchanges; e++) {
        String question = "q-" + t + "-" + e;
        talk.says(question, last, "user", "Question " + e + " of talk " + t);
        last = "a-" + t + "-" + e;
        talk.says(last, question, "assistant", "Answer " + e + " of talk " + t);
      }
      talk.shows(last);
    }
    return this;
  }

  Path write(Path file) throws IOException {
    Files.writeString(file, conversations.toString());
    return file;
  }

  /** The same with all keys and all conversations the other way round. */
  Path writeShuffled(Path file) throws IOException {
    ArrayNode turned = JSON.createArrayNode();
    for (int i = conversations.size() - 1; i >= 0; i--) {
      ObjectNode talk = reversed((ObjectNode) conversations.get(i));
      talk.set("mapping", reversed((ObjectNode) talk.get("mapping")));
      turned.add(talk);
    }
    Files.writeString(file, turned.toString());
    return file;
  }

  private static ObjectNode reversed(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    Collections.reverse(names);
    ObjectNode turned = JSON.createObjectNode();
    names.forEach(name -> turned.set(name, object.get(name)));
    return turned;
  }
}

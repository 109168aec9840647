package pmm.mind.archive.generate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One conversation of ChatGPT in the making. */
final class ChatGptTalk {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Chance chance;
  private final ObjectNode conversation = JSON.objectNode();
  private final ObjectNode mapping = JSON.objectNode();
  private final String root;
  private BigDecimal clock;
  private String last;

  ChatGptTalk(Chance chance, long began) {
    this.chance = chance;
    this.clock =
        BigDecimal.valueOf(began).add(new BigDecimal("0." + (100_000 + chance.below(899_999))));
    this.root = chance.uuid();
    this.last = root;
    conversation.put("title", chance.title()).put("create_time", clock);
    node(root, null, null);
  }

  /** The tree's nodes by id. */
  ObjectNode mapping() {
    return mapping;
  }

  String last() {
    return last;
  }

  /** The next message stands under this one. */
  ChatGptTalk from(String id) {
    last = id;
    return this;
  }

  /** Text under the last message. */
  ObjectNode say(String role, String text) {
    ObjectNode content = JSON.objectNode().put("content_type", "text");
    content.putArray("parts").add(text);
    return add(role, content);
  }

  /** Any content under the last message. */
  ObjectNode add(String role, ObjectNode content) {
    String id = chance.uuid();
    clock =
        clock.add(new BigDecimal(1 + chance.below(90) + "." + (100_000 + chance.below(899_999))));
    ObjectNode message = JSON.objectNode().put("id", id);
    message.putObject("author").put("role", role).putNull("name").putObject("metadata");
    message.put("create_time", clock).putNull("update_time");
    message.set("content", content);
    message.put("status", "finished_successfully").put("end_turn", true).put("weight", 1.0);
    ObjectNode metadata = message.putObject("metadata");
    if (role.equals("assistant")) {
      metadata
          .put("model_slug", chance.oneIn(3) ? "gpt-4o" : "gpt-5")
          .put("request_id", chance.hex(32))
          .put("turn_exchange_id", chance.uuid());
      metadata.putObject("finish_details").put("type", "stop").putArray("stop_tokens").add(200_002);
      metadata.put("is_complete", true).put("message_type", "next").put("parent_id", last);
    }
    message.put("recipient", "all").putNull("channel");
    node(id, last, message);
    last = id;
    return message;
  }

  ObjectNode content(String type) {
    return JSON.objectNode().put("content_type", type);
  }

  private void node(String id, @Nullable String parent, @Nullable ObjectNode message) {
    ObjectNode node = mapping.putObject(id).put("id", id);
    node.set("message", message == null ? JSON.nullNode() : message);
    node.put("parent", parent);
    node.putArray("children");
    if (parent != null && mapping.get(parent) instanceof ObjectNode above) {
      above.withArray("children").add(id);
    }
  }

  ObjectNode finish() {
    String id = chance.uuid();
    conversation.put("update_time", clock);
    conversation.set("mapping", mapping);
    conversation.putArray("moderation_results");
    conversation
        .put("current_node", last)
        .putNull("plugin_ids")
        .put("conversation_id", id)
        .putNull("conversation_template_id")
        .putNull("gizmo_id");
    conversation.put("is_archived", chance.oneIn(10)).putArray("safe_urls");
    conversation.put("default_model_slug", "gpt-5").put("id", id);
    return conversation;
  }

  /** A realistic talk of so many exchanges: hidden system message, some answers asked for again. */
  static ObjectNode ordinary(Chance chance, long began, int exchanges) {
    ChatGptTalk talk = new ChatGptTalk(chance, began);
    talk.say("system", "").withObject("metadata").put("is_visually_hidden_from_conversation", true);
    for (int i = 0; i < exchanges; i++) {
      talk.say("user", chance.text(20 + chance.below(400)));
      String question = talk.last();
      talk.say("assistant", chance.text(200 + chance.below(2600)));
      if (chance.oneIn(12)) {
        talk.from(question).say("assistant", chance.text(200 + chance.below(2000)));
      }
    }
    return talk.finish();
  }
}

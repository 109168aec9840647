package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as ChatGPT exports it. What came from ChatGPT is put back as it was; a message of
 * others becomes one for each of its natures, as ChatGPT has it, behind each other.
 */
final class ChatGptConversation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String ROOT = "client-created-root";

  private final ObjectNode talk;
  private final boolean isTheirs;
  private final ObjectNode mapping = JSON.objectNode();
  private final Map<Long, String> ids = new HashMap<>();

  /** Of a conversation as {@link TalkReader} makes it. */
  ChatGptConversation(ObjectNode talk) {
    this.talk = talk;
    this.isTheirs = isTheirs(talk);
  }

  static boolean isTheirs(JsonNode document) {
    return document.path("source").path("format").asText().equals("chatgpt");
  }

  /** One in which nothing was said; its empty places were not kept. */
  static ObjectNode empty(JsonNode thing, JsonNode rest) {
    ObjectNode json = JSON.objectNode().put("title", thing.path("text").asText());
    json.set("create_time", ChatGptTime.original(thing.path("time")));
    json.set("conversation_id", thing.path("source").path("original_id"));
    json.putObject("mapping");
    rest.properties().forEach(field -> json.putIfAbsent(field.getKey(), field.getValue()));
    return json;
  }

  ObjectNode toJson() {
    nameNodes();
    if (!isTheirs) {
      put(ROOT, null, JSON.objectNode().putNull("message"));
    }
    talk.path("nodes").forEach(this::put);
    linkChildren();
    ObjectNode json = head();
    json.set("mapping", mapping);
    String shown = ids.get(talk.path("shown_node_id").asLong());
    json.put("current_node", shown);
    JsonNode raw = RawJson.read(talk.path("raw"));
    raw.properties().forEach(field -> json.putIfAbsent(field.getKey(), field.getValue()));
    return json;
  }

  private ObjectNode head() {
    JsonNode raw = RawJson.read(talk.path("raw"));
    String id =
        isTheirs
            ? talk.path("source").path("original_id").asText()
            : talk.path("conversation_id").asText();
    ObjectNode json = JSON.objectNode();
    if (!raw.has("title")) {
      json.set(
          "title", talk.path("title_derived").asBoolean() ? JSON.nullNode() : talk.path("title"));
    }
    json.set("create_time", isTheirs ? createTime() : ChatGptTime.of(talk.path("time")));
    json.set("update_time", updateTime());
    if (!raw.has("id")) {
      json.put("id", id);
    }
    json.put("conversation_id", id).put("is_archived", talk.path("archived").asBoolean());
    if (talk.has("model")) {
      json.set("default_model_slug", talk.get("model"));
    }
    return json;
  }

  /** Not where it was guessed. */
  private JsonNode createTime() {
    return talk.path("time").path("guessed").asBoolean()
        ? ChatGptTime.read(talk.path("create_time").asText())
        : ChatGptTime.original(talk.path("time"));
  }

  private JsonNode updateTime() {
    if (isTheirs) {
      return ChatGptTime.read(talk.path("update_time").asText());
    }
    JsonNode nodes = talk.path("nodes");
    return nodes.isEmpty()
        ? JSON.nullNode()
        : ChatGptTime.of(nodes.get(nodes.size() - 1).path("time"));
  }

  /** Of two messages with one id, an edited one and what it was, the later one has another. */
  private void nameNodes() {
    Set<String> taken = new HashSet<>(Set.of(ROOT));
    for (JsonNode node : talk.path("nodes")) {
      long number = node.path("node_id").asLong();
      String id = node.path("source").path("original_id").asText("pmm-event-" + number);
      ids.put(number, isTheirs(node) && ROOT.equals(id) || taken.add(id) ? id : id + "#" + number);
    }
  }

  private void put(JsonNode node) {
    String id = ids.getOrDefault(node.path("node_id").asLong(), "");
    String parent = ids.get(node.path("parent_node_id").asLong());
    if (parent == null && !isTheirs) {
      parent = ROOT;
    }
    if (isTheirs(node)) {
      put(id, parent, new ChatGptOriginal(node).toJson(id));
      return;
    }
    List<ObjectNode> messages = ChatGptMessages.of(node);
    for (int i = 0; i < messages.size(); i++) {
      String name = i == messages.size() - 1 ? id : id + "/" + i;
      ObjectNode message = JSON.objectNode().put("id", name).setAll(messages.get(i));
      put(name, parent, JSON.objectNode().set("message", message));
      parent = name;
    }
  }

  private void put(String id, @Nullable String parent, ObjectNode rest) {
    ObjectNode node = JSON.objectNode().put("id", id);
    node.setAll(rest);
    node.put("parent", parent).putArray("children");
    mapping.set(id, node);
  }

  private void linkChildren() {
    mapping.forEach(node -> {
      if (mapping.get(node.path("parent").asText()) instanceof ObjectNode above) {
        above.withArray("children").add(node.path("id"));
      }
    });
  }
}

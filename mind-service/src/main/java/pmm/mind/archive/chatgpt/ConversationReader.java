package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.TooLargeException;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.MessageTree;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * Reads one conversation: its messages one by one, so that only what is kept of each stays in
 * memory.
 */
final class ConversationReader {
  private final MessageReader messages;
  private final Contexts contexts;
  private final Place place;
  private final List<ArchivedItem> items = new ArrayList<>();
  private final List<ArchivedNode> nodes = new ArrayList<>();
  private final Map<String, String> parentOfChild = new HashMap<>();

  ConversationReader(Assets assets, Contexts contexts, Place place) {
    this.messages = new MessageReader(assets);
    this.contexts = contexts;
    contexts.begin();
    this.place = place;
  }

  List<ArchivedItem> read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return List.of(record(parser.readValueAsTree()));
    }
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    boolean mapped = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("mapping")) {
        mapped = true;
        mapping(parser);
      } else {
        rest.set(name, parser.readValueAsTree());
      }
    }
    items.addFirst(mapped ? conversation(new Fields(rest)) : record(rest));
    contexts.handOn();
    return items;
  }

  private void mapping(JsonParser parser) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      JsonNode value = parser.readValueAsTree();
      Fields fields = new Fields(value);
      contexts.collect(fields.peek("message"), place, items);
      for (JsonNode child : fields.array("children")) {
        parentOfChild.merge(
            Json.whole(child.asText()),
            Json.whole(key),
            (one, other) -> one.compareTo(other) <= 0 ? one : other);
      }
      if (nodes.size() >= Limits.DEFAULT.messages()) {
        throw TooLargeException.messages(Limits.DEFAULT.messages());
      }
      nodes.add(
          value.isObject() || value.isNull()
              ? messages.read(Json.whole(key), fields)
              : NodeBuilder.unread("node", value).id(Json.whole(key)).build());
    }
  }

  private ArchivedConversation conversation(Fields fields) {
    Optional<String> model = fields.maybe("default_model_slug");
    nodes.replaceAll(node -> completed(node, model));
    MessageTree tree = new MessageTree(nodes);
    List<Oddity> oddities = new ArrayList<>(tree.oddities());
    Optional<String> current = fields.maybe("current_node");
    if (current.isPresent() && !tree.holds(current.get())) {
      oddities.add(
          new Oddity(
              Oddity.Kind.CURRENT_MISSING,
              "",
              "the message shown last, " + current.get() + ", is not in the archive"));
    }
    ArchivedTime created = fields.time("create_time");
    ArchivedTime updated = fields.time("update_time");
    Optional<String> id = fields.maybe("conversation_id");
    if (id.isEmpty() || fields.peek("id").asText().equals(id.get())) {
      id = fields.maybe("id").or(() -> Optional.of(derivedId(tree.nodes())));
    }
    return new ArchivedConversation(
        place,
        id.orElseThrow(),
        fields.words("title"),
        created,
        updated,
        fields.flag("is_archived"),
        current.filter(tree::holds),
        model,
        false,
        tree.nodes(),
        oddities,
        fields.rest());
  }

  /**
   * A node whose parent is told by the parent alone is under it; an answer without a model is of
   * the conversation's.
   */
  private ArchivedNode completed(ArchivedNode node, Optional<String> model) {
    Optional<String> parent =
        node.parent().or(() -> Optional.ofNullable(parentOfChild.get(node.originalId())));
    boolean answer = node.role() == Role.ASSISTANT && node.model().isEmpty();
    return node.under(parent.filter(id -> !id.equals(node.originalId())))
        .by(answer ? model : node.model());
  }

  /** From the ids of the first messages: they stay when the conversation goes on. */
  private static String derivedId(List<ArchivedNode> nodes) {
    return ContentHash.name(
        nodes.stream()
            .filter(node -> node.parent().isEmpty())
            .map(ArchivedNode::originalId)
            .sorted()
            .toArray(String[]::new));
  }

  /** Folders, projects and empty shells stand among the conversations. */
  private ArchivedRecord record(JsonNode entry) {
    String raw = Json.raw(entry);
    Fields fields = new Fields(entry);
    return new ArchivedRecord(
        place,
        "chatgpt.entry",
        fields.text("id"),
        fields.time("create_time"),
        fields.text("title"),
        raw);
  }
}

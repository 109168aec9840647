package pmm.mind.archive.sillytavern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.tree.Chain;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * One chat, line by line. The first line is about the chat, swipes are answers beside one another.
 */
final class Chat {
  private static final String WORDS = "mes";
  private static final String INFOS = "swipe_info";

  private final Place place;
  private final Chain chain = new Chain();
  private Fields header = new Fields(JsonNodeFactory.instance.objectNode());

  Chat(Place place) {
    this.place = place;
  }

  void line(JsonNode line, long number) {
    if (line.has(WORDS) || !line.isObject()) {
      message(line);
    } else if (header.rest().equals(Json.NOTHING)
        && (number == 0 || line.has("chat_metadata") || line.has("user_name"))) {
      header = new Fields(line);
    } else {
      chain.add(NodeBuilder.unread("line", line));
    }
  }

  ArchivedConversation conversation() {
    ArchivedTime created = SendDates.of(header.take("create_date"));
    String character = header.text("character_name");
    String user = header.text("user_name");
    String integrity = header.peek("chat_metadata").path("integrity").asText("");
    String id =
        integrity.isEmpty() && !created.raw().isEmpty()
            ? ContentHash.name(character, user, created.raw())
            : Json.whole(integrity);
    if (!user.isEmpty()) {
      header.keep("user_name", JsonNodeFactory.instance.textNode(user));
    }
    return chain.conversation(
        place, id, character, created, Optional.empty(), false, header.rest());
  }

  private void message(JsonNode line) {
    if (!line.isObject()) {
      chain.add(NodeBuilder.unread("line", line));
      return;
    }
    JsonNode whole = line.has(INFOS) ? line.deepCopy() : line;
    Fields fields = new Fields(line);
    boolean person = fields.flag("is_user");
    boolean hidden = fields.flag("is_system");
    String speaker = fields.text("name");
    List<ObjectNode> swipes = swipes(fields);
    int chosen = chosen(fields, swipes);
    if (chosen >= 0) {
      keepOthers(swipes.get(chosen), whole, fields);
    }
    Fields extra = fields.object("extra");
    Role role =
        person
            ? Role.PERSON
            : hidden && extra.peek("type").isTextual() ? Role.SYSTEM : Role.ASSISTANT;
    ArchivedTime sent = SendDates.of(fields.take("send_date"));
    NodeBuilder message =
        new NodeBuilder(role)
            .speaker(speaker)
            .created(sent)
            .hidden(hidden)
            .model(extra.maybe("model"))
            .parts(parts(words(fields), extra));
    fields.keep("extra", extra);
    Optional<String> before = chain.last();
    chain.add(message.raw(fields.rest()));
    for (int i = 0; i < swipes.size(); i++) {
      if (i == chosen) {
        continue;
      }
      Fields info = new Fields(swipes.get(i));
      Fields about = info.object("extra");
      NodeBuilder swipe =
          new NodeBuilder(role)
              .speaker(speaker)
              .created(SendDates.of(info.take("send_date")))
              .hidden(hidden)
              .model(about.maybe("model"))
              .parts(parts(words(info), about));
      info.keep("extra", about);
      chain.beside(swipe.raw(info.rest()), before);
    }
  }

  /** Each swipe with what is told of it; what is told of none stays. */
  private static List<ObjectNode> swipes(Fields message) {
    List<JsonNode> infos = message.array(INFOS);
    List<ObjectNode> swipes = new ArrayList<>();
    for (JsonNode swipe : message.array("swipes")) {
      int number = swipes.size();
      ObjectNode about = JsonNodeFactory.instance.objectNode();
      if (number < infos.size() && infos.get(number) instanceof ObjectNode info) {
        about = info;
        infos.set(number, NullNode.getInstance());
      }
      about.set(WORDS, swipe);
      swipes.add(about);
    }
    infos.removeIf(JsonNode::isNull);
    if (!infos.isEmpty()) {
      message.keep(INFOS, JsonNodeFactory.instance.arrayNode().addAll(infos));
    }
    return swipes;
  }

  /** Which swipe is the message itself, by its number or else its words; -1 if none is. */
  private static int chosen(Fields message, List<ObjectNode> swipes) {
    String shown = said(message.peek(WORDS));
    int number = message.peek("swipe_id").asInt(-1);
    if (number >= 0 && number < swipes.size()) {
      if (!said(swipes.get(number).path(WORDS)).equals(shown)) {
        return -1;
      }
      message.take("swipe_id");
      return number;
    }
    for (int i = 0; i < swipes.size(); i++) {
      if (said(swipes.get(i).path(WORDS)).equals(shown)) {
        return i;
      }
    }
    return -1;
  }

  /** What a swipe says that its message does not. */
  private static void keepOthers(ObjectNode swipe, JsonNode message, Fields rest) {
    ObjectNode others = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : swipe.properties()) {
      boolean known =
          field.getValue().equals(message.path(field.getKey()))
              || (field.getKey().equals(WORDS) && field.getValue().isTextual());
      if (!known) {
        others.set(field.getKey(), field.getValue());
      }
    }
    if (!others.isEmpty()) {
      rest.keep("swipe", others);
    }
  }

  private static List<Part> parts(String words, Fields extra) {
    List<Part> parts = new ArrayList<>();
    extra.maybe("reasoning").ifPresent(reasoning -> parts.add(new Part.Reasoning(reasoning)));
    if (!words.isEmpty()) {
      parts.add(Part.Text.of(words));
    }
    return parts;
  }

  /** Chub has an object in place of the words. */
  private static String words(Fields message) {
    JsonNode value = message.take(WORDS);
    if (value.isObject()) {
      Fields nested = new Fields(value);
      String words = nested.words("message");
      message.keep(WORDS, nested);
      return words;
    }
    if (value.isArray()) {
      message.keep(WORDS, value);
    }
    return value.asText("");
  }

  private static String said(JsonNode value) {
    return value.isObject() ? value.path("message").asText("") : value.asText("");
  }
}

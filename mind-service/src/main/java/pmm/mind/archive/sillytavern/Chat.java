package pmm.mind.archive.sillytavern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
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
  private final Place place;
  private final Chain chain = new Chain();
  private Fields header = new Fields(JsonNodeFactory.instance.objectNode());

  Chat(Place place) {
    this.place = place;
  }

  void line(JsonNode line, long number) {
    if (line.has("mes") || !line.isObject()) {
      message(line);
    } else if (number == 0 || line.has("chat_metadata") || line.has("user_name")) {
      header = new Fields(line);
    } else {
      chain.add(
          new NodeBuilder(Role.OTHER).parts(List.of(new Part.Unknown("line", Json.raw(line)))));
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
    Fields fields = new Fields(line);
    if (!line.isObject()) {
      chain.add(
          new NodeBuilder(Role.OTHER).parts(List.of(new Part.Unknown("line", Json.raw(line)))));
      return;
    }
    boolean person = fields.flag("is_user");
    boolean hidden = fields.flag("is_system");
    String speaker = fields.text("name");
    Fields extra = fields.object("extra");
    Role role =
        person
            ? Role.PERSON
            : hidden && extra.peek("type").isTextual() ? Role.SYSTEM : Role.ASSISTANT;
    ArchivedTime sent = SendDates.of(fields.take("send_date"));
    String shown = words(fields.take("mes"));
    List<JsonNode> swipes = fields.array("swipes");
    List<JsonNode> infos = fields.array("swipe_info");
    int chosen = (int) fields.number("swipe_id", -1);
    NodeBuilder message =
        new NodeBuilder(role)
            .speaker(speaker)
            .created(sent)
            .hidden(hidden)
            .model(extra.maybe("model"))
            .parts(parts(shown, extra));
    fields.keep("extra", extra);
    Optional<String> before = chain.last();
    chain.add(message.raw(fields.rest()));
    for (int i = 0; i < swipes.size(); i++) {
      String words = words(swipes.get(i));
      if (i == chosen || (chosen < 0 && words.equals(shown))) {
        continue;
      }
      Fields info =
          new Fields(i < infos.size() ? infos.get(i) : JsonNodeFactory.instance.objectNode());
      Fields about = info.object("extra");
      NodeBuilder swipe =
          new NodeBuilder(role)
              .speaker(speaker)
              .created(SendDates.of(info.take("send_date")))
              .hidden(hidden)
              .model(about.maybe("model"))
              .parts(parts(words, about));
      info.keep("extra", about);
      chain.beside(swipe.raw(info.rest()), before);
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
  private static String words(JsonNode value) {
    return value.isObject() ? value.path("message").asText("") : value.asText("");
  }
}

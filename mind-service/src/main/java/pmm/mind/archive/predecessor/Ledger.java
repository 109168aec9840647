package pmm.mind.archive.predecessor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.Times;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.MessageTree;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * The rows of one ledger in their order. Messages become one conversation, whose branches are the
 * forks of the chain of hashes; all else is kept as records.
 */
final class Ledger {
  private final Place place;
  private final List<ArchivedNode> messages = new ArrayList<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private final Map<String, Optional<String>> messageAt = new HashMap<>();
  private final Set<String> continued = new HashSet<>();
  private Optional<Generation> generation = Optional.empty();
  private long lastId = -1;

  Ledger(Place place) {
    this.place = place;
  }

  /** The next row: a record, or nothing if it is a message. */
  List<ArchivedItem> row(JsonNode row, Place at) {
    if (!row.isObject()) {
      return List.of(
          new ArchivedRecord(at, "pmm.row", "", ArchivedTime.UNKNOWN, "", Json.raw(row)));
    }
    String id = row.path("id").asText("");
    String kind = Json.whole(row.path("kind").asText(""));
    JsonNode meta = meta(row.path("meta"));
    String hash = row.path("hash").asText("");
    check(row, meta, id, hash);
    Optional<String> before = link(row.path("prev_hash").asText(""), id);
    Role role = role(kind);
    if (role == Role.OTHER) {
      messageAt.put(hash, before);
      return List.of(
          new ArchivedRecord(
              at,
              "pmm." + kind,
              hash.isEmpty() ? id : hash,
              Times.of(row.path("ts")),
              Json.whole(row.path("content").asText("")),
              Json.raw(row)));
    }
    Fields fields = new Fields(row);
    ArchivedNode message =
        new NodeBuilder(role)
            .id(fields.text("hash"))
            .parent(before)
            .created(fields.time("ts"))
            .model(
                Optional.of(Json.whole(meta.path("model").asText("")))
                    .filter(name -> !name.isEmpty()))
            .text(fields.text("content"))
            .raw(fields.rest())
            .build();
    messages.add(message);
    messageAt.put(hash, Optional.of(message.originalId()));
    return List.of();
  }

  /** Another program has not closed the ledger. */
  void newerRowsIn(String log) {
    oddities.add(
        new Oddity(
            Oddity.Kind.ROW_MISSING,
            "",
            log
                + " beside it holds newer rows, which were not read: stop the program that uses it, then import again"));
  }

  /** The talk in it, with all that is wrong with the chain. */
  List<ArchivedItem> end() {
    MessageTree tree = new MessageTree(messages);
    oddities.addAll(tree.oddities());
    Optional<String> last =
        messages.isEmpty() ? Optional.empty() : Optional.of(messages.getLast().originalId());
    String id =
        ContentHash.name(
            "ledger",
            tree.nodes().isEmpty() ? place.member() : tree.nodes().getFirst().originalId());
    ArchivedTime began =
        tree.nodes().isEmpty() ? ArchivedTime.UNKNOWN : tree.nodes().getFirst().created();
    String raw = generation.map(rule -> "{\"digest_rule\":\"" + rule + "\"}").orElse(Json.NOTHING);
    return List.of(
        new ArchivedConversation(
            place,
            id,
            "",
            began,
            ArchivedTime.UNKNOWN,
            false,
            last.filter(tree::holds),
            Optional.empty(),
            true,
            tree.nodes(),
            oddities,
            raw));
  }

  private static JsonNode meta(JsonNode meta) {
    JsonNode none = JsonNodeFactory.instance.objectNode();
    if (!meta.isTextual()) {
      return meta.isObject() ? meta : none;
    }
    try {
      JsonNode read = Json.read(meta.textValue());
      return read.isObject() ? read : none;
    } catch (JsonProcessingException e) {
      return none;
    }
  }

  private void check(JsonNode row, JsonNode meta, String id, String hash) {
    for (Generation rule : generation.map(List::of).orElse(List.of(Generation.values()))) {
      if (rule.digest(row, meta).equals(hash)) {
        generation = Optional.of(rule);
        return;
      }
    }
    odd(Oddity.Kind.HASH_WRONG, id, "its hash " + hash + " is not that of its content");
  }

  /** The message that the row follows by its hash; by its place where the chain is torn. */
  private Optional<String> link(String before, String id) {
    long number = id.matches("\\d{1,18}") ? Long.parseLong(id) : -1;
    if (lastId >= 0 && number > lastId + 1) {
      odd(
          Oddity.Kind.ROW_MISSING,
          id,
          "rows " + (lastId + 1) + " to " + (number - 1) + " are missing before it");
    }
    lastId = number;
    boolean first = messageAt.isEmpty();
    if (!before.isEmpty() && !continued.add(before)) {
      odd(Oddity.Kind.FORK, id, "another row follows " + before + " as well: a branch");
    }
    Optional<String> message = messageAt.get(before);
    if (message == null) {
      if (!first) {
        odd(
            Oddity.Kind.ROW_MISSING,
            id,
            "the row it follows ("
                + (before.isEmpty() ? "none" : before)
                + ") is not in the archive");
      }
      message =
          messages.isEmpty() ? Optional.empty() : Optional.of(messages.getLast().originalId());
    }
    return message;
  }

  private void odd(Oddity.Kind kind, String id, String detail) {
    oddities.add(new Oddity(kind, id, "row " + id + ": " + detail));
  }

  private static Role role(String kind) {
    return switch (kind) {
      case "user", "user_message" -> Role.PERSON;
      case "response", "assistant_message" -> Role.ASSISTANT;
      default -> Role.OTHER;
    };
  }
}

package pmm.mind.archive.predecessor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
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
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.MessageTree;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * The rows of one ledger in their order. Messages become one conversation, whose branches are the
 * forks of the chain of hashes, or several where they are too many; all else is kept as records.
 * The main line is the longest one, of those that are equally long the first; it is the branch that
 * is shown, and what hangs where the chain is torn.
 */
final class Ledger {
  /** So many of a kind are told one by one; the others are counted. */
  private static final int MOST_ODDITIES = 100;

  private final Place place;
  private final Limits limits;
  private final HashChain chain = new HashChain();
  private final List<ArchivedNode> messages = new ArrayList<>();
  private final MainLine line = new MainLine();
  private final List<Oddity> oddities = new ArrayList<>();
  private final Map<Oddity.Kind, Long> counts = new EnumMap<>(Oddity.Kind.class);
  private final Set<Oddity.Kind> marks = EnumSet.noneOf(Oddity.Kind.class);
  private Optional<Generation> generation = Optional.empty();
  private long before;
  private long characters;
  private long faults;
  private long lastId = -1;

  Ledger(Place place, Limits limits) {
    this.place = place;
    this.limits = limits;
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
    marks.clear();
    check(row, meta, id, hash);
    long parent = link(row.path("prev_hash").asText(""), id);
    Role role = role(kind);
    if (role == Role.OTHER) {
      chain.add(hash, lastId, parent);
      return List.of(
          new ArchivedRecord(
              at,
              "pmm." + kind,
              id,
              Times.of(row.path("ts")),
              row.path("content").asText(""),
              Json.raw(row),
              marks));
    }
    List<ArchivedItem> full = isFull() ? cut() : List.of();
    Fields fields = new Fields(row);
    String content = fields.words("content");
    ArchivedNode message =
        new NodeBuilder(role)
            .id(name(fields.peek("hash").asText("")))
            .parent(message(parent))
            .created(fields.time("ts"))
            .model(
                Optional.of(Json.whole(meta.path("model").asText("")))
                    .filter(name -> !name.isEmpty()))
            .text(content)
            .raw(fields.rest())
            .marks(marks)
            .build();
    messages.add(message);
    line.add((int) Math.max(0, parent - before));
    characters += content.length() + message.raw().length();
    chain.add(hash, lastId, before + messages.size());
    return full;
  }

  private boolean isFull() {
    return messages.size() == limits.messages() || characters > limits.entry() / 2;
  }

  /** The id of a message by its number in the ledger, from 1; that of an earlier talk has none. */
  private Optional<String> message(long number) {
    return number <= before
        ? Optional.empty()
        : Optional.of(messages.get((int) (number - before) - 1).originalId());
  }

  /** A row's hash is a digest of its words. */
  private static String name(String hash) {
    return hash.isEmpty() ? "" : ContentHash.unnamed(hash);
  }

  /** The ledger is of a kind that keeps new rows in a log beside it for a while. */
  void mayLackRows() {
    oddities.add(
        new Oddity(
            Oddity.Kind.CHAIN,
            "",
            "rows not yet in the file cannot be seen, as its program writes them to a log (WAL) first: close that program before an import",
            0));
  }

  /** What is left of the talk, with what is to be said of the chain as a whole. */
  List<ArchivedItem> end() {
    String rule =
        generation.map(known -> "digest rule " + known.title()).orElse("no digest rule that fits");
    oddities.add(
        new Oddity(
            Oddity.Kind.CHAIN,
            "",
            faults == 0
                ? "%d rows in a whole chain, by %s".formatted(chain.size(), rule)
                : "%d rows in a chain that is not whole, by %s".formatted(chain.size(), rule),
            0));
    return cut();
  }

  /** The talk since the last one, with what is wrong with the chain there. */
  private List<ArchivedItem> cut() {
    counts.forEach((kind, count) -> {
      if (count > MOST_ODDITIES) {
        oddities.add(
            new Oddity(
                kind,
                "",
                (count - MOST_ODDITIES) + " more rows are like these",
                count - MOST_ODDITIES));
      }
    });
    ArchivedConversation talk = talk(new MessageTree(messages));
    before += messages.size();
    characters = 0;
    messages.clear();
    line.clear();
    oddities.clear();
    counts.clear();
    return List.of(talk);
  }

  private ArchivedConversation talk(MessageTree tree) {
    oddities.addAll(tree.oddities());
    Optional<String> last = message(before + line.last());
    String id =
        ContentHash.name(
            "ledger",
            tree.nodes().isEmpty() ? place.member() : tree.nodes().getFirst().originalId());
    ArchivedTime began =
        tree.nodes().isEmpty() ? ArchivedTime.UNKNOWN : tree.nodes().getFirst().created();
    return new ArchivedConversation(
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
        about());
  }

  private String about() {
    ObjectNode about = JsonNodeFactory.instance.objectNode();
    generation.ifPresent(rule -> about.put("digest_rule", rule.name()));
    if (chain.isFull()) {
      about.put("rows_with_known_links", HashChain.MOST_ROWS);
    }
    return Json.raw(about);
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
    marks.add(Oddity.Kind.HASH_WRONG);
    odd(Oddity.Kind.HASH_WRONG, id, "row " + id + ": its hash does not fit its words");
  }

  /** The message that the row follows by its hash; the last of the main line where it is torn. */
  private long link(String hash, String id) {
    long number = id.matches("\\d{1,18}") ? Long.parseLong(id) : -1;
    boolean gap = lastId >= 0 && number > lastId + 1;
    HashChain.Link link = chain.follow(hash);
    if (gap) {
      String missing =
          number == lastId + 2
              ? "row " + (lastId + 1) + " is missing"
              : "rows " + (lastId + 1) + " to " + (number - 1) + " are missing";
      odd(
          Oddity.Kind.ROW_MISSING,
          id,
          link.torn() ? missing : missing + "; row " + id + " follows an earlier one");
    }
    lastId = number;
    if (link.forks()) {
      marks.add(Oddity.Kind.FORK);
      String from = link.id() == 0 ? "a row" : "row " + link.id();
      odd(
          Oddity.Kind.FORK,
          id,
          "row %s: a fork, it follows %s, as another row does".formatted(id, from));
    }
    if (link.torn()) {
      marks.add(Oddity.Kind.ROW_MISSING);
      if (!gap) {
        odd(Oddity.Kind.ROW_MISSING, id, "row " + id + ": the row that it follows is missing");
      }
    }
    return link.known() ? link.message() : before + line.last();
  }

  private void odd(Oddity.Kind kind, String id, String detail) {
    faults++;
    if (counts.merge(kind, 1L, Long::sum) <= MOST_ODDITIES) {
      oddities.add(new Oddity(kind, id, detail));
    }
  }

  private static Role role(String kind) {
    return switch (kind) {
      case "user", "user_message" -> Role.PERSON;
      case "response", "assistant_message" -> Role.ASSISTANT;
      default -> Role.OTHER;
    };
  }
}

package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tree of messages.
 *
 * @param id a UUID
 * @param title what it is called: the first words of its first message until it is renamed
 * @param createMs when it began, in milliseconds, or {@link StateEvent#UNKNOWN_TIME}
 * @param updateMs when something was last said in it, the same
 * @param archived whether it is out of the list
 * @param imported whether it came from another assistant
 * @param leaf the last message of the branch that is shown; 0 while it is empty
 * @param roots the first messages: several if the first one was edited
 * @param nodes its messages, by event
 * @param summaries its summaries, by the last message that each stands for
 * @param restored its messages that were taken out and came again
 */
public record Conversation(
    String id,
    String title,
    long createMs,
    long updateMs,
    boolean archived,
    boolean imported,
    long leaf,
    List<Long> roots,
    Nodes nodes,
    PersistentMap<Long, Long> summaries,
    Restored restored) {
  private static final int TITLE_LENGTH = 60;

  /** No list becomes too long to be sent because of what another program called a talk. */
  private static final int LONGEST_TITLE = 200;

  /** Copies the list. */
  public Conversation {
    roots = List.copyOf(roots);
  }

  static Conversation started(String id, long tsMs, boolean imported) {
    return new Conversation(
        id,
        "",
        tsMs,
        tsMs,
        false,
        imported,
        0,
        List.of(),
        Nodes.NONE,
        PersistentMap.empty(),
        Restored.NONE);
  }

  /** Returns a conversation as its own events tell it, oldest first, if it was ever begun. */
  public static Optional<Conversation> of(String id, List<StateEvent> events) {
    Conversations all = Conversations.EMPTY;
    for (StateEvent event : events) {
      all = all.reduce(event);
    }
    return all.find(id);
  }

  /** Returns a message of this conversation, or null; one that came again for what it was. */
  public @Nullable Node node(long eventId) {
    Node node = nodes.get(restored.now(eventId));
    return node == null || restored.isEmpty()
        ? node
        : node.between(restored.now(node.parent()), children(node));
  }

  /** Returns the messages that follow an event, oldest first; the first ones for 0. */
  public List<Long> children(long eventId) {
    Node node = nodes.get(restored.now(eventId));
    return node == null ? shown(roots) : children(node);
  }

  /** What follows it, be it by the name of a message in whose place it stands. */
  private List<Long> children(Node node) {
    if (restored.isEmpty()) {
      return node.children();
    }
    List<Long> all = new ArrayList<>();
    for (long id : restored.all(node.id())) {
      Node one = nodes.get(id);
      all.addAll(one == null ? List.of() : one.children());
    }
    return shown(all.stream().sorted().toList());
  }

  private List<Long> shown(List<Long> messages) {
    return restored.isEmpty()
        ? messages
        : messages.stream().filter(id -> !restored.isGone(id)).toList();
  }

  /**
   * Returns the last message of the newest branch below an event: attempts without words only if
   * there is nothing else.
   */
  public long latestLeaf(long eventId) {
    long leaf = eventId;
    while (true) {
      long next = latestChild(leaf);
      if (next == 0) {
        return leaf;
      }
      leaf = next;
    }
  }

  private long latestChild(long eventId) {
    List<Long> children = children(eventId);
    for (int i = children.size() - 1; i >= 0; i--) {
      Node child = node(children.get(i));
      if (child != null && child.worded()) {
        return child.id();
      }
    }
    return children.isEmpty() ? 0 : children.getLast();
  }

  /**
   * Returns the last message on the branch down to an event that a summary stands for, with all
   * before it; 0 if there is none. A summary of one branch says nothing of another.
   */
  public long summarizedThrough(long eventId) {
    return nodes.summarizedThrough(eventId);
  }

  /** Returns how many turns the branch down to an event has. */
  public int turns(long eventId) {
    Node node = node(eventId);
    return node == null ? 0 : node.turns();
  }

  Conversation withTitle(String newTitle) {
    String cut =
        newTitle.length() > LONGEST_TITLE ? Words.first(newTitle, LONGEST_TITLE) : newTitle;
    return new Conversation(
        id, cut, createMs, updateMs, archived, imported, leaf, roots, nodes, summaries, restored);
  }

  Conversation withArchived(boolean out) {
    return new Conversation(
        id, title, createMs, updateMs, out, imported, leaf, roots, nodes, summaries, restored);
  }

  Conversation withLeaf(long newLeaf) {
    return nodes.contains(newLeaf) && newLeaf != leaf
        ? new Conversation(
            id, title, createMs, updateMs, archived, imported, newLeaf, roots, nodes, summaries,
            restored)
        : this;
  }

  Conversation withNote(long eventId, long note) {
    Node node = nodes.get(eventId);
    return node == null
        ? this
        : withNodes(nodes.withNotes(eventId, append(node.notes(), note)), roots);
  }

  /**
   * Takes a summary that stands for exactly the turns it cites: those of one branch from its begin,
   * or from where a summary ends that it cites itself. Any other counts for nothing, also one of
   * whose turns a single one was forgotten.
   */
  Conversation withSummary(StateEvent event) {
    long through = event.number("through_event_id");
    Set<Long> cited = new HashSet<>();
    event.meta().path("cited_event_ids").forEach(id -> cited.add(id.asLong()));
    Node node = node(through);
    if (node == null || !node.isTurn() || event.words().isEmpty()) {
      return this;
    }
    int found = 0;
    while (node != null) {
      Long earlier = summaries.get(node.id());
      if (earlier != null && cited.contains(earlier)) {
        found++;
        break;
      }
      if (node.isTurn()) {
        if (!cited.contains(node.id())) {
          return this;
        }
        found++;
      }
      node = node(node.parent());
    }
    return found == cited.size()
        ? new Conversation(
            id,
            title,
            createMs,
            updateMs,
            archived,
            imported,
            leaf,
            roots,
            nodes.summarized(through),
            summaries.put(through, event.id()),
            restored)
        : this;
  }

  /** Hangs a message into the tree; one whose parent is not here becomes a first message. */
  Conversation withMessage(StateEvent event, Node.Kind kind, long parentId) {
    Node parent = nodes.get(parentId);
    boolean worded = event.words().isPresent();
    Node node =
        new Node(event.id(), parentId, kind, worded, 0, 0, List.of(), List.of()).under(parent);
    Conversation next = hanging(node);
    boolean names = title.isEmpty() && kind == Node.Kind.PERSON && worded;
    String called = names ? Words.first(event.words().orElseThrow(), TITLE_LENGTH) : title;
    return new Conversation(
        id,
        called,
        createMs,
        Math.max(updateMs, event.saidMs()),
        archived,
        imported,
        next.leafAfter(node),
        next.roots,
        next.nodes,
        summaries,
        restored);
  }

  /**
   * A failed attempt does not hide an earlier answer; an answer shows only where the person still
   * looks.
   */
  private long leafAfter(Node node) {
    return switch (node.kind()) {
      case PERSON -> node.id();
      case ANSWERED, STOPPED -> leaf == node.parent() || imported ? node.id() : leaf;
      case FAILED -> leaf == node.parent() ? latestLeaf(leaf) : leaf;
    };
  }

  private Conversation withNodes(Nodes newNodes, List<Long> newRoots) {
    return new Conversation(
        id, title, createMs, updateMs, archived, imported, leaf, newRoots, newNodes, summaries,
        restored);
  }

  /** A message that was taken out has come again: it stands where that one stood. */
  Conversation withRestored(long before, long eventId) {
    Node gone = nodes.get(before);
    return gone == null || gone.worded() || !nodes.contains(eventId)
        ? this
        : new Conversation(
            id,
            title,
            createMs,
            updateMs,
            archived,
            imported,
            leaf == before ? eventId : leaf,
            roots,
            nodes,
            summaries,
            restored.with(before, eventId));
  }

  private static List<Long> append(List<Long> list, long last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }

  /** Returns all but the messages. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("archived", archived);
    putTime(json, "create_ms", createMs);
    json.put("id", id);
    json.put("imported", imported).put("leaf", leaf);
    putPairs(json, "restored", restored.later());
    putPairs(json, "summaries", summaries);
    json.put("title", title);
    putTime(json, "update_ms", updateMs);
    return json;
  }

  private static void putPairs(ObjectNode json, String key, PersistentMap<Long, Long> pairs) {
    if (!pairs.isEmpty()) {
      ArrayNode rows = json.putArray(key);
      for (Map.Entry<Long, Long> pair : pairs) {
        rows.addArray().add(pair.getKey()).add(pair.getValue());
      }
    }
  }

  private static void putTime(ObjectNode json, String key, long millis) {
    if (millis != StateEvent.UNKNOWN_TIME) {
      json.put(key, millis);
    }
  }

  static Conversation fromJson(JsonNode json) {
    PersistentMap<Long, Long> summaries = PersistentMap.empty();
    for (JsonNode row : json.path("summaries")) {
      summaries = summaries.put(row.path(0).asLong(), row.path(1).asLong());
    }
    Restored restored = Restored.NONE;
    for (JsonNode row : json.path("restored")) {
      restored = restored.with(row.path(0).asLong(), row.path(1).asLong());
    }
    return new Conversation(
        json.path("id").asText(),
        json.path("title").asText(),
        json.path("create_ms").asLong(StateEvent.UNKNOWN_TIME),
        json.path("update_ms").asLong(StateEvent.UNKNOWN_TIME),
        json.path("archived").asBoolean(),
        json.path("imported").asBoolean(),
        json.path("leaf").asLong(),
        List.of(),
        Nodes.NONE,
        summaries,
        restored);
  }

  /** Hangs a stored message in again; parents come before their children. */
  Conversation withStored(Node node) {
    Node parent = nodes.get(node.parent());
    Node hung = node.under(parent);
    return hanging(summaries.containsKey(hung.id()) ? hung.summarized() : hung);
  }

  private Conversation hanging(Node node) {
    return withNodes(nodes.with(node), node.parent() == 0 ? append(roots, node.id()) : roots);
  }
}

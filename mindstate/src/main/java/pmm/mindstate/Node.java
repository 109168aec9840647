package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation's tree. Its words stay in the ledger: a mind of 100,000 messages
 * must fit in memory.
 *
 * @param id the event
 * @param parent the event it follows or answers; 0 for the first
 * @param kind who spoke, and how an attempt ended
 * @param worded whether it has words
 * @param turns how many turns its branch has, from the first message to this one
 * @param summarizedThrough the last message down to it that a summary stands for, with all before
 *     it; 0 for none
 * @param children the events that follow it, oldest first
 * @param notes the events that came of it, such as a promise, oldest first
 */
public record Node(
    long id,
    long parent,
    Kind kind,
    boolean worded,
    int turns,
    long summarizedThrough,
    List<Long> children,
    List<Long> notes) {

  /** Who spoke, and how an attempt ended. */
  public enum Kind {
    PERSON,
    ANSWERED,
    STOPPED,
    FAILED;

    /** Returns the kind of node that an event of this kind makes, or null if it makes none. */
    static @Nullable Kind of(String eventKind) {
      return switch (eventKind) {
        case "user_message" -> PERSON;
        case "assistant_message" -> ANSWERED;
        case "generation_stopped" -> STOPPED;
        case "generation_failed" -> FAILED;
        default -> null;
      };
    }
  }

  /** Copies the lists. */
  public Node {
    children = List.copyOf(children);
    notes = List.copyOf(notes);
  }

  /** Returns whether the person said it. */
  public boolean fromPerson() {
    return kind == Kind.PERSON;
  }

  /** Returns whether it is given to a model as a turn of its conversation. */
  public boolean isTurn() {
    return worded && kind != Kind.FAILED;
  }

  /**
   * Returns the same message under its parent, or as a first one. What a summary stands for above
   * it stands above it, too.
   */
  Node under(@Nullable Node above) {
    int before = above == null ? 0 : above.turns;
    long parentId = above == null ? 0 : above.id;
    long summarized = above == null ? 0 : above.summarizedThrough;
    int with = before + (isTurn() ? 1 : 0);
    return new Node(id, parentId, kind, worded, with, summarized, children, notes);
  }

  /** Returns the same message between others. */
  Node between(long above, List<Long> below) {
    return new Node(id, above, kind, worded, turns, summarizedThrough, below, notes);
  }

  /** Returns the same message as the last one that a summary stands for. */
  Node summarized() {
    return new Node(id, parent, kind, worded, turns, id, children, notes);
  }

  /**
   * Returns [id, parent, kind, worded, note...]; the children follow from their own rows, the turns
   * from those above, and what is summarized from the conversation's.
   */
  ArrayNode toJson() {
    ArrayNode row = JsonNodeFactory.instance.arrayNode();
    row.add(id).add(parent).add(kind.ordinal()).add(worded ? 1 : 0);
    notes.forEach(row::add);
    return row;
  }

  static Node fromJson(JsonNode row) {
    List<Long> notes = new ArrayList<>();
    for (int i = 4; i < row.size(); i++) {
      notes.add(row.path(i).asLong());
    }
    return new Node(
        row.path(0).asLong(),
        row.path(1).asLong(),
        Kind.values()[row.path(2).asInt()],
        row.path(3).asInt() == 1,
        0,
        0,
        List.of(),
        notes);
  }
}
